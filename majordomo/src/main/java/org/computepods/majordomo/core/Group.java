package org.computepods.majordomo.core;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work: a strongly connected component of the task graph as it is known now. A single
 * task, or a cycle; a task that observes its own output is a cycle of one.
 */
final class Group {
  static final Group NONE = new Group(List.of(), false);

  private static final Group[] NOBODY = {};

  /** In the order in which a pass walks them. */
  final List<TaskNode> members;

  final boolean cyclic;
  private Group[] dependants = NOBODY;
  private int dependantCount;
  private Group[] dependencies = NOBODY;

  /** Where it stands in the order of its plan: after all that it depends on. */
  int position;

  /** Dependencies that are not done yet. */
  int waitingFor;

  boolean done;

  /** The last group that was found to depend on this one, while a plan is made. */
  @Nullable Group reachedFrom;

  /** The rounds of a cycle; null for a single task. */
  @Nullable CycleLoop loop;

  Group(List<TaskNode> members, boolean cyclic) {
    this.members = members;
    this.cyclic = cyclic;
  }

  /** Whether nothing that depends on the group can be built. */
  boolean blocks() {
    for (TaskNode member : members) {
      if (member.phase == TaskNode.Phase.FAILED
          || (member.phase == TaskNode.Phase.SKIPPED && !member.withheld)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is under way for a member. */
  boolean isBusy() {
    return members.stream().anyMatch(member -> member.phase.busy());
  }

  boolean membersDone() {
    for (TaskNode member : members) {
      if (!member.phase.done()) {
        return false;
      }
    }
    return true;
  }

  /** Forgets how its members were judged. */
  void uncheck() {
    for (TaskNode member : members) {
      if (member.phase.done() && !member.withheld) {
        member.phase = TaskNode.Phase.UNCHECKED;
      }
    }
  }

  /** Whether all its members are up to date, and no verdict speaks against them. */
  boolean fresh() {
    for (TaskNode member : members) {
      if (member.phase != TaskNode.Phase.FRESH
          || (member.verdict != null && !member.verdict.settled())) {
        return false;
      }
    }
    return true;
  }

  /** Whether a group that it depends on has failed. */
  boolean isBlocked() {
    for (Group dependency : dependencies) {
      if (dependency.blocks()) {
        return true;
      }
    }
    return false;
  }

  int dependantCount() {
    return dependantCount;
  }

  Group dependant(int i) {
    return dependants[i];
  }

  /** Begins with these dependencies, of which none is done. */
  void dependOn(Group[] groups) {
    dependencies = groups;
    waitingFor = groups.length;
    for (Group group : groups) {
      group.addDependant(this);
    }
  }

  /** Depends on one more group, done or not. */
  void dependOn(Group group) {
    dependencies = Arrays.copyOf(dependencies, dependencies.length + 1);
    dependencies[dependencies.length - 1] = group;
    group.addDependant(this);
    waitingFor += group.done ? 0 : 1;
  }

  /** Whether a dependency of this group is the other one. */
  boolean dependsOn(Group group) {
    return Arrays.asList(dependencies).contains(group);
  }

  private void addDependant(Group group) {
    if (dependantCount == dependants.length) {
      dependants = Arrays.copyOf(dependants, Math.max(1, dependantCount + (dependantCount >> 1)));
      if (dependants.length == dependantCount) {
        dependants = Arrays.copyOf(dependants, dependantCount + 1);
      }
    }
    dependants[dependantCount++] = group;
  }

  /** Depends on a group no longer. */
  void letGo(Group group) {
    dependencies =
        Arrays.stream(dependencies).filter(other -> other != group).toArray(Group[]::new);
    waitingFor -= group.done ? 0 : 1;
    int at = Arrays.asList(group.dependants).indexOf(this);
    group.dependantCount--;
    System.arraycopy(group.dependants, at + 1, group.dependants, at, group.dependantCount - at);
    group.dependants = Arrays.copyOf(group.dependants, group.dependantCount);
  }
}
