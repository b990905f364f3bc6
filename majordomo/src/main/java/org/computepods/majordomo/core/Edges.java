package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Condition;
import org.computepods.rules.Dependency;
import org.computepods.rules.Digest;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/**
 * The edges of tasks: to what each declares, to what its last run saw, to what it missed, and to
 * what its conditions look at, and to the file of tasks that it stands in where a task writes that:
 * what such a task reads of what its own tasks make goes in a circle. An artefact knows its readers
 * by them.
 */
final class Edges {
  private final ArtefactManager artefacts;
  private final DependencyManager graph;

  /** Those to artefacts that several tasks read, which are the same for all of them. */
  private final Table<Edge, Edge> common = new Table<>(edge -> edge);

  Edges(ArtefactManager artefacts, DependencyManager graph) {
    this.artefacts = artefacts;
    this.graph = graph;
  }

  /** Computes those of a task anew. */
  void link(TaskNode node, SpelledTask task) {
    if (isLinked(node, task)) {
      return;
    }
    var edges = new LinkedHashMap<ArtefactPath, Edge>();
    for (Dependency dependency : task.dependencies()) {
      add(edges, dependency.path(), view(dependency), Edge.Kind.REQUIRED);
    }
    for (Dependency dependency : task.secondary()) {
      add(edges, dependency.path(), view(dependency), Edge.Kind.SECONDARY);
    }
    for (ArtefactPath path : node.trouble().joined.keySet()) {
      add(edges, path, graph.rules().viewOf(path), discovered(node, path));
    }
    if (!node.traces().isEmpty()) {
      Trace holds = node.traces().getFirst();
      for (int i = 0; i < holds.seen(); i++) {
        if (!holds.isDeclared(i)) {
          add(edges, holds.path(i), View.parse(holds.view(i)), discovered(node, holds.path(i)));
        }
      }
    }
    var linked = new ArrayList<>(edges.values());
    for (Condition condition : task.when()) {
      linked.add(
          new Edge(artefacts.of(condition.artefact()), condition.view(), Edge.Kind.CONDITION));
    }
    definition(node, task).ifPresent(linked::add);
    relink(node, linked);
  }

  /** The edge to the file of tasks that it stands in, if a task writes that. */
  private Optional<Edge> definition(TaskNode node, SpelledTask task) {
    if (task.source() != Task.Source.INCLUDED) {
      return Optional.empty();
    }
    Artefact file = artefacts.of(ArtefactPath.of(task.origin().file()));
    return file.producer == null || file.producer == node
        ? Optional.empty()
        : Optional.of(new Edge(file, View.whole(), Edge.Kind.DEFINED));
  }

  /**
   * What its traces saw is from now on the very digest of what stands there, where they are equal:
   * else a million are held twice until the first plan is worked off.
   */
  void share(TaskNode node) {
    for (Trace trace : node.traces()) {
      for (int i = 0; i < Math.min(trace.seen(), node.edges.size()); i++) {
        Artefact from = node.edges.get(i).from();
        if (from.state instanceof ArtefactState.Present(Digest digest, boolean executable)
            && !executable
            && from.path.equals(trace.path(i))) {
          trace.isSeenAs(i, digest);
        }
      }
    }
  }

  /** The task reads nothing any more. */
  void unlink(TaskNode node) {
    relink(node, new ArrayList<>());
  }

  private void add(Map<ArtefactPath, Edge> edges, ArtefactPath path, View view, Edge.Kind kind) {
    edges.putIfAbsent(path, new Edge(artefacts.of(path), view, kind));
  }

  private static Edge.Kind discovered(TaskNode node, ArtefactPath path) {
    return node.trouble().needs(path) ? Edge.Kind.MISSED : Edge.Kind.DISCOVERED;
  }

  private View view(Dependency dependency) {
    return dependency.view() instanceof View.Whole
        ? graph.rules().viewOf(dependency.path())
        : dependency.view();
  }

  /** Whether its edges are, one for one, what {@link #link} would make of it. */
  private boolean isLinked(TaskNode node, SpelledTask task) {
    int at = 0;
    for (Dependency dependency : task.dependencies()) {
      if (!isEdge(node, at++, dependency.path(), view(dependency), Edge.Kind.REQUIRED)) {
        return false;
      }
    }
    for (Dependency dependency : task.secondary()) {
      if (!isEdge(node, at++, dependency.path(), view(dependency), Edge.Kind.SECONDARY)) {
        return false;
      }
    }
    if (!node.traces().isEmpty()) {
      Trace holds = node.traces().getFirst();
      for (int i = 0; i < holds.seen(); i++) {
        if (!holds.isDeclared(i)
            && !isEdge(
                node,
                at++,
                holds.path(i),
                View.parse(holds.view(i)),
                discovered(node, holds.path(i)))) {
          return false;
        }
      }
    }
    Optional<Edge> definition = definition(node, task);
    if (definition.isPresent()
        && (at >= node.edges.size() || !node.edges.get(at++).equals(definition.get()))) {
      return false;
    }
    return at == node.edges.size() && node.trouble().joined.isEmpty() && task.when().isEmpty();
  }

  private static boolean isEdge(
      TaskNode node, int at, ArtefactPath path, View view, Edge.Kind kind) {
    if (at >= node.edges.size()) {
      return false;
    }
    Edge edge = node.edges.get(at);
    return edge.kind() == kind && edge.from().path.equals(path) && edge.view().equals(view);
  }

  /**
   * Only artefacts that the task begins or ceases to read are touched: some have very many readers.
   */
  private void relink(TaskNode node, List<Edge> linked) {
    if (linked.equals(node.edges)) {
      return;
    }
    linked.replaceAll(this::shared);
    Set<Artefact> before = sourcesOf(node.edges);
    Set<Artefact> now = sourcesOf(linked);
    before.stream().filter(a -> !now.contains(a)).forEach(a -> a.removeReader(node));
    now.stream().filter(a -> !before.contains(a)).forEach(a -> a.addReader(node));
    node.edges = List.copyOf(linked);
  }

  /** An edge that others have too, as the one to a compiler, is the very same as theirs. */
  private Edge shared(Edge edge) {
    return edge.from().readers().isEmpty() ? edge : common.of(edge, same -> same);
  }

  private static Set<Artefact> sourcesOf(List<Edge> edges) {
    var sources = new LinkedHashSet<Artefact>();
    edges.forEach(edge -> sources.add(edge.from()));
    return sources;
  }
}
