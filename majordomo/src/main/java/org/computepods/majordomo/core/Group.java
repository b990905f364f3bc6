package org.computepods.majordomo.core;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work: a strongly connected component of the task graph as it is known now. A single
 * task, or a cycle; a task that observes its own output is a cycle of one.
 */
abstract sealed class Group {
  private static final Group[] NOBODY = {};

  private Group[] dependants = NOBODY;
  private int dependantCount;
  private Group[] dependencies = NOBODY;

  /** Where it stands in the order of its plan: after all that it depends on. */
  int position;

  /** Dependencies that are not done yet. */
  int waitingFor;

  boolean done;

  /** In the order in which a pass walks them. */
  abstract List<TaskNode> members();

  /** Whether it is a cycle, if only of one. */
  abstract boolean cyclic();

  /** The rounds of a cycle; null for a single task, and where none has begun. */
  abstract @Nullable CycleLoop loop();

  abstract void loop(@Nullable CycleLoop loop);

  /** A task in no cycle, as nearly all are. */
  static final class Single extends Group {
    private final TaskNode only;

    Single(TaskNode only) {
      this.only = only;
    }

    @Override
    List<TaskNode> members() {
      return List.of(only);
    }

    @Override
    boolean cyclic() {
      return false;
    }

    @Override
    @Nullable CycleLoop loop() {
      return null;
    }

    @Override
    void loop(@Nullable CycleLoop loop) {}
  }

  /** Tasks that cannot be made one after the other. */
  static final class Cycle extends Group {
    private final List<TaskNode> members;
    private @Nullable CycleLoop loop;

    Cycle(List<TaskNode> members) {
      this.members = members;
    }

    @Override
    List<TaskNode> members() {
      return members;
    }

    @Override
    boolean cyclic() {
      return !members.isEmpty();
    }

    @Override
    @Nullable CycleLoop loop() {
      return loop;
    }

    @Override
    void loop(@Nullable CycleLoop now) {
      loop = now;
    }
  }

  /** Whether nothing that depends on the group can be built. */
  boolean blocks() {
    for (TaskNode member : members()) {
      if (member.phase == TaskNode.Phase.FAILED
          || (member.phase == TaskNode.Phase.SKIPPED && !member.trouble().withheld)) {
        return true;
      }
    }
    return false;
  }

  /** Whether something is under way for a member. */
  boolean isBusy() {
    return members().stream().anyMatch(member -> member.phase.busy());
  }

  boolean membersDone() {
    for (TaskNode member : members()) {
      if (!member.phase.done()) {
        return false;
      }
    }
    return true;
  }

  /** Forgets how its members were judged. */
  void uncheck() {
    for (TaskNode member : members()) {
      if (member.phase.done() && !member.trouble().withheld) {
        member.phase = TaskNode.Phase.UNCHECKED;
      }
    }
  }

  /** Whether all its members are up to date, and no verdict speaks against them. */
  boolean fresh() {
    for (TaskNode member : members()) {
      if (member.phase != TaskNode.Phase.FRESH || member.trouble().isUnsettled()) {
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
    dependencies = groups.length == 0 ? NOBODY : groups;
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
