package org.computepods.majordomo.graph;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultDirectedGraph;
import org.jgrapht.graph.DefaultEdge;

/** The part of a graph that can be reached from somewhere, as JGraphT takes it. */
final class Reach {
  private Reach() {}

  /**
   * @param steps where one can go from each vertex; asked only for what is reached
   */
  static Graph<String, DefaultEdge> from(
      Collection<String> starts, Function<String, List<String>> steps) {
    Graph<String, DefaultEdge> graph = new DefaultDirectedGraph<>(DefaultEdge.class);
    var open = new ArrayDeque<String>();
    Set<String> seen = new HashSet<>();
    for (String start : starts) {
      if (seen.add(start)) {
        graph.addVertex(start);
        open.add(start);
      }
    }
    while (!open.isEmpty()) {
      String at = open.remove();
      for (String next : steps.apply(at)) {
        if (seen.add(next)) {
          graph.addVertex(next);
          open.add(next);
        }
        graph.addEdge(at, next);
      }
    }
    return graph;
  }
}
