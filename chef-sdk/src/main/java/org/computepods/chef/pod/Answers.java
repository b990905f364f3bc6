package org.computepods.chef.pod;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.Lease;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;

/**
 * Results on their way to who asked. Those of brief jobs travel together; a job is acknowledged
 * when its result is stored, and not before.
 */
final class Answers implements AutoCloseable {
  /** A result waits for others no longer than that, and only while the pod has other work. */
  private static final Duration COMPANY_MAX = Duration.ofMillis(16);

  private static final int TOGETHER_MAX = 32;

  private static final Duration RETRY = Duration.ofSeconds(1);

  /** What a pod that ends may still say. */
  private static final Duration ENDING_MAX = Duration.ofSeconds(2);

  private final NatsClient nats;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Condition sent = lock.newCondition();
  private final Thread sender;

  // Guarded by the lock.
  private final Deque<Answer> waiting = new ArrayDeque<>();
  private boolean urgent;
  private boolean sending;
  private boolean closing;

  private record Answer(Lease<BuildFrom> lease, BuildResults results, long sinceNanos) {
    String majordomo() {
      return lease.job().majordomo();
    }
  }

  Answers(NatsClient nats) {
    this.nats = nats;
    this.sender = Thread.ofPlatform().daemon().name("answers").start(this::serve);
  }

  /**
   * Sends a result soon.
   *
   * @param now whether somebody may be waiting for it
   */
  void add(Lease<BuildFrom> lease, BuildResults results, boolean now) {
    lock.lock();
    try {
      waiting.add(new Answer(lease, results, System.nanoTime()));
      boolean told = urgent;
      urgent |= now || waiting.size() >= TOGETHER_MAX;
      if (waiting.size() == 1 || (urgent && !told)) {
        news.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    try {
      for (List<Answer> batch = next(); !batch.isEmpty(); batch = next()) {
        send(batch);
      }
    } catch (InterruptedException ending) {
      // What is not stored is not acknowledged either: the jobs come again.
    }
  }

  /** What is to be sent now, for one MajorDomo; waits for it. Empty at the end. */
  private List<Answer> next() throws InterruptedException {
    lock.lock();
    try {
      sending = false;
      sent.signalAll();
      while (waiting.isEmpty()) {
        if (closing) {
          return List.of();
        }
        news.await();
      }
      long left = left();
      while (left > 0 && !urgent && !closing) {
        left = news.awaitNanos(left);
      }
      var batch = new ArrayList<Answer>();
      String majordomo = waiting.getFirst().majordomo();
      while (!waiting.isEmpty()
          && batch.size() < TOGETHER_MAX
          && waiting.getFirst().majordomo().equals(majordomo)) {
        batch.add(waiting.removeFirst());
      }
      urgent &= !waiting.isEmpty();
      sending = true;
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private long left() {
    return waiting.getFirst().sinceNanos() + COMPANY_MAX.toNanos() - System.nanoTime();
  }

  /** Until they are stored; while NATS is away that may be long. */
  private void send(List<Answer> batch) throws InterruptedException {
    BuildResults first = batch.getFirst().results();
    String subject = nats.subjects().buildResults(batch.getFirst().majordomo());
    String id =
        first.job()
            + "/"
            + first.attempt()
            + "/"
            + first.pod()
            + "/"
            + first.startedMs()
            + "+"
            + (batch.size() - 1);
    List<BuildResults> results = batch.stream().map(Answer::results).toList();
    while (true) {
      try {
        nats.publishDurableAll(subject, results, id);
        batch.forEach(each -> each.lease().done());
        return;
      } catch (BusException e) {
        if (isClosing()) {
          return;
        }
        if (nats.awaitConnected(RETRY) && e.reason() != BusException.Reason.DISCONNECTED) {
          Thread.sleep(RETRY);
        }
      }
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /** Sends what waits, where that is possible at once. */
  @Override
  public void close() throws InterruptedException {
    lock.lock();
    try {
      closing = true;
      news.signalAll();
      long left = ENDING_MAX.toNanos();
      while ((sending || !waiting.isEmpty()) && left > 0) {
        left = sent.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
    sender.interrupt();
    sender.join(TimeUnit.SECONDS.toMillis(1));
  }
}
