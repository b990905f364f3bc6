package org.computepods.fswatcher;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.computepods.chef.bus.Flood;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.wire.FileChanged;

/**
 * Announces on the stream of file changes. One thread sends, so that workspaces go on while the bus
 * is slow or away; when too much waits they wait too, and the kernel's queue tells in the end what
 * was missed.
 */
final class NatsAnnouncer implements Announcer, AutoCloseable {
  private static final int WAITING_MAX = 20_000;
  private static final int IN_FLIGHT_MAX = 1_000;

  /** While many files change, what is said of them leaves in one go, that often. */
  private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(8);

  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");

  private final String subject;
  private final Flood flood;
  private final BlockingQueue<Item> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong announced = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final Thread sender;
  private volatile boolean awaited;

  private sealed interface Item {
    record Change(FileChanged change) implements Item {}

    record Mark(CompletableFuture<Void> reached) implements Item {}
  }

  NatsAnnouncer(NatsClient client, String pod) {
    this.subject = client.subjects().fileChanged(pod);
    this.flood = client.flood(IN_FLIGHT_MAX);
    this.sender = Thread.ofVirtual().name("announce changes").start(this::send);
  }

  @Override
  public void announce(FileChanged change) throws InterruptedException {
    announced.incrementAndGet();
    waiting.put(new Item.Change(change));
  }

  @Override
  public CompletableFuture<Void> stored() throws InterruptedException {
    if (stored.get() == announced.get()) {
      return CompletableFuture.completedFuture(null);
    }
    var mark = new Item.Mark(new CompletableFuture<>());
    waiting.put(mark);
    awaited = true;
    LockSupport.unpark(sender);
    return mark.reached;
  }

  private void send() {
    try {
      long sent = 0;
      long last = System.nanoTime() - PACE_NS;
      while (true) {
        var item = waiting.poll();
        if (item == null) {
          flood.await();
          stored.set(sent);
          item = waiting.take();
          for (long left = left(last); left > 0 && !awaited; left = left(last)) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
              throw new InterruptedException();
            }
          }
          awaited = false;
          last = System.nanoTime();
        }
        switch (item) {
          case Item.Change(FileChanged change) -> {
            send(change);
            sent++;
          }
          case Item.Mark(CompletableFuture<Void> reached) -> {
            flood.await();
            stored.set(sent);
            reached.complete(null);
          }
        }
      }
    } catch (InterruptedException ending) {
      // What waits is announced again by the next watch, in its own epoch.
    }
  }

  /** One that cannot be said leaves a gap, which whoever listens notices; the others follow. */
  private void send(FileChanged change) throws InterruptedException {
    try {
      flood.send(subject, change);
    } catch (RuntimeException fault) {
      LOG.log(System.Logger.Level.ERROR, "cannot be announced: " + change.path(), fault);
    }
  }

  private static long left(long last) {
    return last + PACE_NS - System.nanoTime();
  }

  @Override
  public void close() {
    flood.close();
    sender.interrupt();
  }
}
