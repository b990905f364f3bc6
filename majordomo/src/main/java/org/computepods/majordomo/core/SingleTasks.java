package org.computepods.majordomo.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.majordomo.core.TaskNode.Phase;

/**
 * Brings tasks up to date that are in no cycle: by a trace that holds, by a restore, or by a run.
 */
final class SingleTasks {
  private final Scheduler scheduler;
  private final Judge judge;

  SingleTasks(Scheduler scheduler, Judge judge) {
    this.scheduler = scheduler;
    this.judge = judge;
  }

  /** It is the task's turn: all that it depends on is done. */
  void work(TaskNode node) {
    if (node.phase.busy()) {
      return;
    }
    if (node.phase.done()) {
      scheduler.complete(node.group);
      return;
    }
    switch (judge.of(node)) {
      case Staleness.Fresh(Trace trace) -> fresh(node, trace);
      case Staleness.Inapplicable _ -> {
        node.phase = Phase.FRESH;
        scheduler.doesNotApply(node);
        scheduler.complete(node.group);
      }
      case Staleness.Unseen(var unseen) -> scheduler.questions().lookAt(unseen, node);
      case Staleness.Lacking(var path) -> scheduler.lacks().fail(node, path);
      case Staleness.Restorable(Trace trace, String reason) -> {
        if (scheduler.wanting(node).stream().anyMatch(b -> b.request.fresh())) {
          run(node, reason);
        } else {
          restore(node, trace, reason);
        }
      }
      case Staleness.Stale(String reason) -> {
        if (!followsEarlierRun(node)) {
          run(node, node.trouble().lost.isEmpty() ? reason : node.trouble().lost);
        }
      }
    }
  }

  /**
   * Where an earlier run read what people write as it is again, and beside it what other tasks are
   * still to make, as after a change of branches: that is made first, and the task goes by what
   * that run saw. Each run is followed once in a build.
   */
  private boolean followsEarlierRun(TaskNode node) {
    if (scheduler.wanting(node).stream().anyMatch(b -> b.request.fresh())) {
      return false;
    }
    Optional<Trace> earlier =
        judge
            .mayHold(node, file -> isPending(file, node))
            .filter(trace -> node.inTrouble().follows(trace))
            .findFirst();
    earlier.ifPresent(
        trace -> {
          scheduler.adopt(node, trace);
          scheduler.again(List.of(node));
        });
    return earlier.isPresent();
  }

  /** Whether a task makes it that is not known to be up to date, and that can do without ours. */
  private boolean isPending(Artefact file, TaskNode node) {
    TaskNode maker = file.producer;
    return maker != null
        && (!scheduler.plan().has(maker) || !maker.phase.done())
        && !Plan.needs(List.of(maker)).contains(node);
  }

  /**
   * The task is up to date by this trace: what it saw is what the task depends on from now on, so
   * that a change of it is noticed.
   */
  private void fresh(TaskNode node, Trace trace) {
    if (!scheduler.plan().follow(node, trace)) {
      scheduler.replan();
    } else if (node.group.waitingFor == 0) {
      node.phase = Phase.FRESH;
      scheduler.complete(node.group);
    }
  }

  /** More than once only to follow edits, and not for ever. */
  private void run(TaskNode node, String reason) {
    if (node.runs > Following.RUNS_MAX) {
      scheduler.following().letPass(node, node.name() + " is not at rest: " + reason);
    } else {
      scheduler.run(node, reason);
    }
  }

  private void restore(TaskNode node, Trace trace, String reason) {
    scheduler
        .restores()
        .begin(
            Map.of(node, trace),
            reason,
            inPlace -> {
              if (inPlace) {
                scheduler.countRestored(node, reason);
                scheduler.adopt(node, trace);
              } else {
                node.inTrouble().lost = reason;
                scheduler.drop(node, trace);
              }
              scheduler.again(List.of(node));
            });
    scheduler.stir(node);
  }
}
