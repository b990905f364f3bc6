package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.wire.rest.BuildReport;

/** Says what a build would run first, and why, without running anything. */
final class DryRun {
  private final Judge judge;
  private final Map<TaskNode, String> moving = new LinkedHashMap<>();
  private final Map<TaskNode, Edge> upstream = new HashMap<>();
  private final List<Command.Look> unseen = new ArrayList<>();

  DryRun(Judge judge) {
    this.judge = judge;
  }

  /**
   * @param reasons why each of them would run, in order
   * @param upstream of those that run only for what other tasks make anew, by which edge
   * @param unseen contents to be looked at before the answer is a good one
   */
  record Answer(
      Map<TaskNode, String> reasons, Map<TaskNode, Edge> upstream, List<Command.Look> unseen) {

    List<BuildReport.Run> runs() {
      return reasons.entrySet().stream().map(e -> run(e.getKey(), e.getValue())).toList();
    }

    private static BuildReport.Run run(TaskNode node, String reason) {
      return new BuildReport.Run(
          node.name(), node.task.rule(), 1, reason, "", null, 0, null, null, null, 0);
    }
  }

  /**
   * Walks tasks in their order; a task runs if it is stale, or if what it reads would be made anew.
   */
  Answer of(List<TaskNode> order) {
    for (TaskNode member : order) {
      reason(member).ifPresent(reason -> moving.put(member, reason));
    }
    return new Answer(moving, upstream, unseen);
  }

  private Optional<String> reason(TaskNode node) {
    return switch (judge.of(node)) {
      case Staleness.Fresh _, Staleness.Inapplicable _ -> upstream(node);
      case Staleness.Restorable(_, String reason) ->
          Optional.of(reason + " (was made before: restored if the store still has it)");
      case Staleness.Stale(String reason) -> Optional.of(reason);
      case Staleness.Lacking(var path) -> Optional.of(path + " is to be made first");
      case Staleness.Unseen(var looks) -> {
        unseen.addAll(looks);
        yield upstream(node)
            .or(() -> Optional.of(looks.getFirst().path() + " may have changed where it matters"));
      }
    };
  }

  private Optional<String> upstream(TaskNode node) {
    Optional<Edge> found =
        node.edges.stream()
            .filter(e -> e.from().producer != null && moving.containsKey(e.from().producer))
            .findFirst();
    found.ifPresent(edge -> upstream.put(node, edge));
    return found.map(edge -> edge.from().path + " may change");
  }
}
