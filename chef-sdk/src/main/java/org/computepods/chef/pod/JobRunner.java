package org.computepods.chef.pod;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.JobQueue;
import org.computepods.chef.bus.Lease;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.recipe.Cook;
import org.computepods.chef.recipe.Cooking;
import org.computepods.chef.recipe.Kitchen;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.Progress;

/**
 * Has a job cooked, stores its results, and acknowledges it last. A job whose lease is lost has its
 * tool killed, for another chef may have begun it.
 */
final class JobRunner implements JobQueue.Worker<BuildFrom> {
  /** Cancelled jobs that are remembered, in case they are handed out later. */
  private static final int CANCELLED_MAX = 1_000;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final NatsClient nats;
  private final Kitchen kitchen;
  private final Consumer<String> notices;
  private final Map<String, Cooking> running = new ConcurrentHashMap<>();
  private final Map<String, Boolean> cancelled =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > CANCELLED_MAX;
        }
      };
  private volatile boolean closing;

  JobRunner(NatsClient nats, Kitchen kitchen, Consumer<String> notices) {
    this.notices = notices;
    this.nats = nats;
    this.kitchen = kitchen;
  }

  @Override
  public void work(Lease<BuildFrom> lease) throws InterruptedException {
    try {
      run(lease);
    } catch (RuntimeException e) {
      notices.accept("job " + lease.job().job() + " goes back to the queue: " + e);
      lease.giveBack(RETRY);
    }
  }

  private void run(Lease<BuildFrom> lease) throws InterruptedException {
    BuildFrom job = lease.job();
    if (closing) {
      lease.giveBack(Duration.ZERO);
      return;
    }
    tell(job);
    Cooking cooking = Cook.start(job, kitchen);
    running.put(job.job(), cooking);
    BuildResults results;
    try {
      lease.onLost(cooking::cancel);
      if (closing || wasCancelled(job.job())) {
        cooking.cancel();
      }
      results = cooking.await();
    } finally {
      running.remove(job.job());
    }
    boolean given = results.outcome() != Outcome.CANCELLED || wasCancelled(job.job());
    if (!given) {
      // Killed because the lease is lost or the pod goes: somebody else does it.
      lease.giveBack(Duration.ZERO);
    } else if (publish(job, results)) {
      lease.done();
    }
  }

  private void tell(BuildFrom job) {
    try {
      nats.publish(
          nats.subjects().buildProgress(job.build()),
          new Progress(1, job.build(), job.job(), kitchen.pod(), "started", null));
    } catch (BusException | IllegalArgumentException e) {
      // Nobody depends on progress.
    }
  }

  /** Until it is stored; while NATS is away that may be long. */
  private boolean publish(BuildFrom job, BuildResults results) throws InterruptedException {
    String subject = nats.subjects().buildResults(job.majordomo());
    String id = job.job() + "/" + job.attempt() + "/" + kitchen.pod() + "/" + results.startedMs();
    while (!closing) {
      try {
        nats.publishDurable(subject, results, id);
        return true;
      } catch (BusException e) {
        if (nats.awaitConnected(RETRY) && e.reason() != BusException.Reason.DISCONNECTED) {
          Thread.sleep(RETRY);
        }
      }
    }
    return false;
  }

  /** Kills the job's tool, or sees that it never runs here; whether it was running. */
  boolean cancel(String job) {
    synchronized (cancelled) {
      cancelled.put(job, true);
    }
    Cooking cooking = running.get(job);
    if (cooking != null) {
      cooking.cancel();
    }
    return cooking != null;
  }

  private boolean wasCancelled(String job) {
    synchronized (cancelled) {
      return cancelled.containsKey(job);
    }
  }

  /** The job, while it runs. */
  Optional<Cooking> running(String job) {
    return Optional.ofNullable(running.get(job));
  }

  /** Kills every tool; their jobs go back to the queue. */
  void close() {
    closing = true;
    List.copyOf(running.values()).forEach(Cooking::cancel);
  }
}
