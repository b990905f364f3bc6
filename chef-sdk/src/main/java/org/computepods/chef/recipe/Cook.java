package org.computepods.chef.recipe;

import java.io.IOException;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;

/** Who does a job: in place where the kitchen's pod holds the workspace, else in scratch. */
public final class Cook implements Cooking {
  private final BuildFrom job;
  private final Kitchen kitchen;
  private final Bench bench;

  private Cook(BuildFrom job, Kitchen kitchen) {
    this.job = job;
    this.kitchen = kitchen;
    this.bench = new Bench(job, kitchen);
  }

  /** The job, not yet begun. */
  public static Cooking of(BuildFrom job, Kitchen kitchen) {
    return new Cook(job, kitchen);
  }

  @Override
  public BuildResults cook() {
    var report = new Report(job, kitchen, bench.log());
    if (bench.cancelled()) {
      return report.as(Outcome.CANCELLED, "cancelled");
    }
    try {
      // A run that is only to show what comes out must not touch the workspace, wherever it is.
      return kitchen.pod().equals(job.home()) && !job.scratch()
          ? new InPlace(job, kitchen, bench, report).cook()
          : new Elsewhere(job, kitchen, bench, report).cook();
    } catch (IOException | RuntimeException e) {
      return report.as(Outcome.REFUSED, Reasons.of(e));
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
}
