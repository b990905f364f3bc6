package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.Digest;

/**
 * What comes of failures. Each belongs to what its run read, and is believed when all is known that
 * changed meanwhile. A build that does not keep going begins nothing more, and no task is run again
 * that failed seeing the same.
 */
final class Failures {
  private final Scheduler scheduler;
  private final Judge judge;
  private final Scheduler.Desk out;

  /** A failure that is not believed yet. */
  private record Doubt(TaskNode node, long tick, Runnable believe) {}

  private final List<Doubt> doubts = new ArrayList<>();

  Failures(Scheduler scheduler, Judge judge, Scheduler.Desk out) {
    this.scheduler = scheduler;
    this.judge = judge;
    this.out = out;
  }

  /**
   * A run failed, which is not believed before all is known that had changed by then.
   *
   * @param tick when it was told
   * @param believe what is done then
   */
  void doubt(TaskNode node, long tick, Runnable believe) {
    Optional<BuildRun> asking = scheduler.wanting(node).stream().findFirst();
    if (asking.isEmpty()) {
      believe.run();
      return;
    }
    node.phase = Phase.CHECKING;
    doubts.add(new Doubt(node, tick, believe));
    out.sync(asking.get());
  }

  /** All is known that had changed at that tick, or will not be told. */
  void heard(long tick) {
    List<Doubt> over = doubts.stream().filter(doubt -> doubt.tick <= tick).toList();
    doubts.removeAll(over);
    over.forEach(doubt -> doubt.believe.run());
  }

  /** Whether a failure of the build is not believed yet. */
  boolean doubts(BuildRun build) {
    return doubts.stream().anyMatch(doubt -> build.wants(doubt.node));
  }

  /** The task has failed; its run shows why. */
  void failed(TaskNode node, String message) {
    fail(node, message, false);
  }

  /** No run shows the failure, so the build does. */
  void unrun(TaskNode node, String message) {
    scheduler.wanting(node).forEach(build -> build.problem(node.name() + ": " + message));
    fail(node, message, false);
  }

  /** Nobody can do the task. */
  void impossible(TaskNode node, String message) {
    fail(node, message, true);
  }

  private void fail(TaskNode node, String message, boolean impossible) {
    node.phase = Phase.FAILED;
    node.inTrouble().failure = message;
    node.inTrouble().impossible = impossible;
    node.inTrouble().failedSeeing = judge.fingerprint(node).orElse(null);
    for (BuildRun build : scheduler.wanting(node)) {
      build.impossible |= impossible;
      if (impossible) {
        build.problem(message);
      }
    }
    stopAt(node);
    scheduler.again(node);
  }

  /** Begins nothing more for builds that do not keep going. */
  void stopAt(TaskNode node) {
    for (BuildRun build : scheduler.wanting(node)) {
      if (!build.request.keepGoing()) {
        build.stoppedAt.add(node);
        if (build.active()) {
          build.stage = BuildRun.Stage.STOPPING;
          scheduler.replan();
        }
      }
    }
  }

  /** Whether the task sees just what it saw when it failed. */
  boolean wouldFailAgain(TaskNode node) {
    Digest before = node.trouble().failedSeeing;
    return before != null && judge.fingerprint(node).equals(Optional.of(before));
  }
}
