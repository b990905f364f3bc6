package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.Digest;

/**
 * Walks cycles, pass by pass, until nobody needs a run or there is a verdict that nobody ever will
 * rest.
 */
final class CycleWalker {
  private final Scheduler scheduler;
  private final Judge judge;

  CycleWalker(Scheduler scheduler, Judge judge) {
    this.scheduler = scheduler;
    this.judge = judge;
  }

  /** Goes on with the rounds of a cycle as far as it can be gone now. */
  void walk(Group group, CycleLoop loop) {
    boolean moved = true;
    while (moved && !group.done && scheduler.isPlanned()) {
      moved = false;
      for (TaskNode member : loop.turns()) {
        moved |= turn(member, group, loop);
        if (group.done || !scheduler.isPlanned()) {
          return;
        }
      }
      if (loop.quiet()) {
        settle(group, Verdict.SETTLED);
      } else if (loop.passIsOver()) {
        moved = endPass(group, loop);
      }
    }
  }

  /** Gives a member its turn; says whether the walk goes on at once. */
  private boolean turn(TaskNode member, Group group, CycleLoop loop) {
    if (member.phase.busy()) {
      return false;
    }
    switch (judge.of(member)) {
      case Staleness.Fresh _, Staleness.Inapplicable _ -> {
        loop.walked(member, false);
        return true;
      }
      case Staleness.Unseen(var unseen) -> scheduler.lookAt(unseen, member);
      case Staleness.Lacking(var path) -> scheduler.failed(member, path + " does not exist", false);
      case Staleness.Restorable(_, String reason) -> runInCycle(member, reason, group, loop);
      case Staleness.Stale(String reason) -> runInCycle(member, reason, group, loop);
    }
    return false;
  }

  private void runInCycle(TaskNode member, String reason, Group group, CycleLoop loop) {
    int passesMax = group.members.stream().mapToInt(m -> m.task.passesMax()).min().orElseThrow();
    if (member.runs >= passesMax) {
      if (group.members.stream().noneMatch(m -> m.phase.busy())) {
        settle(group, loop.capped());
      }
    } else {
      scheduler.run(member, reason);
    }
  }

  /**
   * Compares the state of the cycle with those before; says whether another pass begins at once.
   */
  private boolean endPass(Group group, CycleLoop loop) {
    var state = new TreeMap<String, Digest>();
    var unseen = new ArrayList<Command.Look>();
    for (TaskNode member : group.members) {
      for (Edge edge : member.edges) {
        Optional<Digest> sight = judge.sight(member, edge.from(), edge.view());
        if (sight.isPresent()) {
          state.put(edge.from().path + "\n" + edge.view().key(), sight.get());
        } else {
          judge.look(edge).ifPresent(unseen::add);
        }
      }
    }
    if (!unseen.isEmpty()) {
      scheduler.lookAt(unseen, group.members.getFirst());
      return false;
    }
    Optional<Verdict> verdict = loop.note(state);
    if (verdict.isPresent()) {
      settle(group, verdict.get());
      return false;
    }
    loop.nextPass();
    return true;
  }

  private void settle(Group group, Verdict verdict) {
    boolean accepted =
        verdict.settled()
            || group.members.stream()
                .flatMap(m -> scheduler.wanting(m).stream())
                .allMatch(b -> b.request.acceptUnsettled());
    for (TaskNode member : group.members) {
      member.verdict = verdict;
      member.phase = accepted ? Phase.FRESH : Phase.FAILED;
      member.failure = accepted ? "" : "its cycle did not settle";
    }
    scheduler.complete(group);
    if (!accepted) {
      scheduler.stopAtFailure(group.members.getFirst());
    }
  }
}
