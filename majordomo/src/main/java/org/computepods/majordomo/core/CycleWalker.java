package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.CycleHistory.Repetition;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Walks cycles, pass by pass, until nobody needs a run or there is a verdict that nobody ever will
 * rest. What it leaves behind is one generation: that which settled, or the last that did.
 */
final class CycleWalker {
  private static final Digest RESTS = Digest.of("rests");
  private static final Digest NEEDS_A_RUN = Digest.of("needs a run");

  private final Scheduler scheduler;
  private final Judge judge;
  private final DependencyManager graph;
  private final Generations generations;
  private final Restores restores;

  /** The cycles that are gone round now, by their members. */
  private final Map<TaskNode, CycleLoop> loops = new LinkedHashMap<>();

  CycleWalker(
      Scheduler scheduler,
      Judge judge,
      DependencyManager graph,
      Generations generations,
      Restores restores) {
    this.scheduler = scheduler;
    this.judge = judge;
    this.graph = graph;
    this.generations = generations;
    this.restores = restores;
  }

  // ---- which cycles there are ----

  /** The rounds of a group of the new plan; it goes on where its members were. */
  CycleLoop loop(Group group) {
    Set<CycleLoop> before =
        group.members.stream()
            .map(loops::get)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var history = new CycleHistory();
    for (CycleLoop old : before) {
      if (old.members().equals(group.members)) {
        history = old.history;
      } else {
        history.inherit(old.history);
      }
    }
    var loop = new CycleLoop(group.members, history);
    before.stream().filter(old -> old.members().equals(group.members)).forEach(loop::goOn);
    group.members.forEach(member -> loops.put(member, loop));
    return loop;
  }

  /** The group is done. */
  void ended(Group group) {
    group.members.forEach(loops::remove);
  }

  /** How many members, of those that the build wants, have had their turn in the pass of now. */
  int turnsTaken(BuildRun build) {
    int taken = 0;
    for (Map.Entry<TaskNode, CycleLoop> member : loops.entrySet()) {
      boolean had = member.getValue().hasHadItsTurn(member.getKey());
      taken += had && build.wants(member.getKey()) ? 1 : 0;
    }
    return taken;
  }

  boolean isItsTurn(TaskNode member) {
    CycleLoop loop = loops.get(member);
    return loop != null && !loop.hasHadItsTurn(member);
  }

  /** A new build begins with no history. */
  void reset() {
    loops.clear();
  }

  // ---- going round ----

  /** Goes on with the rounds of a cycle as far as it can be gone now. */
  void walk(Group group, CycleLoop loop) {
    group.members.forEach(CycleWalker::reopen);
    CycleHistory history = loop.history;
    if (history.closing != null) {
      if (!isBusy(group.members)) {
        finish(group, history.closing, false);
      }
      return;
    }
    if (history.inquiry != null) {
      inquire(group, loop, history.inquiry);
      return;
    }
    if (!history.opened && !open(group, loop)) {
      return;
    }
    boolean moved = true;
    while (moved && !group.done && scheduler.isPlanned()) {
      moved = false;
      for (TaskNode member : loop.turns()) {
        moved |= turn(member, group, loop);
        if (group.done || history.inquiry != null || !scheduler.isPlanned()) {
          return;
        }
      }
      if (loop.quiet()) {
        keep(loop);
        finish(group, Verdict.SETTLED, true);
      } else if (loop.passIsOver()) {
        moved = endPass(group, loop);
      }
    }
  }

  /**
   * Nobody is done before all are: a member may leave the cycle again, judged by what is no more.
   */
  private static void reopen(TaskNode member) {
    if (member.phase == Phase.FRESH) {
      member.phase = Phase.UNCHECKED;
    }
  }

  /** Gives a member its turn; says whether the walk goes on at once. */
  private boolean turn(TaskNode member, Group group, CycleLoop loop) {
    if (member.phase.busy()) {
      return false;
    }
    if (member.withheld) {
      loop.rested(member);
      return true;
    }
    switch (judge.of(member)) {
      case Staleness.Fresh(Trace trace) -> {
        loop.rested(member, trace);
        return true;
      }
      case Staleness.Inapplicable _ -> {
        scheduler.doesNotApply(member);
        loop.rested(member);
        return true;
      }
      case Staleness.Unseen(var unseen) -> scheduler.lookAt(unseen, member);
      case Staleness.Lacking(var path) -> scheduler.lacking(member, path);
      case Staleness.Restorable(_, String reason) -> runInCycle(member, reason, group, loop);
      case Staleness.Stale(String reason) -> runInCycle(member, reason, group, loop);
    }
    return false;
  }

