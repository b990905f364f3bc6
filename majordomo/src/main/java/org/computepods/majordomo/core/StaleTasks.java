package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.computepods.majordomo.core.TaskNode.Phase;

/**
 * Which tasks are not up to date. It looks at those alone that are not known to be, and at what
 * reads of them, directly or not; so after a build it costs what has changed since.
 */
final class StaleTasks {
  private final Judge judge;
  private final Predicate<TaskNode> knownFresh;

  StaleTasks(Judge judge, Predicate<TaskNode> knownFresh) {
    this.judge = judge;
    this.knownFresh = knownFresh;
  }

  /** Those of all tasks, in the order in which they would run. */
  List<TaskNode> of(Collection<TaskNode> all) {
    List<TaskNode> order =
        new TaskIndex(List.copyOf(doubtful(all))).groups().stream().flatMap(List::stream).toList();
    Map<TaskNode, String> moving = new DryRun(judge).of(order).reasons();
    return order.stream().filter(node -> isUnmade(node.phase) || moving.containsKey(node)).toList();
  }

  private TaskSet doubtful(Collection<TaskNode> all) {
    var doubtful = new TaskSet();
    var open = new ArrayDeque<TaskNode>();
    for (TaskNode node : all) {
      if (!knownFresh.test(node) && doubtful.add(node)) {
        open.add(node);
      }
    }
    while (!open.isEmpty()) {
      for (Artefact written : open.remove().writes) {
        for (TaskNode reader : written.readers()) {
          if (doubtful.add(reader)) {
            open.add(reader);
          }
        }
      }
    }
    return doubtful;
  }

  private static boolean isUnmade(Phase phase) {
    return switch (phase) {
      case RUNNING, RESTORING, FAILED, SKIPPED -> true;
      case UNCHECKED, CHECKING, FRESH -> false;
    };
  }
}
