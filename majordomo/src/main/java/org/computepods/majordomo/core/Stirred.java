package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.computepods.majordomo.core.TaskNode.Phase;

/**
 * The tasks of the plan that something was done with, or that see something changed: all that the
 * next build of the same goals has to look at.
 */
final class Stirred {
  private final Scheduler scheduler;
  private final CurrentPlan plan;
  private final Turns turns;
  private final Set<TaskNode> tasks = new LinkedHashSet<>();

  Stirred(Scheduler scheduler, CurrentPlan plan, Turns turns) {
    this.scheduler = scheduler;
    this.plan = plan;
    this.turns = turns;
  }

  void add(TaskNode node) {
    tasks.add(node);
  }

  void addAll(Collection<TaskNode> nodes) {
    tasks.addAll(nodes);
  }

  void clear() {
    tasks.clear();
  }

  /** Whether all of them were found fresh since. */
  boolean areFresh() {
    return tasks.stream().allMatch(node -> node.phase == Phase.FRESH);
  }

  /** A build begins by the plan that stands; {@code retry}: failures are tried again. */
  void wake(boolean retry) {
    for (TaskNode node : tasks) {
      boolean changed = node.phase != Phase.FRESH;
      node.forget(retry);
      if (changed) {
        node.phase = Phase.UNCHECKED;
        plan.undo(node.group);
      }
    }
    for (TaskNode node : tasks) {
      if (!node.group.done && node.group.waitingFor == 0) {
        turns.ready(node.group);
      }
    }
    tasks.clear();
  }

  /**
   * Has a task judged again, for what it goes by has changed.
   *
   * @param fromOutside whether others than its own group have changed it
   */
  void review(TaskNode node, boolean fromOutside) {
    Optional<CycleLoop> loop = scheduler.walker().rounds(node);
    if (fromOutside) {
      loop.ifPresent(CycleLoop::changedFromOutside);
    }
    if (!plan.has(node)) {
      if (node.phase.done()) {
        node.phase = Phase.UNCHECKED;
      }
      return;
    }
    if (scheduler.idle()) {
      node.phase = Phase.UNCHECKED;
      tasks.add(node);
      return;
    }
    boolean looping = loop.isPresent() && !node.group.done;
    if (looping && fromOutside) {
      turns.ready(node.group);
    }
    if (!looping && node.phase.done()) {
      tasks.add(node);
      node.phase = Phase.UNCHECKED;
      plan.undo(node.group);
      if (node.group.waitingFor == 0) {
        turns.ready(node.group);
      }
    }
  }
}
