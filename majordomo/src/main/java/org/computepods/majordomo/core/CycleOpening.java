package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where the rounds of a cycle begin: at a generation whose inputs are in place again, or where the
 * cycle last settled; nowhere, if it is known not to settle.
 */
final class CycleOpening {
  private final Scheduler scheduler;
  private final CycleWalker walker;
  private final Judge judge;
  private final DependencyManager graph;
  private final Generations generations;
  private final Restores restores;

  CycleOpening(
      Scheduler scheduler,
      CycleWalker walker,
      Judge judge,
      DependencyManager graph,
      Generations generations,
      Restores restores) {
    this.scheduler = scheduler;
    this.walker = walker;
    this.judge = judge;
    this.graph = graph;
    this.generations = generations;
    this.restores = restores;
  }

  /**
   * Decides where the rounds begin; says whether they may. Where an earlier generation's inputs are
   * in place again, all of it is put back, and there is nothing to go round for. Else the cycle
   * goes on from where it last settled, whatever a build that was broken off has left behind.
   */
  boolean open(Group group, CycleLoop loop) {
    if (group.isBusy()) {
      return false;
    }
    var unseen = new ArrayList<Command.Look>();
    String reason = "";
    for (TaskNode member : group.members()) {
      if (member.trouble().withheld) {
        continue;
      }
      switch (judge.of(member)) {
        case Staleness.Fresh _, Staleness.Inapplicable _ -> {}
        case Staleness.Unseen(var looks) -> unseen.addAll(looks);
        case Staleness.Lacking(var path) -> reason = path + " does not exist";
        case Staleness.Restorable(_, String why) -> reason = why;
        case Staleness.Stale(String why) -> reason = why;
      }
    }
    boolean stale = !reason.isEmpty();
    if (unseen.isEmpty() && stale) {
      Optional<Verdict> known = knownUnsettled(group);
      if (known.isPresent()) {
        walker.finish(group, known.get(), false);
        return false;
      }
      if (!loop.history.moved) {
        keepWhatStands(group);
      }
      if (isRestored(group, loop, reason, unseen)) {
        return false;
      }
    }
    if (!unseen.isEmpty()) {
      scheduler.questions().lookAt(unseen, group.members().getFirst());
      return false;
    }
    loop.history.opened = true;
    if (generations.last(group.members()).isPresent()) {
      loop.beginPass();
    } else {
      loop.lookAgain(); // with nothing to begin from, what ran in this pass need not run first
      // again
    }
    return true;
  }

  /**
   * What stands before the first run is the last good generation, if its parts agree: tasks that
   * were built while they were in no cycle, or in other ones, have left no generation of this one.
   */
  private void keepWhatStands(Group group) {
    var standing = new ArrayList<Trace>();
    for (TaskNode member : group.members()) {
      Optional<Trace> trace =
          member.traces().stream().filter(each -> restores.stand(List.of(each))).findFirst();
      trace.ifPresent(standing::add);
      if (trace.isEmpty() && member.writes.stream().anyMatch(file -> file.state.exists())) {
        return;
      }
    }
    if (!standing.isEmpty() && judge.agree(standing)) {
      walker.keep(standing);
    }
  }

  /** Whether contents are on their way back into place. */
  private boolean isRestored(
      Group group, CycleLoop loop, String reason, List<Command.Look> unseen) {
    boolean fresh =
        group.members().stream()
            .flatMap(m -> scheduler.wanting(m).stream())
            .anyMatch(b -> b.request.fresh());
    if (fresh) {
      return false;
    }
    for (Generation generation : List.copyOf(generations.of(group.members()))) {
      Optional<Map<TaskNode, Trace>> bound = bind(generation);
      if (bound.isPresent()
          && judge.holds(bound.get(), unseen)
          && unseen.isEmpty()
          && loop.history.tried.add(generation.id())) {
        putBack(generation, bound.get(), reason);
        return true;
      }
      if (!unseen.isEmpty()) {
        return false;
      }
    }
    Optional<Map<TaskNode, Trace>> last = generations.last(group.members());
    if (last.isPresent()
        && !restores.stand(last.get().values())
        && loop.history.tried.add("the last")) {
      restores.beginAsFarAsCanBe(last.get(), reason, _ -> scheduler.again(group.members()));
      return true;
    }
    return false;
  }

  /** The tasks of a generation, if all of them are still what they were, and nobody is at them. */
  private Optional<Map<TaskNode, Trace>> bind(Generation generation) {
    var bound = new LinkedHashMap<TaskNode, Trace>();
    for (Trace trace : generation.traces()) {
      Optional<TaskNode> node =
          graph
              .named(trace.task())
              .filter(n -> n.recipe.equals(trace.recipe()))
              .filter(n -> scheduler.plan().has(n) && !n.phase.busy() && !n.group.done);
      if (node.isEmpty()) {
        return Optional.empty();
      }
      bound.put(node.get(), trace);
    }
    return Optional.of(bound);
  }

  private void putBack(Generation generation, Map<TaskNode, Trace> bound, String reason) {
    List<TaskNode> moved = new ArrayList<>();
    bound.forEach(
        (node, trace) -> {
          if (!restores.stand(List.of(trace))) {
            moved.add(node);
          }
        });
    restores.begin(
        bound,
        reason,
        inPlace -> {
          if (inPlace) {
            // The project may have lost some of them meanwhile.
            bound.keySet().removeIf(node -> !graph.has(node));
            moved.removeIf(node -> !graph.has(node));
            bound.forEach(scheduler::adopt);
            moved.forEach(node -> scheduler.countRestored(node, reason));
          } else {
            generations.drop(generation);
            scheduler.note(new Memory.GenerationDropped(generation.key(), generation.id()));
          }
          scheduler.again(bound.keySet());
        });
  }

  /** The verdict of before, if all that the cycle reads from outside is as it was then. */
  private Optional<Verdict> knownUnsettled(Group group) {
    @Nullable Digest seeing = group.members().getFirst().trouble().unsettledSeeing;
    @Nullable Verdict verdict = group.members().getFirst().trouble().verdictBefore;
    return seeing != null && verdict != null && outside(group).equals(Optional.of(seeing))
        ? Optional.of(verdict)
        : Optional.empty();
  }

  /** What the cycle sees of everything outside of it; empty where that was not looked at. */
  Optional<Digest> outside(Group group) {
    var text = new StringBuilder();
    for (TaskNode member : group.members()) {
      text.append(member.name()).append(' ').append(member.recipe).append('\n');
      for (Edge edge : member.edges) {
        TaskNode maker = edge.from().producer;
        if (maker == null || maker.group != group) {
          Optional<Digest> sight = judge.sight(member, edge.from(), edge.view());
          if (sight.isEmpty()) {
            return Optional.empty();
          }
          text.append(edge.from().path).append(' ').append(sight.get()).append('\n');
        }
      }
    }
    return Optional.of(Digest.of(text.toString()));
  }
}