  private void runInCycle(TaskNode member, String reason, Group group, CycleLoop loop) {
    int passesMax = group.members.stream().mapToInt(m -> m.task.passesMax()).min().orElseThrow();
    if (member.runs < passesMax) {
      scheduler.run(member, reason);
    } else if (!isBusy(group.members)) {
      inquire(group, loop, inquiry(loop, Optional.empty()));
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
        if (edge.from().path.outside()) {
          continue; // Nothing that a cycle does moves it; a change of it is one from outside.
        }
        Optional<Digest> sight = judge.sight(member, edge.from(), edge.view());
        if (sight.isPresent()) {
          String key =
              String.join("\n", member.name(), edge.from().path.value(), edge.view().key());
          state.put(key, sight.get());
        } else {
          judge.look(edge).ifPresent(unseen::add);
        }
      }
      switch (judge.of(member)) {
        case Staleness.Unseen(var looks) -> unseen.addAll(looks);
        case Staleness.Fresh _, Staleness.Inapplicable _ -> state.put(member.name(), RESTS);
        case Staleness.Lacking _, Staleness.Restorable _, Staleness.Stale _ ->
            state.put(member.name(), NEEDS_A_RUN);
      }
    }
    if (!unseen.isEmpty()) {
      scheduler.lookAt(unseen, group.members.getFirst());
      return false;
    }
    List<Artefact> writes = group.members.stream().flatMap(m -> m.writes.stream()).toList();
    Optional<Repetition> repetition = loop.history.note(state, writes);
    if (repetition.isPresent() && state.containsValue(NEEDS_A_RUN)) {
      inquire(group, loop, inquiry(loop, repetition));
      return false;
    }
    loop.beginPass();
    return true;
  }

  // ---- where it begins ----

  /**
   * Decides where the rounds begin; says whether they may. Where an earlier generation's inputs are
   * in place again, all of it is put back, and there is nothing to go round for. Else the cycle
   * goes on from where it last settled, whatever a build that was broken off has left behind.
   */
  private boolean open(Group group, CycleLoop loop) {
    if (isBusy(group.members)) {
      return false;
    }
    var unseen = new ArrayList<Command.Look>();
    String reason = "";
    for (TaskNode member : group.members) {
      if (member.withheld) {
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
        finish(group, known.get(), false);
        return false;
      }
      if (isRestored(group, loop, reason, unseen)) {
        return false;
      }
    }
    if (!unseen.isEmpty()) {
      scheduler.lookAt(unseen, group.members.getFirst());
      return false;
    }
    loop.history.opened = true;
    loop.beginPass();
    return true;
  }

  /** Whether contents are on their way back into place. */
  private boolean isRestored(
      Group group, CycleLoop loop, String reason, List<Command.Look> unseen) {
    boolean fresh =
        group.members.stream()
            .flatMap(m -> scheduler.wanting(m).stream())
            .anyMatch(b -> b.request.fresh());
    if (fresh) {
      return false;
    }
    for (Generation generation : List.copyOf(generations.of(group.members))) {
      Optional<Map<TaskNode, Trace>> bound = bind(generation);
      if (bound.isPresent()
          && judge.holds(generation, bound.get(), unseen)
          && unseen.isEmpty()
          && loop.history.tried.add(generation.id())) {
        putBack(generation, bound.get(), reason);
        return true;
      }
      if (!unseen.isEmpty()) {
        return false;
      }
    }
    Optional<Map<TaskNode, Trace>> last = last(group.members);
    if (last.isPresent()
        && !restores.stand(last.get().values())
        && loop.history.tried.add("the last")) {
      restores.begin(last.get(), reason, _ -> scheduler.again(group.members));
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
              .filter(n -> scheduler.isPlanned(n) && !n.phase.busy() && !n.group.done);
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
            bound.forEach(scheduler::adopt);
            moved.forEach(node -> scheduler.countRestored(node, reason));
          } else {
            generations.drop(generation);
            scheduler.note(new Memory.GenerationDropped(generation.key(), generation.id()));
          }
          scheduler.again(bound.keySet());
        });
  }

  // ---- how it ends ----

  private Inquiry inquiry(CycleLoop loop, Optional<Repetition> repetition) {
    var inquiry = new Inquiry(loop.members(), loop.history, repetition, scheduler, judge);
    loop.history.inquiry = inquiry;
    return inquiry;
  }

  private void inquire(Group group, CycleLoop loop, Inquiry inquiry) {
    if (isBusy(group.members)) {
      return;
    }
    inquiry
        .go()
        .ifPresent(
            verdict -> {
              loop.history.inquiry = null;
              boolean accepted =
                  group.members.stream()
                      .flatMap(m -> scheduler.wanting(m).stream())
                      .allMatch(b -> b.request.acceptUnsettled());
              if (accepted) {
                finish(group, verdict, true);
                return;
              }
              loop.history.closing = verdict;
              if (isLeft(loop)) {
                finish(group, verdict, false);
              }
            });
  }

  /** The answer to a question of some inquiry. */
  void compared(Event.Compared answer) {
    asking().stream()
        .filter(loop -> inquiry(loop).compared(answer))
        .forEach(loop -> scheduler.again(loop.members()));
  }

  /** A member has been run again for some inquiry. */
  void replayed(String job, List<FileRef> outputs) {
    for (CycleLoop loop : asking()) {
      inquiry(loop).replayed(job, outputs);
      scheduler.again(loop.members());
    }
  }

  private Set<CycleLoop> asking() {
    return loops.values().stream()
        .filter(loop -> loop.history.inquiry != null)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Inquiry inquiry(CycleLoop loop) {
    return Objects.requireNonNull(loop.history.inquiry);
  }

  /** Whether a stopping build's cycles stand as they last settled; else they are being put back. */
  boolean isLeft(BuildRun build) {
    boolean left = true;
    for (CycleLoop loop : new LinkedHashSet<>(loops.values())) {
      boolean onlyIts =
          loop.members().stream().allMatch(graph::has)
              && build.wants(loop.members().getFirst())
              && loop.members().stream()
                  .flatMap(m -> scheduler.wanting(m).stream())
                  .noneMatch(BuildRun::active);
      left &= !onlyIts || isLeft(loop);
    }
    return left;
  }

  /**
   * Whether a cycle that is given up stands as it last settled (or never did, or that is gone);
   * else it is being put back.
   */
  boolean isLeft(CycleLoop loop) {
    CycleHistory history = loop.history;
    if (isBusy(loop.members())) {
      return false;
    }
    if (!history.moved || history.broughtBack) {
      return true;
    }
    history.broughtBack = true;
    Optional<Map<TaskNode, Trace>> last = last(loop.members());
    if (last.isEmpty() || restores.stand(last.get().values())) {
      return true;
    }
    restores.begin(last.get(), "its cycle did not settle", _ -> scheduler.again(loop.members()));
    return false;
  }

  /** What these tasks made when their cycle last settled, if they all still make just that. */
  private Optional<Map<TaskNode, Trace>> last(List<TaskNode> members) {
    Optional<Generation> last = generations.last(members);
    var bound = new LinkedHashMap<TaskNode, Trace>();
    for (Trace trace : last.map(Generation::traces).orElse(List.of())) {
      for (TaskNode member : members) {
        if (member.key().equals(trace.key())) {
          Set<?> writes = member.writes.stream().map(a -> a.path).collect(Collectors.toSet());
          if (!trace.outputs().stream().allMatch(o -> writes.contains(o.path()))) {
            return Optional.empty();
          }
          bound.put(member, trace);
        }
      }
    }
    return bound.isEmpty() ? Optional.empty() : Optional.of(bound);
  }

  private void keep(CycleLoop loop) {
    List<Trace> traces = loop.holding();
    if (traces.isEmpty()) {
      return;
    }
    String ids = traces.stream().map(Trace::id).collect(Collectors.joining("\n"));
    var generation = new Generation(Digest.of(ids).brief(), traces);
    if (generations.keep(generation)) {
      scheduler.note(new Memory.Settled(generation));
    }
  }

  private void finish(Group group, Verdict verdict, boolean accepted) {
    Digest outside = verdict.settled() ? null : outside(group).orElse(null);
    for (TaskNode member : group.members) {
      if (member.withheld) {
        continue;
      }
      member.verdict = verdict;
      member.unsettledSeeing = outside;
      member.phase = accepted ? Phase.FRESH : Phase.FAILED;
      member.failure = accepted ? "" : "its cycle did not settle";
    }
    scheduler.complete(group);
    if (!accepted) {
      scheduler.stopAtFailure(group.members.getFirst());
    }
  }

  /** The verdict of before, if all that the cycle reads from outside is as it was then. */
  private Optional<Verdict> knownUnsettled(Group group) {
    @Nullable Digest seeing = group.members.getFirst().unsettledSeeing;
    @Nullable Verdict verdict = group.members.getFirst().verdictBefore;
    return seeing != null && verdict != null && outside(group).equals(Optional.of(seeing))
        ? Optional.of(verdict)
        : Optional.empty();
  }

  /** What the cycle sees of everything outside of it; empty where that was not looked at. */
  private Optional<Digest> outside(Group group) {
    var text = new StringBuilder();
    for (TaskNode member : group.members) {
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

  private static boolean isBusy(List<TaskNode> members) {
    return members.stream().anyMatch(m -> m.phase.busy());
  }
}
