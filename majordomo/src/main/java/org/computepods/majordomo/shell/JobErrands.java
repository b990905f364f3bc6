package org.computepods.majordomo.shell;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * What is done for jobs that waits, for NATS or for pods: each errand on a virtual thread of its
 * own. Where one fails, its jobs end, on the core's thread.
 */
final class JobErrands {
  private final CoreThread core;
  private final Consumer<String> say;
  private final BiConsumer<DispatchedJob, String> failed;

  /**
   * @param say hears what goes into the log
   * @param failed hears why, on the core's thread
   */
  JobErrands(CoreThread core, Consumer<String> say, BiConsumer<DispatchedJob, String> failed) {
    this.core = core;
    this.say = say;
    this.failed = failed;
  }

  void run(DispatchedJob job, Errand errand) {
    run(List.of(job), errand);
  }

  /** The same, but where the errand fails the job goes on as it would have. */
  void attempt(DispatchedJob job, Errand errand) {
    errand.start("job " + job.job.job(), say, _ -> {});
  }

  void run(List<DispatchedJob> those, Errand errand) {
    errand.start(
        "job " + those.getFirst().job.job(),
        say,
        why -> core.post(() -> those.forEach(job -> failed.accept(job, why))));
  }
}
