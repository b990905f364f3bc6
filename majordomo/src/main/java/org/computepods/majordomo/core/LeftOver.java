package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/** What earlier runs left in place and nobody would make now. */
final class LeftOver {
  private final DependencyManager graph;
  private final UndeclaredFiles undeclared;
  private final Judge judge;

  /** Tasks that were found not to apply, and have made something before. */
  private final Set<TaskNode> idleTasks = new LinkedHashSet<>();

  LeftOver(DependencyManager graph, UndeclaredFiles undeclared, Judge judge) {
    this.graph = graph;
    this.undeclared = undeclared;
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
    left.addAll(undeclared(left));
    return left;
  }

  /**
   * What tasks made beside what they declare that the project has lost, or whose outputs go now.
   * Where it is known as the work of a task that reads it, that task has another name now.
   */
  private Set<Artefact> undeclared(Set<Artefact> outputs) {
    var left = new LinkedHashSet<Artefact>();
    undeclared
        .standing()
        .forEach(
            (file, task) -> {
              boolean lost =
                  graph.hasProject()
                      && TaskName.setOf(task).isEmpty()
                      && graph.named(task).isEmpty();
              boolean goes =
                  lost || outputs.stream().anyMatch(each -> each.oursTask().equals(task));
              if (goes && !isMade(file)) {
                left.add(file);
              }
            });
    return left;
  }

  private static boolean isMade(Artefact file) {
    return file.producer != null
        || file.readers().stream()
            .flatMap(reader -> reader.traces().stream().limit(1))
            .anyMatch(trace -> trace.undeclared(file.path).isPresent());
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
