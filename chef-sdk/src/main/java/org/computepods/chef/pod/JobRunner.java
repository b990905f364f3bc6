package org.computepods.chef.pod;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.computepods.chef.bus.JobQueue;
import org.computepods.chef.bus.Lease;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.recipe.Cook;
import org.computepods.chef.recipe.Cooking;
import org.computepods.chef.recipe.Kitchen;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;

/**
 * Has a job cooked, and hands its results on; it is acknowledged when they are stored. A job whose
 * lease is lost has its tool killed, for another chef may have begun it.
 */
final class JobRunner implements JobQueue.Worker<BuildFrom>, AutoCloseable {
  /** Jobs that are remembered: cancelled ones may be handed out later, ended ones cancelled. */
  private static final int REMEMBERED = 1_000;

  /** A log has up to 8 MiB. */
  private static final int FOLLOWED = 4;

  private static final Duration RETRY = Duration.ofSeconds(1);

  private final Kitchen kitchen;
  private final Consumer<String> notices;
  private final Answers answers;
  private final Beginnings beginnings;

  /** Jobs that wait for a slot here, or run, by their ids. */
  private final Map<String, Taken> taken = new ConcurrentHashMap<>();

  private final Set<String> cancelled = theLast();

  /** Jobs that ended here; their results may still be on their way. */
  private final Set<String> ended = theLast();

  /** Whose logs are read while they run: until these readers have come to the end. */
  private final Map<String, Cooking> followed =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Cooking> eldest) {
              return size() > FOLLOWED;
            }
          });

  private volatile boolean closing;

  private record Taken(Lease<BuildFrom> lease, Cooking cooking) {}

  JobRunner(NatsClient nats, Kitchen kitchen, Consumer<String> notices) {
    this.notices = notices;
    this.kitchen = kitchen;
    this.answers = new Answers(nats);
    this.beginnings = new Beginnings(nats, kitchen.pod());
  }

  private static Set<String> theLast() {
    return Collections.synchronizedSet(
        Collections.newSetFromMap(
            new LinkedHashMap<>() {
              @Override
              protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
              }
            }));
  }

  @Override
  public void waits(Lease<BuildFrom> lease) {
    taken.putIfAbsent(lease.job().job(), new Taken(lease, Cook.of(lease.job(), kitchen)));
  }

  @Override
  public void waitsNoMore(Lease<BuildFrom> lease) {
    forget(lease);
  }

  private void forget(Lease<BuildFrom> lease) {
    taken.computeIfPresent(
        lease.job().job(), (id, mine) -> mine.lease().equals(lease) ? null : mine);
  }

  @Override
  public void work(Lease<BuildFrom> lease) {
    Taken mine = taken.get(lease.job().job());
    if (mine == null || !mine.lease().equals(lease)) {
      // The job was queued twice, and its other message is being seen to here.
      lease.done();
      return;
    }
    beginnings.begun(lease);
    try {
      run(lease, mine.cooking());
    } catch (RuntimeException e) {
      notices.accept("job " + lease.job().job() + " goes back to the queue: " + e);
      lease.giveBack(RETRY);
    } finally {
      beginnings.ended(lease);
      forget(lease);
    }
  }

  private void run(Lease<BuildFrom> lease, Cooking cooking) {
    String job = lease.job().job();
    lease.onLost(cooking::cancel);
    if (closing || wasCancelled(job)) {
      cooking.cancel();
    }
    BuildResults results = cooking.cook();
    if (results.outcome() != Outcome.CANCELLED || wasCancelled(job)) {
      ended.add(job);
      lease.worked();
      answers.add(lease, results, lease.isLast());
    } else {
      // Killed because the lease is lost or the pod goes: somebody else does it.
      lease.giveBack(Duration.ZERO);
    }
  }

  /**
   * Kills the job's tool, or sees that it never runs here; whether the job had come already. One
   * that has just ended had: what it made stands, so its results must be waited for.
   */
  boolean cancel(String job) {
    cancelled.add(job);
    Taken found = taken.get(job);
    if (found != null) {
      found.cooking().cancel();
    }
    return found != null || ended.contains(job);
  }

  private boolean wasCancelled(String job) {
    return cancelled.contains(job);
  }

  /** The job, while it waits here or runs, and for a while longer where somebody asked before. */
  Optional<Cooking> followed(String job) {
    Taken found = taken.get(job);
    if (found == null) {
      return Optional.ofNullable(followed.get(job));
    }
    followed.put(job, found.cooking());
    return Optional.of(found.cooking());
  }

  /** Whether it does not run here, and does not wait to. */
  boolean isOver(String job) {
    return !taken.containsKey(job);
  }

  /** Kills every tool; their jobs go back to the queue. */
  void end() {
    closing = true;
    List.copyOf(taken.values()).forEach(each -> each.cooking().cancel());
  }

  /** Says what has been done; to be called when no job runs any more. */
  @Override
  public void close() throws InterruptedException {
    beginnings.close();
    answers.close();
  }
}
