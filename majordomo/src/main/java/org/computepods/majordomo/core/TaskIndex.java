package org.computepods.majordomo.core;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Some tasks with a number each, in their order, for algorithms that work on numbers. */
final class TaskIndex {
  private final List<TaskNode> tasks;
  private final Map<TaskNode, Integer> numbers = new HashMap<>();

  TaskIndex(List<TaskNode> tasks) {
    this.tasks = tasks;
    tasks.forEach(task -> numbers.put(task, numbers.size()));
  }

  int of(TaskNode task) {
    return Objects.requireNonNull(numbers.get(task), task.name());
  }

  boolean has(TaskNode task) {
    return numbers.containsKey(task);
  }

  /** For each task the numbers of those that make what it reads. */
  int[][] dependencies() {
    int[][] dependencies = new int[tasks.size()][];
    for (int i = 0; i < dependencies.length; i++) {
      dependencies[i] =
          tasks.get(i).edges.stream()
              .map(edge -> edge.from().producer)
              .filter(numbers::containsKey)
              .mapToInt(producer -> of(Objects.requireNonNull(producer)))
              .toArray();
    }
    return dependencies;
  }

  /** The groups of these tasks, each after all that it depends on and in the order of a pass. */
  List<List<TaskNode>> groups() {
    return Components.of(dependencies()).stream()
        .map(c -> CycleOrder.of(Arrays.stream(c).mapToObj(tasks::get).toList()))
        .toList();
  }

  /** Whether the group is a cycle. */
  static boolean isCycle(List<TaskNode> group) {
    return group.size() > 1
        || CycleOrder.links(group).stream().anyMatch(link -> link.from() == link.to());
  }
}
