package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What keeps a task from being built, at its root: not that it waits, but the failure, the cycle or
 * the missing file at the end of what it waits for.
 */
final class Hindrances {
  private static final int SHOWN = 3;

  private final DependencyManager graph;

  Hindrances(DependencyManager graph) {
    this.graph = graph;
  }

  /** In a line each, the nearest first. */
  List<String> of(TaskNode task) {
    Set<TaskNode> needed = needs(task);
    var found = new LinkedHashSet<String>();
    for (List<TaskNode> group : new TaskIndex(List.copyOf(needed)).groups()) {
      CycleOrder.requiredCircle(group)
          .ifPresent(circle -> found.add(Reports.circleInWords(circle)));
    }
    for (TaskNode node : needed) {
      if (node.phase == TaskNode.Phase.FAILED) {
        found.add(failure(node, task));
      }
      for (Edge edge : node.edges) {
        if (edge.required() && !edge.from().state.exists() && graph.producer(edge).isEmpty()) {
          found.add(Reports.lack(new Plan.Lack(node, edge), graph));
        }
      }
    }
    var shown = new ArrayList<>(found);
    return shown.size() <= SHOWN ? shown : shown.subList(0, SHOWN);
  }

  /** The task and all it needs, the nearest first. */
  private Set<TaskNode> needs(TaskNode task) {
    var needs = new LinkedHashSet<TaskNode>();
    var queue = new ArrayDeque<TaskNode>(List.of(task));
    while (!queue.isEmpty()) {
      TaskNode node = queue.poll();
      if (needs.add(node)) {
        for (Edge edge : node.edges) {
          if (edge.from().producer != null) {
            queue.add(edge.from().producer);
          }
        }
      }
    }
    return needs;
  }

  private static String failure(TaskNode node, TaskNode asked) {
    Verdict verdict =
        node.trouble().verdict == null ? node.trouble().verdictBefore : node.trouble().verdict;
    if (verdict != null && !verdict.settled()) {
      return "the cycle of "
          + node.group.members().stream().map(TaskNode::name).collect(Collectors.joining(", "))
          + " did not settle: "
          + verdict.word()
          + (verdict.period() > 0 ? " with period " + verdict.period() : "")
          + (verdict.moving().isEmpty()
              ? ""
              : "; what moves: " + String.join(", ", verdict.moving()));
    }
    String failure = node.trouble().failure.isEmpty() ? "it failed" : node.trouble().failure;
    return node == asked || node.trouble().impossible
        ? failure
        : "task " + node.name() + ", which it needs, failed: " + failure;
  }
}
