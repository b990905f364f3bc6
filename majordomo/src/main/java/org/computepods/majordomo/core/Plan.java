package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a set of goals needs, as groups in an order in which each comes after all that it depends
 * on.
 */
final class Plan {
  /** A required dependency that does not exist and that nothing builds. */
  record Lack(TaskNode task, Edge edge) {}

  final List<Group> groups;
  final List<TaskNode> tasks;
  final List<Lack> lacks;

  private Plan(List<Group> groups, List<TaskNode> tasks, List<Lack> lacks) {
    this.groups = groups;
    this.tasks = tasks;
    this.lacks = lacks;
  }

  /**
   * Plans from what is known now; linear in the tasks wanted and their edges.
   *
   * @param mark a number that no plan had before
   */
  static Plan of(Collection<TaskNode> goals, DependencyManager graph, int mark) {
    var lacks = new ArrayList<Lack>();
    List<TaskNode> tasks = closure(goals, graph, mark, lacks);
    int[][] targets = adjacency(tasks, mark);
    var groups = new ArrayList<Group>();
    for (int[] component : Components.of(targets)) {
      groups.add(group(component, tasks, targets));
    }
    connect(groups, tasks, targets);
    return new Plan(groups, tasks, lacks);
  }

  /** A circle of required edges, if there is one. */
  Optional<List<CycleOrder.Link>> requiredCircle() {
    return groups.stream()
        .filter(group -> group.cyclic)
        .map(group -> CycleOrder.requiredCircle(group.members))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /** The tasks that these goals need, goals included. */
  static Set<TaskNode> needs(Collection<TaskNode> goals) {
    var needed = new HashSet<TaskNode>();
    var stack = new ArrayDeque<>(goals);
    while (!stack.isEmpty()) {
      TaskNode task = stack.pop();
      if (needed.add(task)) {
        for (Edge edge : task.edges) {
          if (edge.from().producer != null) {
            stack.push(edge.from().producer);
          }
        }
      }
    }
    return needed;
  }

  private static List<TaskNode> closure(
      Collection<TaskNode> goals, DependencyManager graph, int mark, List<Lack> lacks) {
    var tasks = new ArrayList<TaskNode>();
    var stack = new ArrayDeque<>(goals);
    while (!stack.isEmpty()) {
      TaskNode task = stack.pop();
      if (task.planned == mark) {
        continue;
      }
      task.planned = mark;
      task.index = tasks.size();
      tasks.add(task);
      for (Edge edge : task.edges) {
        Optional<TaskNode> producer = graph.producer(edge.from());
        if (producer.isPresent()) {
          stack.push(producer.get());
        } else if (edge.required() && !edge.from().state.exists()) {
          lacks.add(new Lack(task, edge));
        }
      }
    }
    return tasks;
  }

  private static int[][] adjacency(List<TaskNode> tasks, int mark) {
    int[][] targets = new int[tasks.size()][];
    int[] buffer = new int[16];
    for (TaskNode task : tasks) {
      int count = 0;
      for (Edge edge : task.edges) {
        TaskNode producer = edge.from().producer;
        if (producer != null && producer.planned == mark) {
          if (count == buffer.length) {
            buffer = Arrays.copyOf(buffer, count * 2);
          }
          buffer[count++] = producer.index;
        }
      }
      targets[task.index] = Arrays.copyOf(buffer, count);
    }
    return targets;
  }

  private static Group group(int[] component, List<TaskNode> tasks, int[][] targets) {
    if (component.length == 1) {
      TaskNode only = tasks.get(component[0]);
      boolean readsItself = Arrays.stream(targets[only.index]).anyMatch(t -> t == only.index);
      return new Group(List.of(only), readsItself);
    }
    return new Group(CycleOrder.of(Arrays.stream(component).mapToObj(tasks::get).toList()), true);
  }

  private static void connect(List<Group> groups, List<TaskNode> tasks, int[][] targets) {
    for (Group group : groups) {
      group.members.forEach(member -> member.group = group);
    }
    for (Group group : groups) {
      var dependencies = new LinkedHashSet<Group>();
      for (TaskNode member : group.members) {
        for (int target : targets[member.index]) {
          dependencies.add(tasks.get(target).group);
        }
      }
      dependencies.remove(group);
      group.dependencies.addAll(dependencies);
      group.waitingFor = dependencies.size();
      dependencies.forEach(dependency -> dependency.dependants.add(group));
    }
  }
}
