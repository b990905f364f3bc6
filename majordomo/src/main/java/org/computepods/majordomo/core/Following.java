package org.computepods.majordomo.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.ArtefactPath;

/**
 * Follows edits that come while tasks are at it: where something moved under a task, it is judged
 * again once all changes are known. That is not done for ever; then the build says what still
 * moves, and the task is let pass.
 */
final class Following {
  /** Times that a task is run again because something changed under it. */
  static final int RUNS_MAX = 3;

  /** Times that a task waits anew because what it reads had changed before it could begin. */
  private static final int WAITS_MAX = 50;

  private final Scheduler scheduler;
  private final Scheduler.Desk out;

  /** Tasks that counted as done though they may not be up to date; looked at in the next build. */
  private final Set<TaskNode> letPass = new LinkedHashSet<>();

  Following(Scheduler scheduler, Scheduler.Desk out) {
    this.scheduler = scheduler;
    this.out = out;
  }

  /**
   * The run belongs to inputs that moved meanwhile: once all changes are known, the task is judged
   * again.
   */
  void overtaken(TaskNode node) {
    if (node.inTrouble().overtaken++ < RUNS_MAX) {
      scheduler.questions().askWhatChanged(node);
    } else {
      letPass(node, node.name() + ": its dependencies still move" + whatMoves(node));
    }
  }

  /** The run was over before it began, for its inputs had moved. */
  void inputsGone(TaskNode node, List<String> moved) {
    if (node.inTrouble().waited++ < WAITS_MAX) {
      scheduler.questions().askWhatChanged(node);
    } else {
      String message = "its dependencies do not come to rest: " + String.join(", ", moved);
      scheduler.failures().unrun(node, message);
    }
  }

  /**
   * A content that the task is to be judged by was not to be had: it is another one by now, or so
   * it seems.
   */
  void unseen(TaskNode node, ArtefactPath path) {
    if (node.inTrouble().overtaken++ < WAITS_MAX) {
      scheduler.questions().askWhatChanged(node);
    } else {
      scheduler.failures().unrun(node, path + " cannot be looked at");
    }
  }

  private static String whatMoves(TaskNode node) {
    return node.trouble().movedMeanwhile.isEmpty()
        ? ""
        : "; "
            + String.join(", ", node.trouble().movedMeanwhile)
            + " changed during its last run. If the task itself changes it, let it write another"
            + " file, or declare that among its outputs or auxiliaries";
  }

  /**
   * The task counts as done for now, so that the rest is made; the next build looks at it again. A
   * watch goes round once more for it, with a warning; any other build has failed to bring it up to
   * date.
   */
  void letPass(TaskNode node, String warning) {
    letPass.add(node);
    node.phase = Phase.FRESH;
    for (BuildRun build : scheduler.wanting(node)) {
      if (!build.request.watch()) {
        build.letPass.add(node);
        build.problem(warning);
      } else if (!build.warnings.contains(warning)) {
        build.warnings.add(warning);
        out.told(build, "warning", null, warning);
      }
    }
    if (node.group.membersDone()) {
      scheduler.complete(node.group);
    }
  }

  /** Whether some task was let pass that is not up to date as far as is known. */
  boolean isDoubtful() {
    return !letPass.isEmpty();
  }

  /** Another build begins beside those under way: what these let pass is looked at after all. */
  void lookAgain() {
    scheduler.builds.forEach(build -> build.letPass.removeAll(letPass));
    for (TaskNode node : letPass) {
      if (node.phase == Phase.FRESH) {
        node.phase = Phase.UNCHECKED;
      }
      node.runs = 0;
      node.ease(
          trouble -> {
            trouble.overtaken = 0;
            trouble.waited = 0;
          });
    }
    letPass.clear();
  }

  /** Everything is looked at again anyway. */
  void forget() {
    letPass.clear();
  }
}
