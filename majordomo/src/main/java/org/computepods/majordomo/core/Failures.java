package org.computepods.majordomo.core;

import java.util.Optional;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.Digest;

/**
 * What comes of failures: a build that does not keep going begins nothing more, and no task is run
 * again that failed seeing the same.
 */
final class Failures {
  private final Scheduler scheduler;
  private final Judge judge;

  Failures(Scheduler scheduler, Judge judge) {
    this.scheduler = scheduler;
    this.judge = judge;
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
