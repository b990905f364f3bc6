package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Groups of tasks that reach one another, and the order inside them, by plain reachability. */
final class Circles {
  private Circles() {}

  /** One reading of an artefact by a task, where both are of one cycle. */
  private record Edge(int rank, String path, String reader, String maker) {}

  /**
   * The groups, each after those it depends on.
   *
   * @param dependencies for each task those it depends on
   */
  static List<Set<String>> groups(Map<String, Set<String>> dependencies) {
    var reach = new LinkedHashMap<String, Set<String>>();
    dependencies.keySet().forEach(task -> reach.put(task, reach(task, dependencies)));
    var groups = new ArrayList<Set<String>>();
    var placed = new LinkedHashSet<String>();
    while (placed.size() < dependencies.size()) {
      for (String task : dependencies.keySet()) {
        var group = new TreeSet<String>();
        group.add(task);
        reach.getOrDefault(task, Set.of()).stream()
            .filter(other -> reach.getOrDefault(other, Set.of()).contains(task))
            .forEach(group::add);
        var below = new LinkedHashSet<>(reach.getOrDefault(task, Set.of()));
        below.removeAll(group);
        if (!placed.contains(task) && placed.containsAll(below)) {
          groups.add(group);
          placed.addAll(group);
        }
      }
    }
    return groups;
  }

  /** What a task reaches along at least one edge. */
  private static Set<String> reach(String task, Map<String, Set<String>> edges) {
    var reached = new LinkedHashSet<String>();
    var todo = new ArrayList<>(edges.getOrDefault(task, Set.of()));
    while (!todo.isEmpty()) {
      String next = todo.removeLast();
      if (reached.add(next)) {
        todo.addAll(edges.getOrDefault(next, Set.of()));
      }
    }
    return reached;
  }

  /**
   * The order inside a cycle: required edges are taken, then those to what a tool has failed
   * without, then secondary ones, declared before discovered, then by path, skipping each that
   * closes a circle; ties by name.
   */
  static List<String> order(
      Collection<String> members,
      ToyProject project,
      Map<String, Set<String>> discovered,
      Map<String, Set<String>> missed) {
    Map<String, ToyTask> makers = project.makers();
    var edges = new ArrayList<Edge>();
    for (String name : members) {
      ToyTask reader = project.task(name).orElseThrow();
      var required = reader.required();
      var declared = new LinkedHashSet<>(reader.reads());
      if (!reader.when().isEmpty()) {
        declared.add(ToyTask.path(reader.when()));
      }
      var all = new LinkedHashSet<>(declared);
      all.addAll(discovered.getOrDefault(name, Set.of()));
      for (String path : all) {
        ToyTask maker = makers.get(path);
        if (maker != null && members.contains(maker.name()) && !maker.equals(reader)) {
          boolean lacked = missed.getOrDefault(name, Set.of()).contains(path);
          int rank = required.contains(path) ? 0 : lacked ? 1 : declared.contains(path) ? 2 : 3;
          edges.add(new Edge(rank, path, name, maker.name()));
        }
      }
    }
    edges.sort(
        Comparator.comparingInt(Edge::rank).thenComparing(Edge::path).thenComparing(Edge::reader));
    var taken = new HashMap<String, Set<String>>();
    for (Edge edge : edges) {
      boolean closes =
          edge.maker().equals(edge.reader()) || reach(edge.maker(), taken).contains(edge.reader());
      if (!closes) {
        taken.computeIfAbsent(edge.reader(), _ -> new TreeSet<>()).add(edge.maker());
      }
    }
    var order = new ArrayList<String>();
    var left = new TreeSet<>(members);
    while (!left.isEmpty()) {
      String next =
          left.stream()
              .filter(task -> order.containsAll(taken.getOrDefault(task, Set.of())))
              .findFirst()
              .orElseThrow();
      order.add(next);
      left.remove(next);
    }
    return order;
  }
}
