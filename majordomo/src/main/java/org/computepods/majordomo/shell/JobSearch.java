package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.computepods.chef.bus.BusException;

/**
 * Looks for jobs of which nothing was heard for long: each is on the queue, or some pod has it. One
 * that is neither, twice, was lost on its way, or its result was.
 */
final class JobSearch {
  /** So long after it was last seen a job is looked for. */
  private static final Duration LOOKED_FOR = Duration.ofSeconds(4);

  /** A job that changes hands, or whose result is under way, is missed once. */
  private static final int MISSED_MAX = 1;

  private final SentJobs sent;
  private final Pods pods;
  private final CoreThread core;
  private final Consumer<String> say;
  private final Predicate<DispatchedJob> queued;
  private final Consumer<DispatchedJob> lost;

  /**
   * @param say hears what goes into the log
   * @param queued whether a job is to be somewhere
   * @param lost told of one that is nowhere, on the core's thread
   */
  JobSearch(
      SentJobs sent,
      Pods pods,
      CoreThread core,
      Consumer<String> say,
      Predicate<DispatchedJob> queued,
      Consumer<DispatchedJob> lost) {
    this.sent = sent;
    this.pods = pods;
    this.core = core;
    this.say = say;
    this.queued = queued;
    this.lost = lost;
  }

  /** Looks for those of these jobs for which it is time; called by the core's thread. */
  void look(Collection<DispatchedJob> jobs) {
    long now = System.nanoTime();
    for (var job : jobs) {
      if (queued.test(job)
          && !job.cancelled
          && !job.looking
          && now - job.seenNanos > LOOKED_FOR.toNanos()) {
        look(job);
      }
    }
  }

  private void look(DispatchedJob job) {
    job.looking = true;
    Errand looking =
        () -> {
          boolean there = isSomewhere(job);
          core.post(() -> looked(job, there));
        };
    looking.start("look for job " + job.job.job(), say, _ -> core.post(() -> looked(job, true)));
  }

  private boolean isSomewhere(DispatchedJob job) throws BusException, InterruptedException {
    if (sent.isQueued(job)) {
      return true;
    }
    for (String pod : job.pods) {
      if (pods.alive(pod) && sent.runs(job, pod)) {
        return true;
      }
    }
    return false;
  }

  private void looked(DispatchedJob job, boolean there) {
    job.looking = false;
    job.seenNanos = System.nanoTime();
    job.missed = there ? 0 : job.missed + 1;
    if (job.missed > MISSED_MAX && queued.test(job)) {
      job.missed = 0;
      say.accept("job " + job.job.job() + ": neither it nor its result is anywhere");
      lost.accept(job);
    }
  }
}
