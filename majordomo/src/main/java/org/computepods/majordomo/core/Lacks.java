package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.ArtefactPath;

/**
 * Required dependencies that do not exist and that nothing builds: whose task is demanded fails,
 * and who reads only what may be there does without.
 */
final class Lacks {
  private final Scheduler scheduler;
  private final DependencyManager graph;

  Lacks(Scheduler scheduler, DependencyManager graph) {
    this.scheduler = scheduler;
    this.graph = graph;
  }

  /** Sorts out the lacks of a new plan. */
  void sort(Plan plan) {
    for (TaskNode node : plan.tasks) {
      if (node.phase == Phase.SKIPPED) {
        node.phase = Phase.UNCHECKED;
        node.ease(trouble -> trouble.withheld = false);
      }
    }
    Set<TaskNode> demanded = plan.lacks.isEmpty() ? Set.of() : plan.demanded();
    for (Plan.Lack lack : plan.lacks) {
      if (!lack.task().task.when().isEmpty() || lack.task().phase.busy()) {
        continue; // Whether it applies at all, or what its job comes to, is known only later.
      }
      if (demanded.contains(lack.task())) {
        fail(lack);
      } else {
        withhold(lack.task());
      }
    }
  }

  /** It is the task's turn, and a required dependency is not there. */
  void fail(TaskNode node, ArtefactPath path) {
    Optional<Plan.Lack> lack = of(node, path);
    if (lack.isPresent()) {
      fail(lack.get());
    } else {
      scheduler.failures().unrun(node, path + " does not exist");
    }
  }

  /** The lack of a task, where it is this path that nothing builds. */
  private static Optional<Plan.Lack> of(TaskNode node, ArtefactPath path) {
    for (Edge edge : node.edges) {
      if (edge.required() && edge.from().path.equals(path) && edge.from().producer == null) {
        return Optional.of(new Plan.Lack(node, edge));
      }
    }
    return Optional.empty();
  }

  /** Why nothing can be written where an output of the task lies; empty where it can. */
  Optional<String> misplaced(TaskNode node) {
    return node.writes.stream()
        .flatMap(
            artefact ->
                graph.linkOnTheWay(artefact.path).stream()
                    .map(link -> Reports.writtenBehind(node, artefact.path, link)))
        .findFirst();
  }

  /** The task cannot be built. */
  private void fail(Plan.Lack lack) {
    TaskNode node = lack.task();
    if (node.phase != Phase.FAILED) {
      scheduler.failures().impossible(node, Reports.lack(lack, graph));
    }
  }

  /** A task that nobody demands cannot be built, and nobody is that cannot do without it. */
  private void withhold(TaskNode task) {
    var stack = new ArrayDeque<TaskNode>(List.of(task));
    while (!stack.isEmpty()) {
      TaskNode node = stack.pop();
      if (!node.trouble().withheld && scheduler.plan().has(node) && !node.phase.busy()) {
        node.inTrouble().withheld = true;
        node.phase = Phase.SKIPPED;
        for (Artefact artefact : node.writes) {
          for (TaskNode reader : artefact.readers()) {
            if (reader.edges.stream().anyMatch(e -> e.required() && e.from() == artefact)) {
              stack.push(reader);
            }
          }
        }
      }
    }
  }
}
