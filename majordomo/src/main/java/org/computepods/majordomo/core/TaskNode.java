package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.jspecify.annotations.Nullable;

/**
 * A task in the graph: what it is, what it last saw, and how it stands in the builds that want it
 * now.
 */
final class TaskNode {
  /** How a task stands. Only {@link Engine} moves it. */
  enum Phase {
    /** Nothing is known yet. */
    UNCHECKED,
    /** It waits to learn what some views see, or what has changed. */
    CHECKING,
    RUNNING,
    RESTORING,
    /** Up to date. */
    FRESH,
    FAILED,
    /** Something that it needs has failed. */
    SKIPPED;

    boolean done() {
      return this == FRESH || this == FAILED || this == SKIPPED;
    }

    boolean busy() {
      return this == RUNNING || this == RESTORING || this == CHECKING;
    }
  }

  /** Traces kept for one task; older ones are forgotten. */
  static final int TRACES_MAX = 16;

  Task task;
  Digest recipe;

  /** What it was before it was changed last, if it had run as that; null where it is not known. */
  @Nullable Task formerly;

  List<Edge> edges = List.of();
  List<Artefact> writes = List.of();

  /** Newest first. */
  final List<Trace> traces = new ArrayList<>(1);

  Phase phase = Phase.UNCHECKED;
  Group group = Group.NONE;

  /** Runs in the builds of now; a cycle's passes are counted by it. */
  int runs;

  /** When its last job ended; a tick. */
  long restedAt;

  /** Runs whose result belonged to inputs that moved meanwhile. */
  int overtaken;

  /** What it reads and changed during its last run. */
  List<String> movedMeanwhile = List.of();

  boolean restored;

  /** Why it is run though a trace of it held: contents that were to be restored are gone. */
  String lost = "";

  /** How the cycle ended that it was last a member of; null where it was in none. */
  @Nullable Verdict verdict;

  /** Whether it cannot be built and nobody demands it: whoever reads it does without. */
  boolean withheld;

  /** How its cycle ended in an earlier build. */
  @Nullable Verdict verdictBefore;

  /**
   * What its cycle saw of everything outside of it when it did not settle; while it sees the same,
   * only an explicit build goes round again.
   */
  @Nullable Digest unsettledSeeing;

  /** Why it failed, for people; empty if it did not. */
  String failure = "";

  /** Whether it failed because nobody can do it. */
  boolean impossible;

  /**
   * What it saw when it last failed; while it sees the same, only an explicit build tries again.
   */
  @Nullable Digest failedSeeing;

  /** Files that the tool has missed, and that were looked for, once each. */
  Set<String> missed = Set.of();

  /** Edges that join because the tool missed a file. */
  Map<ArtefactPath, Artefact> joined = Map.of();

  /** Mark of the plan that last reached the node. */
  int planned;

  int index;

  TaskNode(Task task, Digest recipe) {
    this.task = task;
    this.recipe = recipe;
  }

  String name() {
    return task.name();
  }

  /** What groups its traces. */
  String key() {
    return task.outputs().getFirst().value();
  }

  /** Forgets what became of it in the builds before; {@code retry}: its failure too. */
  void forget(boolean retry) {
    runs = 0;
    overtaken = 0;
    restored = false;
    lost = "";
    if (verdict != null) {
      verdictBefore = verdict;
      verdict = null;
    }
    failure = "";
    impossible = false;
    withheld = false;
    missed = Set.of();
    if (retry) {
      failedSeeing = null;
      unsettledSeeing = null;
    }
  }

  /** Takes note of a file that the tool has missed; says whether it is the first time. */
  boolean misses(String name) {
    if (missed.isEmpty()) {
      missed = new HashSet<>();
    }
    return missed.add(name);
  }

  /** Says whether any of these edges is new. */
  boolean joins(Map<ArtefactPath, Artefact> more) {
    if (joined.isEmpty()) {
      joined = new LinkedHashMap<>();
    }
    int before = joined.size();
    more.forEach(joined::putIfAbsent);
    return joined.size() > before;
  }

  /** Keeps a trace as the one that holds now. */
  void keep(Trace trace) {
    traces.removeIf(other -> other.id().equals(trace.id()));
    traces.addFirst(trace);
    while (traces.size() > TRACES_MAX) {
      traces.removeLast();
    }
  }

  /** Whether its newest trace was made by the task as it is. */
  boolean hasRun() {
    return !traces.isEmpty() && traces.getFirst().recipe().equals(recipe);
  }

  /** The view that the task declares of an artefact; WHOLE where it declares none. */
  View viewOf(ArtefactPath path, View otherwise) {
    for (Edge edge : edges) {
      if (edge.from().path.equals(path)
          && (edge.kind() == Edge.Kind.REQUIRED || edge.kind() == Edge.Kind.SECONDARY)) {
        return edge.view();
      }
    }
    return otherwise;
  }

  @Override
  public String toString() {
    return name();
  }
}
