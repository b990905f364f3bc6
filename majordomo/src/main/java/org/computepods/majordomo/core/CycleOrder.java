package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * The order inside a cycle, the same on every run: take required edges, then those without which a
 * tool was seen to fail, then the others (declared before discovered, then by path), skipping each
 * that closes a circle; ties by task name.
 */
final class CycleOrder {
  /** One edge between two members: {@code to} reads {@code through}, which {@code from} writes. */
  record Link(TaskNode from, TaskNode to, Edge through) {}

  private final List<TaskNode> members;
  private final Map<TaskNode, Set<TaskNode>> after = new HashMap<>();

  private CycleOrder(List<TaskNode> members) {
    this.members = members;
    members.forEach(m -> after.put(m, new HashSet<>()));
  }

  static List<TaskNode> of(List<TaskNode> members) {
    var order = new CycleOrder(members);
    links(members).stream()
        .filter(link -> link.from() != link.to())
        .sorted(
            Comparator.<Link, Edge.Kind>comparing(link -> link.through().kind())
                .thenComparing(link -> link.through().from().path)
                .thenComparing(link -> link.to().name()))
        .forEach(order::take);
    return order.walk();
  }

  /** The edges among these tasks. */
  static List<Link> links(List<TaskNode> members) {
    var inside = new HashSet<>(members);
    var links = new ArrayList<Link>();
    for (TaskNode to : members) {
      for (Edge edge : to.edges) {
        TaskNode from = edge.from().producer;
        if (from != null && inside.contains(from)) {
          links.add(new Link(from, to, edge));
        }
      }
    }
    return links;
  }

  /**
   * A circle made of required edges alone, which no order can satisfy; each link leads to the next.
   */
  static Optional<List<Link>> requiredCircle(List<TaskNode> members) {
    var required = new HashMap<TaskNode, List<Link>>();
    for (Link link : links(members)) {
      if (link.through().required()) {
        if (link.from() == link.to()) {
          return Optional.of(List.of(link));
        }
        required.computeIfAbsent(link.from(), _ -> new ArrayList<>()).add(link);
      }
    }
    for (TaskNode start : members.stream().sorted(Comparator.comparing(TaskNode::name)).toList()) {
      Optional<List<Link>> circle = wayBack(start, required);
      if (circle.isPresent()) {
        return circle;
      }
    }
    return Optional.empty();
  }

  /** The shortest way from a task back to itself, breadth first. */
  private static Optional<List<Link>> wayBack(TaskNode start, Map<TaskNode, List<Link>> required) {
    var cameBy = new HashMap<TaskNode, Link>();
    var queue = new ArrayDeque<TaskNode>(List.of(start));
    while (!queue.isEmpty()) {
      for (Link link : required.getOrDefault(queue.poll(), List.of())) {
        if (link.to() == start) {
          var circle = new ArrayDeque<Link>(List.of(link));
          while (circle.getFirst().from() != start) {
            circle.addFirst(Objects.requireNonNull(cameBy.get(circle.getFirst().from())));
          }
          return Optional.of(List.copyOf(circle));
        }
        if (cameBy.putIfAbsent(link.to(), link) == null) {
          queue.add(link.to());
        }
      }
    }
    return Optional.empty();
  }

  private Set<TaskNode> next(TaskNode member) {
    return Objects.requireNonNull(after.get(member));
  }

  private void take(Link link) {
    if (!leadsTo(link.to(), link.from())) {
      next(link.from()).add(link.to());
    }
  }

  private boolean leadsTo(TaskNode from, TaskNode goal) {
    var seen = new HashSet<TaskNode>();
    var stack = new ArrayDeque<TaskNode>(List.of(from));
    while (!stack.isEmpty()) {
      TaskNode at = stack.pop();
      if (at == goal) {
        return true;
      }
      if (seen.add(at)) {
        stack.addAll(next(at));
      }
    }
    return false;
  }

  /** Kahn's topological sort (1962), by name among those that may come next. */
  private List<TaskNode> walk() {
    var waiting = new HashMap<TaskNode, Integer>();
    after.values().forEach(set -> set.forEach(m -> waiting.merge(m, 1, Integer::sum)));
    var next = new PriorityQueue<>(Comparator.comparing(TaskNode::name));
    members.stream().filter(m -> !waiting.containsKey(m)).forEach(next::add);
    var order = new ArrayList<TaskNode>(members.size());
    while (!next.isEmpty()) {
      TaskNode member = next.poll();
      order.add(member);
      for (TaskNode later : next(member)) {
        if (waiting.merge(later, -1, Integer::sum) == 0) {
          next.add(later);
        }
      }
    }
    return order;
  }
}
