package org.computepods.majordomo.shell;

import java.util.List;
import java.util.function.BiConsumer;
import org.computepods.chef.bus.BusException;

/**
 * What is done for jobs that waits, for NATS or for pods: each errand on a virtual thread of its
 * own. Where one fails, its jobs end, on the core's thread.
 */
final class JobErrands {
  private final CoreThread core;
  private final BiConsumer<DispatchedJob, String> failed;

  /** Something that waits. */
  @FunctionalInterface
  interface Errand {
    void run() throws BusException, InterruptedException;
  }

  /**
   * @param failed hears why, on the core's thread
   */
  JobErrands(CoreThread core, BiConsumer<DispatchedJob, String> failed) {
    this.core = core;
    this.failed = failed;
  }

  void run(DispatchedJob job, Errand errand) {
    run(List.of(job), errand);
  }

  void run(List<DispatchedJob> those, Errand errand) {
    Thread.ofVirtual()
        .name("job " + those.getFirst().job.job())
        .start(
            () -> {
              try {
                errand.run();
              } catch (BusException e) {
                String why = String.valueOf(e.getMessage());
                core.post(() -> those.forEach(job -> failed.accept(job, why)));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }
}
