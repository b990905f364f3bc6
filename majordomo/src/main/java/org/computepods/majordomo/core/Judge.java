package org.computepods.majordomo.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Condition;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/**
 * Decides whether a task is fresh, by its traces: a task is stale iff no kept trace of its recipe
 * holds for what is in place, inputs and outputs.
 */
final class Judge {
  private final ArtefactManager artefacts;
  private final UndeclaredFiles undeclared;

  Judge(ArtefactManager artefacts, UndeclaredFiles undeclared) {
    this.artefacts = artefacts;
    this.undeclared = undeclared;
  }

  Staleness of(TaskNode node) {
    var looks = new ArrayList<Command.Look>();
    for (Condition condition : node.task.when()) {
      Optional<Digest> sight =
          look(node, artefacts.of(condition.artefact()), condition.view(), looks);
      if (sight.isPresent() && !sight.get().equals(View.FOUND)) {
        return new Staleness.Inapplicable(condition.artefact());
      }
    }
    if (!looks.isEmpty()) {
      return new Staleness.Unseen(looks);
    }
    for (Edge edge : node.edges) {
      if (edge.required() && !edge.from().state.exists()) {
        return new Staleness.Lacking(edge.from().path);
      }
    }
    Optional<Trace> restorable = Optional.empty();
    for (Trace trace : node.traces()) {
      if (!trace.isOf(node.recipe)) {
        continue;
      }
      boolean holds = inputsHold(node, trace, looks);
      if (holds && looks.isEmpty() && outputsHold(node, trace)) {
        return new Staleness.Fresh(trace);
      }
      boolean plain = trace.made() == trace.declaredMade();
      if (restorable.isEmpty() && (plain ? holds : wouldHold(node, trace, looks))) {
        restorable = Optional.of(trace);
      }
    }
    if (!looks.isEmpty()) {
      return new Staleness.Unseen(looks.stream().distinct().toList());
    }
    // A run pins what it is about to see, so all of it must have been looked at.
    for (Edge edge : node.edges) {
      if (edge.declared()) {
        look(node, edge.from(), edge.view(), looks);
      }
    }
    if (!looks.isEmpty()) {
      return new Staleness.Unseen(looks.stream().distinct().toList());
    }
    String reason = reason(node);
    return restorable.isPresent()
        ? new Staleness.Restorable(restorable.get(), reason)
        : new Staleness.Stale(reason);
  }

  /**
   * What the task sees of everything that it reads, in one digest; empty if some view was not yet
   * looked at.
   */
  Optional<Digest> fingerprint(TaskNode node) {
    var text = new StringBuilder(node.recipe.hex());
    for (Edge edge : node.edges) {
      Optional<Digest> sight = sight(node, edge.from(), edge.view());
      if (sight.isEmpty()) {
        return Optional.empty();
      }
      text.append('\n').append(edge.from().path).append(' ').append(sight.get());
    }
    return Optional.of(Digest.of(text.toString()));
  }

  /**
   * What this task sees of an artefact: where none stands but the task seeds one, it sees the seed.
   */
  Optional<Digest> sight(TaskNode node, Artefact artefact, View view) {
    return sight(node, artefact, artefact.state, view);
  }

  Optional<Digest> sight(TaskNode node, Artefact artefact, ArtefactState state, View view) {
    String seed = state.exists() ? null : node.task.seeds().get(artefact.path);
    return seed == null
        ? artefacts.sight(state, view)
        : Optional.of(seen(seed.getBytes(StandardCharsets.UTF_8), view));
  }

  /** No program looks at a seed: the reader sees all of it. */
  private static Digest seen(byte[] seed, View view) {
    return (view instanceof View.Program ? View.whole() : view).of(seed);
  }

