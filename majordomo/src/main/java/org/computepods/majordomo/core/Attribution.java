package org.computepods.majordomo.core;

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

  /** Files that no task declares, of which the next word is that this task's run wrote them. */
  private final Map<Artefact, TaskNode> undeclared = new HashMap<>();

  /** Those which changed while runs were under way that may turn out to have written them. */
  private final Set<Artefact> unattributed = new LinkedHashSet<>();

  Attribution(Scheduler scheduler, DependencyManager graph, Stirred stirred) {
    this.scheduler = scheduler;
    this.graph = graph;
    this.stirred = stirred;
  }

  /** A run wrote this file, which no task declares: the next word about it is of that. */
  void wroteUndeclared(TaskNode node, Artefact artefact) {
    undeclared.put(artefact, node);
    unattributed.remove(artefact);
  }

  /** A file changed. What was judged by it is judged again. */
  void changed(Artefact artefact, boolean fromOutside) {
    TaskNode producer = artefact.producer;
    TaskNode writer = undeclared.remove(artefact);
    if (writer != null && !graph.has(writer)) {
      writer = null;
    }
    for (TaskNode reader : artefact.readers()) {
      if (writer != null) {
        stirred.review(reader, writer.group != reader.group);
      } else if (producer == null && fromOutside && isAtWork(reader.group)) {
        unattributed.add(artefact);
        stirred.review(reader, false);
      } else {
        boolean ofOthers = producer == null || producer.group != reader.group;
        stirred.review(reader, fromOutside || ofOthers);
      }
    }
    if ((fromOutside || scheduler.idle()) && producer != null) {
      stirred.review(producer, fromOutside);
    }
  }

  /** A run is over: what was told meanwhile, and no run has owned to, was done by others. */
  void runEnded() {
    for (Artefact artefact : List.copyOf(unattributed)) {
      if (artefact.readers().stream().noneMatch(reader -> isAtWork(reader.group))) {
        unattributed.remove(artefact);
        artefact.readers().forEach(reader -> stirred.review(reader, true));
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
