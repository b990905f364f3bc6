package org.computepods.chef.recipe;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;

/**
 * Who does a job: in place where the kitchen's pod holds the workspace, else (and when it is run
 * only to see what it makes) in scratch.
 */
public final class Cook {
  /**
   * Platform threads, for each waits in the C library for a tool; kept for a minute and used again.
   * As many as there are jobs, which the pod's slots bound.
   */
  private static final ExecutorService COOKS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("cook-", 1).factory());

  private Cook() {}

  /** Begins the job on a thread of its own. */
  public static Cooking start(BuildFrom job, Kitchen kitchen) {
    var bench = new Bench(job, kitchen);
    var report = new Report(job, kitchen, bench.log());
    Future<BuildResults> results = COOKS.submit(guarded(job, kitchen, bench, report));
    return new Cooking() {
      @Override
      public BuildResults await() throws InterruptedException {
        try {
          return results.get();
        } catch (ExecutionException e) {
          throw new IllegalStateException("job " + job.job(), e);
        }
      }

      @Override
      public void cancel() {
        bench.cancel();
      }

      @Override
      public BoundedLog log() {
        return bench.log();
      }
    };
  }

  private static Callable<BuildResults> guarded(
      BuildFrom job, Kitchen kitchen, Bench bench, Report report) {
    return () -> {
      try {
        return kitchen.pod().equals(job.home()) && !job.scratch()
            ? new InPlace(job, kitchen, bench, report).cook()
            : new Elsewhere(job, kitchen, bench, report).cook();
      } catch (IOException | RuntimeException e) {
        return report.as(Outcome.REFUSED, Reasons.of(e));
      }
    };
  }
}