  /**
   * Whether nothing speaks against a generation: all that its members read from outside of it is in
   * place. What is not yet known is added to {@code looks}.
   */
  boolean holds(Map<TaskNode, Trace> generation, List<Command.Look> looks) {
    int before = looks.size();
    var inside = new HashSet<ArtefactPath>();
    generation
        .values()
        .forEach(trace -> undeclared.toRestore(trace).forEach(output -> inside.add(output.path())));
    for (Map.Entry<TaskNode, Trace> member : generation.entrySet()) {
      for (Trace.Observed observed : member.getValue().observed()) {
        if (!inside.contains(observed.path()) && speaksAgainst(member.getKey(), observed, looks)) {
          looks.subList(before, looks.size()).clear();
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Whether these runs could all have been the last of one build: each read what the others made,
   * and what several read from outside, all saw alike.
   */
  boolean agree(List<Trace> traces) {
    var made = new HashMap<ArtefactPath, ArtefactState>();
    traces.forEach(
        trace -> trace.outputs().forEach(output -> made.put(output.path(), output.state())));
    var seen = new HashMap<String, Digest>();
    for (Trace trace : traces) {
      for (Trace.Observed observed : trace.observed()) {
        ArtefactState state = made.get(observed.path());
        if (state == null ? !isSeenAlike(observed, seen) : !isSeenAs(observed, state)) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isSeenAs(Trace.Observed observed, ArtefactState state) {
    Optional<Digest> sight = artefacts.sight(state, View.parse(observed.view()));
    return sight.equals(Optional.of(observed.sight()));
  }

  /** Whether nobody has seen it otherwise; by path and view. */
  private static boolean isSeenAlike(Trace.Observed observed, Map<String, Digest> seen) {
    String what = observed.path() + "\n" + observed.view();
    Digest before = seen.putIfAbsent(what, observed.sight());
    return before == null || before.equals(observed.sight());
  }

  /** What must be looked at before the edge's sight is known. */
  Optional<Command.Look> look(Edge edge) {
    return edge.from().state instanceof ArtefactState.Present(Digest digest, _)
        ? Optional.of(new Command.Look(edge.from().path, digest, edge.view().key()))
        : Optional.empty();
  }

  /**
   * Traces that do not hold, and may when all is made that they saw: nothing speaks against them
   * but what other tasks make, of which some is pending. The newest first.
   */
  Stream<Trace> mayHold(TaskNode node, Predicate<Artefact> pending) {
    return node.traces().stream()
        .filter(trace -> trace.isOf(node.recipe) && mayHold(node, trace, pending));
  }

  private boolean mayHold(TaskNode node, Trace trace, Predicate<Artefact> pending) {
    var looks = new ArrayList<Command.Look>(); // which the run will ask for, if there is one
    int first = trace.doubted();
    if (first > 0
        && speaksAgainst(node, trace, first, looks)
        && !pending.test(seen(node, trace, first))) {
      return false;
    }
    boolean waits = false;
    for (int i = 0; i < trace.seen(); i++) {
      if (speaksAgainst(node, trace, i, looks)) {
        if (!pending.test(seen(node, trace, i))) {
          return false;
        }
        waits = true;
      }
    }
    return waits;
  }

  /** Whether nothing speaks against the trace; what is not yet known is added to {@code looks}. */
  private boolean inputsHold(TaskNode node, Trace trace, List<Command.Look> looks) {
    int before = looks.size();
    int first = trace.doubted();
    if (first > 0 && speaksAgainst(node, trace, first, looks)) {
      looks.subList(before, looks.size()).clear();
      return false;
    }
    for (int i = 0; i < trace.seen(); i++) {
      if (speaksAgainst(node, trace, i, looks)) {
        trace.doubt(i);
        looks.subList(before, looks.size()).clear();
        return false;
      }
    }
    return true;
  }

  private boolean speaksAgainst(TaskNode node, Trace trace, int i, List<Command.Look> looks) {
    Optional<Digest> sight = look(node, seen(node, trace, i), View.parse(trace.view(i)), looks);
    return sight.isPresent() && !trace.isSeenAs(i, sight.get());
  }

  private boolean speaksAgainst(TaskNode node, Trace.Observed observed, List<Command.Look> looks) {
    Artefact artefact = artefacts.of(observed.path());
    Optional<Digest> sight = look(node, artefact, View.parse(observed.view()), looks);
    return sight.isPresent() && !sight.get().equals(observed.sight());
  }

  /** What the trace saw as its {@code i}th; most often the edge of that number leads there. */
  private Artefact seen(TaskNode node, Trace trace, int i) {
    if (i < node.edges.size()) {
      Artefact likely = node.edges.get(i).from();
      if (likely.path.equals(trace.path(i))) {
        return likely;
      }
    }
    return artefacts.of(trace.path(i));
  }

  private boolean outputsHold(TaskNode node, Trace trace) {
    for (int i = 0; i < trace.declaredMade(); i++) {
      if (!trace.isMadeAs(i, artefacts.of(trace.madePath(i)).state)) {
        return false;
      }
    }
    for (int i = trace.declaredMade(); i < trace.made(); i++) {
      if (isReplaced(node, trace, i)) {
        return false;
      }
    }
    return trace.declaredMade() == trace.made() || leavesAsSeen(node, trace);
  }

  /**
   * Whether the run left what it read and wrote, without declaring it, as it had seen it. If not,
   * another run makes something else, even where somebody has put back what it had seen.
   */
  private boolean leavesAsSeen(TaskNode node, Trace trace) {
    for (int i = 0; i < trace.seen(); i++) {
      Optional<ArtefactState> made = trace.undeclared(trace.path(i));
      if (made.isPresent() && isMadeOtherwise(node, trace, i, made.get())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether others read what the trace made as its {@code i}th without declaring it, and find what
   * another run of the task left, or nothing. Of what it read back itself its observation tells.
   */
  private boolean isReplaced(TaskNode node, Trace trace, int i) {
    Artefact file = artefacts.of(trace.madePath(i));
    return !trace.isMadeAs(i, file.state)
        && !file.readers().isEmpty()
        && !file.readers().equals(List.of(node))
        && undeclared.mayComeBack(node.name(), file.path);
  }

  /**
   * Whether the trace would hold if all that it made were put back: what it made without declaring
   * it, and read as well, must be as it saw it. Then a run would make just that again.
   */
  private boolean wouldHold(TaskNode node, Trace trace, List<Command.Look> looks) {
    int before = looks.size();
    for (int i = 0; i < trace.seen(); i++) {
      ArtefactPath path = trace.path(i);
      Optional<ArtefactState> made = trace.undeclared(path);
      boolean comesBack = made.isPresent() && undeclared.mayComeBack(node.name(), path);
      if ((made.isPresent() && isMadeOtherwise(node, trace, i, made.get()))
          || (!comesBack && speaksAgainst(node, trace, i, looks))) {
        looks.subList(before, looks.size()).clear();
        return false;
      }
    }
    return true;
  }

  /** Whether the run is known to have left it otherwise than it had seen it. */
  private boolean isMadeOtherwise(TaskNode node, Trace trace, int i, ArtefactState made) {
    Artefact file = artefacts.of(trace.path(i));
    return isOtherwise(node, file, made, View.parse(trace.view(i)), trace.sight(i));
  }

  /** Whether the state is known to be seen otherwise than so. */
  boolean isOtherwise(TaskNode node, Artefact file, ArtefactState state, View view, Digest seen) {
    return sight(node, file, state, view)
        .map(now -> !now.equals(seen))
        .orElse(seen.equals(view.ofAbsent()));
  }

  private Optional<Digest> look(
      TaskNode node, Artefact artefact, View view, List<Command.Look> looks) {
    Optional<Digest> sight = sight(node, artefact, view);
    if (sight.isEmpty() && artefact.state instanceof ArtefactState.Present(Digest digest, _)) {
      looks.add(new Command.Look(artefact.path, digest, view.key()));
    }
    return sight;
  }

  /** Why it runs though no result of it is kept: none was made, or of what changed meanwhile. */
  private static String neverKept(TaskNode node) {
    List<String> moved = node.trouble().movedMeanwhile;
    return moved.isEmpty()
        ? "never built"
        : RecipeChange.abbreviate(moved.stream().map(path -> path + " changed").toList())
            + " while it ran";
  }

  /** Why no kept trace holds, told against the newest of them. */
  private String reason(TaskNode node) {
    if (node.traces().isEmpty()) {
      return neverKept(node);
    }
    Trace last = node.traces().getFirst();
    if (!last.recipe().equals(node.recipe)) {
      Optional<Task> before =
          Optional.ofNullable(node.trouble().formerly)
              .filter(t -> t.recipe().equals(last.recipe()));
      return RecipeChange.of(last, before, node.task.spelled());
    }
    var changed = new ArrayList<String>();
    for (int i = 0; i < last.seen(); i++) {
      Artefact artefact = seen(node, last, i);
      Optional<Digest> sight = sight(node, artefact, View.parse(last.view(i)));
      if (sight.isPresent() && !last.isSeenAs(i, sight.get())) {
        boolean program = last.view(i).startsWith("program ");
        changed.add(
            artefact.path
                + (program && artefact.state.exists()
                    ? " is seen otherwise by its view's program"
                    : change(last.sight(i), artefact.state)));
      }
    }
    if (changed.isEmpty()) {
      for (Trace.Output output : last.outputs()) {
        Artefact artefact = artefacts.of(output.path());
        if (!artefact.state.equals(output.state())) {
          changed.add(output.path() + otherwise(artefact));
        }
      }
    }
    return RecipeChange.abbreviate(changed);
  }

  /** How an output stands that is not as its task last made it. */
  private static String otherwise(Artefact output) {
    if (!output.state.exists()) {
      return " is missing";
    }
    return output.isOurs() ? " was put back to what was made before" : " is not what it wrote";
  }

  private static String change(Digest before, ArtefactState now) {
    if (!now.exists()) {
      return " is gone";
    }
    return before.equals(Digest.ABSENT) ? " appeared" : " changed";
  }
}
