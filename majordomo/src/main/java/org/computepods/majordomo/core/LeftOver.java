package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What earlier runs left in place and nobody would make now. */
final class LeftOver {
  private final DependencyManager graph;
  private final Judge judge;

  /** Tasks that were found not to apply, and have made something before. */
  private final Set<TaskNode> idleTasks = new LinkedHashSet<>();

  LeftOver(DependencyManager graph, Judge judge) {
    this.graph = graph;
    this.judge = judge;
  }

  /** The task has nothing to do; what it made when it had is nobody's any more. */
  void doesNotApply(TaskNode node) {
    if (node.writes.stream().anyMatch(Artefact::isOurs)) {
      idleTasks.add(node);
    }
  }

  /**
   * Files of ours that nobody would make now: of tasks that do not apply any more, of rules that
   * find no source any more, though something may read them, and those that the project declared
   * once. Where there is no project file at all, nobody has taken a task out of it.
   *
   * @param orphans files of ours that the plan found no task for
   */
  Set<Artefact> files(Collection<Artefact> orphans) {
    var left = new LinkedHashSet<Artefact>();
    idleTasks.removeIf(node -> !graph.has(node) || !mayBeTidied(node));
    idleTasks.forEach(
        node -> node.writes.stream().filter(a -> a.producer == node).forEach(left::add));
    orphans.stream().filter(graph::isOrphaned).forEach(left::add);
    if (graph.hasProject()) {
      graph.abandoned().all().stream().filter(artefact -> artefact.oursDeclared).forEach(left::add);
    }
    left.removeIf(artefact -> !artefact.isOurs());
    return left;
  }

  /** Whether the condition that does not hold is read from what is up to date. */
  private boolean mayBeTidied(TaskNode node) {
    if (!(judge.of(node) instanceof Staleness.Inapplicable)) {
      return false;
    }
    for (Edge edge : node.edges) {
      TaskNode maker = edge.from().producer;
      if (edge.kind() == Edge.Kind.CONDITION && maker != null && !maker.group.fresh()) {
        return false;
      }
    }
    return true;
  }
}
