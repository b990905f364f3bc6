package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.rest.BuildReport;

/** Says what a build would run first, and why, without running anything. */
final class DryRun {
  private final Judge judge;
  private final Set<TaskNode> moving = new HashSet<>();
  private final List<Command.Look> unseen = new ArrayList<>();
  private final List<BuildReport.Run> runs = new ArrayList<>();

  DryRun(Judge judge) {
    this.judge = judge;
  }

  /**
   * @param unseen contents to be looked at before the answer is a good one
   */
  record Answer(List<BuildReport.Run> runs, List<Command.Look> unseen) {}

  /**
   * Walks the plan in order; a task runs if it is stale, or if what it reads would be made anew.
   */
  Answer of(Plan plan) {
    for (Group group : plan.groups) {
      for (TaskNode member : group.members) {
        reason(member).ifPresent(reason -> wouldRun(member, reason));
      }
    }
    return new Answer(runs, unseen);
  }

  private Optional<String> reason(TaskNode node) {
    Optional<String> upstream =
        node.edges.stream()
            .filter(e -> e.from().producer != null && moving.contains(e.from().producer))
            .map(e -> e.from().path + " may change")
            .findFirst();
    return switch (judge.of(node)) {
      case Staleness.Fresh _, Staleness.Inapplicable _ -> upstream;
      case Staleness.Restorable(_, String reason) -> Optional.of(reason + " (can be restored)");
      case Staleness.Stale(String reason) -> Optional.of(reason);
      case Staleness.Lacking(var path) -> Optional.of(path + " is to be made first");
      case Staleness.Unseen(var looks) -> {
        unseen.addAll(looks);
        yield upstream;
      }
    };
  }

  private void wouldRun(TaskNode node, String reason) {
    moving.add(node);
    runs.add(
        new BuildReport.Run(node.name(), node.task.rule(), 1, reason, "", null, 0, null, null));
  }
}
