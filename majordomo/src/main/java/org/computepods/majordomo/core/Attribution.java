package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.majordomo.core.TaskNode.Phase;

/**
 * Whose doing a change of a file is: that of the task which makes it, of a run that wrote it though
 * no task declares it, or that of others. A cycle goes on for its own work, and begins anew for
 * what comes from outside of it.
 */
final class Attribution {
  private final Scheduler scheduler;
  private final DependencyManager graph;
  private final Stirred stirred;

  /** Files of which the next word is that this task's run wrote them, though it does not say so. */
  private final Map<Artefact, TaskNode> undeclared = new HashMap<>();

  /** Those which changed while runs were under way that may turn out to have written them. */
  private final Set<Artefact> unattributed = new LinkedHashSet<>();

  Attribution(Scheduler scheduler, DependencyManager graph, Stirred stirred) {
    this.scheduler = scheduler;
    this.graph = graph;
    this.stirred = stirred;
  }

  /** A run wrote this file, which its task does not declare: the next word about it is of that. */
  void wroteUndeclared(TaskNode node, Artefact artefact) {
    undeclared.put(artefact, node);
    unattributed.remove(artefact);
  }

  /** How the file stands is known: the next word about it is of something else. */
  void isTold(Artefact artefact) {
    undeclared.remove(artefact);
  }

  /** A file changed. What was judged by it is judged again. */
  void changed(Artefact artefact, boolean fromOutside) {
    TaskNode producer = artefact.producer;
    TaskNode writer = undeclared.remove(artefact);
    if (writer != null && !graph.has(writer)) {
      writer = null;
    }
    var concerned = new ArrayList<TaskNode>(artefact.readers());
    if (producer != null && (writer != null || fromOutside || scheduler.idle())) {
      concerned.add(producer);
    }
    for (TaskNode node : concerned) {
      if (writer != null) {
        stirred.review(node, writer.group != node.group);
      } else if (fromOutside && isAtWork(node.group)) {
        unattributed.add(artefact);
        stirred.review(node, false);
      } else {
        boolean ofOthers = producer == null || producer.group != node.group;
        stirred.review(node, fromOutside || ofOthers);
      }
    }
  }

  /** A run is over: what was told meanwhile, and no run has owned to, was done by others. */
  void runEnded() {
    for (Artefact artefact : List.copyOf(unattributed)) {
      var concerned = new ArrayList<TaskNode>(artefact.readers());
      if (artefact.producer != null) {
        concerned.add(artefact.producer);
      }
      if (concerned.stream().noneMatch(node -> isAtWork(node.group))) {
        unattributed.remove(artefact);
        concerned.forEach(node -> stirred.review(node, true));
      }
    }
  }

  /** Whether a member of a cycle runs, and may write what only its result will name. */
  private static boolean isAtWork(Group group) {
    return group.cyclic()
        && !group.done
        && group.members().stream().anyMatch(member -> member.phase == Phase.RUNNING);
  }
}
