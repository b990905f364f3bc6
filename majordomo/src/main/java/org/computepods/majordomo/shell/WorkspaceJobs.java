package org.computepods.majordomo.shell;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.Subjects.Lane;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.Event;

/** The jobs that the core of a workspace has done: given out, and their results made sure of. */
final class WorkspaceJobs {
  /** Times that a job is given out once more because its lock was lost meanwhile. */
  private static final int LOCKS_LOST_MAX = 3;

  private final Household house;
  private final Workspace workspace;
  private final WorkspaceLock lock;

  WorkspaceJobs(Household house, Workspace workspace, WorkspaceLock lock) {
    this.house = house;
    this.workspace = workspace;
    this.lock = lock;
  }

  /** Gives a job out; on the core's thread. */
  void start(BuildFrom job, int waitS) {
    start(job, waitS, 0);
  }

  private void start(BuildFrom job, int waitS, int locksLost) {
    boolean watch =
        house.builds().build(job.build()).map(build -> build.request().watch()).orElse(false);
    var filled = job.from(house.name(), lock.path(), lock.pod(), lock.epoch());
    house
        .dispatch()
        .start(
            filled,
            watch ? Lane.BATCH : Lane.INTERACTIVE,
            waitS,
            workspace.sets(),
            event -> {
              if (event instanceof Event.JobEnded(var results)
                  && results.outcome() == BuildResults.Outcome.REFUSED
                  && locksLost < LOCKS_LOST_MAX) {
                workspace
                    .errands()
                    .attend(
                        "pod " + lock.pod() + " to take the lock again",
                        () -> tryAgain(job, waitS, filled.epoch(), results, locksLost + 1),
                        why -> house.core().post(() -> heardOf(job, event)));
              } else {
                heardOf(job, event);
              }
            });
  }

  /**
   * A job that its pod refuses is given out once more if the lock was lost, and could be taken
   * again: a watch begins its rounds without a sync, which else makes sure of the lock.
   */
  private void tryAgain(BuildFrom job, int waitS, long before, BuildResults refused, int locksLost)
      throws InterruptedException {
    try {
      lock.hold();
    } catch (BusException e) {
      // Then the refusal says why.
    }
    house
        .core()
        .post(
            () -> {
              if (lock.epoch() == before) {
                heardOf(job, new Event.JobEnded(refused));
              } else {
                start(job, waitS, locksLost);
              }
            });
  }

  /** The job is over for all but the core, which hears of it or is believed no more. */
  private void heardOf(BuildFrom job, Event event) {
    try {
      tell(job, event);
    } catch (RuntimeException fault) {
      workspace.broke(fault);
    }
  }

  private void tell(BuildFrom job, Event event) {
    if (event instanceof Event.JobEnded(var results)) {
      results.reads().forEach(read -> workspace.lookAfter(read.path()));
      rememberLog(job.task(), results);
      if (job.isVouchedFor() && results.outcome() == BuildResults.Outcome.SUCCEEDED) {
        workspace
            .errands()
            .owe(
                "the watcher of pod " + lock.pod() + " to say whether inputs moved",
                () -> new Event.JobEnded(vouched(job, results)),
                why -> new Event.JobEnded(unvouched(results, why)));
        return;
      }
    }
    workspace.feed(event);
  }

  /** The result of a job whose inputs nobody compared counts when all that changed was said. */
  private BuildResults vouched(BuildFrom job, BuildResults results)
      throws BusException, InterruptedException {
    var moving = new LinkedHashSet<>(workspace.catchUp().moving());
    results.outputs().forEach(output -> moving.remove(output.path()));
    if (moving.isEmpty()) {
      return results;
    }
    moving.retainAll(job.inputs().stream().map(FileRef::path).collect(Collectors.toSet()));
    return results.withMoved(List.copyOf(moving));
  }

  private static BuildResults unvouched(BuildResults results, String why) {
    return results.withMoved(List.of("(what changed cannot be heard: " + why + ")"));
  }

  private void rememberLog(String task, BuildResults results) {
    if (results.outcome() == BuildResults.Outcome.SUCCEEDED) {
      house.failures().forget(lock.path(), task);
    } else {
      var digest = Optional.ofNullable(results.logDigest());
      var log = new Failures.Log(results.logTail(), results.pod(), digest);
      house.failures().add(lock.path(), task, log);
    }
  }
}
