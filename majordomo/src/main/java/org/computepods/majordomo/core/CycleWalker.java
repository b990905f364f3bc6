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
  private static final String NEVER_SETTLED = "its cycle never settled";

  private static final String AS_BEFORE =
      "it never settled, so what stood before this build is back; --accept-unsettled keeps what it makes";

  private static final String NOTHING_BEFORE =
      "it never settled, and nothing stood before this build, so what it made is gone;"
          + " --accept-unsettled keeps it";

  private static final String AS_IT_IS = "it never settled, so what it made last is left";

  private final Scheduler scheduler;
  private final Judge judge;
  private final DependencyManager graph;
  private final Generations generations;
  private final Restores restores;
  private final CycleOpening opening;

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
    this.opening = new CycleOpening(scheduler, this, judge, graph, generations, restores);
  }

  // ---- which cycles there are ----

  /** The rounds of a group of the new plan; it goes on where its members were. */
  CycleLoop loop(Group group) {
    Set<CycleLoop> before =
        group.members().stream()
            .map(loops::get)
            .filter(Objects::nonNull)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    var history = new CycleHistory();
    for (CycleLoop old : before) {
      if (old.members().equals(group.members())) {
        history = old.history;
      } else {
        history.inherit(old.history);
      }
    }
    var loop = new CycleLoop(group.members(), history);
    before.forEach(loop::goOn);
    group.members().forEach(member -> loops.put(member, loop));
    return loop;
  }

  /** The rounds that the task is in, whatever plan they were begun by. */
  Optional<CycleLoop> rounds(TaskNode member) {
    return Optional.ofNullable(loops.get(member));
  }

  /** The group is done. */
  void ended(Group group) {
    group.members().forEach(loops::remove);
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
    group.members().forEach(CycleWalker::reopen);
    CycleHistory history = loop.history;
    if (history.closing != null) {
      if (!group.isBusy()) {
        finish(group, history.closing, false);
      }
      return;
    }
    if (history.inquiry != null) {
      inquire(group, loop, history.inquiry);
      return;
    }
    if (!history.opened && !opening.open(group, loop)) {
      return;
    }
    boolean moved = true;
    while (moved && !group.done && scheduler.plan().isThere()) {
      moved = false;
      for (TaskNode member : loop.turns()) {
        moved |= turn(member, group, loop);
        if (group.done || history.inquiry != null || !scheduler.plan().isThere()) {
          return;
        }
      }
      if (loop.quiet()) {
        keep(loop.holding());
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
    if (member.trouble().withheld) {
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
      case Staleness.Unseen(var unseen) -> scheduler.questions().lookAt(unseen, member);
      case Staleness.Lacking(var path) -> scheduler.lacks().fail(member, path);
      case Staleness.Restorable(_, String reason) -> runInCycle(member, reason, group, loop);
      case Staleness.Stale(String reason) -> runInCycle(member, reason, group, loop);
    }
    return false;
  }

  private void runInCycle(TaskNode member, String reason, Group group, CycleLoop loop) {
    int passesMax = group.members().stream().mapToInt(m -> m.task.passesMax()).min().orElseThrow();
    if (member.runs < passesMax) {
      scheduler.run(member, reason);
    } else if (!group.isBusy()) {
      inquire(group, loop, inquiry(loop, Optional.empty()));
    }
  }

  /**
   * Compares the state of the cycle with those before; says whether another pass begins at once.
   */
  private boolean endPass(Group group, CycleLoop loop) {
    var state = new TreeMap<String, Digest>();
    var unseen = new ArrayList<Command.Look>();
    for (TaskNode member : group.members()) {
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
      scheduler.questions().lookAt(unseen, group.members().getFirst());
      return false;
    }
    List<Artefact> writes = group.members().stream().flatMap(m -> m.writes.stream()).toList();
    Optional<Repetition> repetition = loop.history.note(state, writes);
    // After one pass all stands as before it: nothing swings, but a run was not believed.
    boolean swings = repetition.filter(each -> each.period() > 1).isPresent();
    if (swings && state.containsValue(NEEDS_A_RUN)) {
      inquire(group, loop, inquiry(loop, repetition));
      return false;
    }
    loop.beginPass();
    return true;
  }

  // ---- how it ends ----

  private Inquiry inquiry(CycleLoop loop, Optional<Repetition> repetition) {
    var inquiry = new Inquiry(loop.members(), loop.history, repetition, scheduler, judge);
    loop.history.inquiry = inquiry;
    return inquiry;
  }

  private void inquire(Group group, CycleLoop loop, Inquiry inquiry) {
    if (group.isBusy()) {
      return;
    }
    inquiry
        .go()
        .ifPresent(
            verdict -> {
              loop.history.inquiry = null;
              boolean accepted =
                  group.members().stream()
                      .flatMap(m -> scheduler.wanting(m).stream())
                      .allMatch(b -> b.request.acceptUnsettled());
              if (accepted) {
                finish(group, verdict, true);
                return;
              }
              loop.history.closing = verdict;
              if (isLeft(loop)) {
                finish(group, Objects.requireNonNull(loop.history.closing), false);
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
   * Whether a cycle that is given up stands as it last settled, or, where it never did and grows
   * without end, as it stood before this build (or what that was is gone); else it is being put
   * back.
   */
  boolean isLeft(CycleLoop loop) {
    CycleHistory history = loop.history;
    if (loop.isBusy()) {
      return false;
    }
    if (!history.moved || history.broughtBack) {
      return true;
    }
    history.broughtBack = true;
    Optional<Map<TaskNode, Trace>> last = generations.last(loop.members());
    if (last.isEmpty() && grows(history.closing)) {
      return !restores.beginWithWhatStood(
          loop.members(), graph.rules()::isLog, NEVER_SETTLED, inPlace -> asBefore(loop, inPlace));
    }
    if (last.isEmpty()) {
      say(history, AS_IT_IS);
      return true;
    }
    if (restores.stand(last.get().values())) {
      return true;
    }
    restores.beginAsFarAsCanBe(
        last.get(), "its cycle did not settle", _ -> scheduler.again(loop.members()));
    return false;
  }

  /** What such a cycle makes is nothing to look at, and the next build would feed on it. */
  private static boolean grows(@Nullable Verdict verdict) {
    return verdict != null && verdict.kind() == Verdict.Kind.DIVERGING;
  }

  /** A cycle that never settled has left what stood before this build, or could not. */
  private void asBefore(CycleLoop loop, boolean inPlace) {
    if (inPlace) {
      boolean nothing =
          loop.members().stream()
              .flatMap(member -> member.writes.stream())
              .noneMatch(file -> file.state.exists());
      say(loop.history, nothing ? NOTHING_BEFORE : AS_BEFORE);
    }
    scheduler.again(loop.members());
  }

  /**
   * Adds to the verdict what becomes of what the cycle made; none is there of a build that ends.
   */
  private static void say(CycleHistory history, String what) {
    Verdict verdict = history.closing;
    if (verdict != null) {
      history.closing = verdict.shownBy((verdict.evidence() + "\n" + what).strip());
    }
  }

  /** Keeps what these traces made as the newest generation. */
  void keep(List<Trace> traces) {
    if (traces.isEmpty()) {
      return;
    }
    String ids = traces.stream().map(Trace::id).collect(Collectors.joining("\n"));
    var generation = new Generation(Digest.of(ids).brief(), traces);
    if (generations.keep(generation)) {
      scheduler.note(new Memory.Settled(generation));
    }
  }

  /** The cycle has come to its end in this build. */
  void finish(Group group, Verdict verdict, boolean accepted) {
    Digest outside = verdict.settled() ? null : opening.outside(group).orElse(null);
    for (TaskNode member : group.members()) {
      if (member.trouble().withheld) {
        continue;
      }
      member.inTrouble().verdict = verdict;
      member.inTrouble().unsettledSeeing = outside;
      member.phase = accepted ? Phase.FRESH : Phase.FAILED;
      member.inTrouble().failure = accepted ? "" : "its cycle did not settle";
    }
    scheduler.complete(group);
    if (!accepted) {
      scheduler.failures().stopAt(group.members().getFirst());
    }
  }
}
