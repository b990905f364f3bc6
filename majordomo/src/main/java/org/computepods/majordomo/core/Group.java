package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work: a strongly connected component of the task graph as it is known now. A single
 * task, or a cycle; a task that observes its own output is a cycle of one.
 */
final class Group {
  static final Group NONE = new Group(List.of(), false);

  /** In the order in which a pass walks them. */
  final List<TaskNode> members;

  final boolean cyclic;
  final List<Group> dependants = new ArrayList<>();
  final List<Group> dependencies = new ArrayList<>();

  /** Dependencies that are not done yet. */
  int waitingFor;

  boolean done;

  /** The rounds of a cycle; null for a single task. */
  @Nullable CycleLoop loop;

  Group(List<TaskNode> members, boolean cyclic) {
    this.members = members;
    this.cyclic = cyclic;
  }

  /** Whether nothing that depends on the group can be built. */
  boolean blocks() {
    return members.stream()
        .anyMatch(m -> m.phase == TaskNode.Phase.FAILED || m.phase == TaskNode.Phase.SKIPPED);
  }

  boolean membersDone() {
    return members.stream().allMatch(m -> m.phase.done());
  }
}
