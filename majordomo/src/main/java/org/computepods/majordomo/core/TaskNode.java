package org.computepods.majordomo.core;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.View;

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

  /** That of tasks that no plan has reached yet. */
  private static final Group NO_GROUP = new Group.Cycle(List.of());

  Task task;
  Digest recipe;
  List<Edge> edges = List.of();
  List<Artefact> writes = List.of();

  /** Newest first. */
  private List<Trace> traces = List.of();

  Phase phase = Phase.UNCHECKED;
  Group group = NO_GROUP;
  private Trouble trouble = Trouble.NONE;

  /** Runs in the builds of now; a cycle's passes are counted by it. */
  int runs;

  /** When its last job ended; a tick. */
  long restedAt;

  /** Mark of the plan that last reached the node. */
  int planned;

  int index;

  TaskNode(Task task) {
    this.task = task;
    this.recipe = task.recipe();
  }

  String name() {
    return task.name();
  }

  /** What groups its traces. */
  String key() {
    return (writes.isEmpty() ? task.outputs().getFirst() : writes.getFirst().path).value();
  }

  /** What went otherwise than well, to be read only. */
  Trouble trouble() {
    return trouble;
  }

  /** The same, to be written. */
  Trouble inTrouble() {
    if (trouble == Trouble.NONE) {
      trouble = new Trouble();
    }
    return trouble;
  }

  /** Forgets what became of it in the builds before; {@code retry}: its failure too. */
  void forget(boolean retry) {
    runs = 0;
    trouble = trouble.afterwards(retry);
  }

  /** Takes something back of the trouble that there is, if there is any. */
  void ease(Consumer<Trouble> what) {
    if (trouble != Trouble.NONE) {
      what.accept(trouble);
    }
  }

  /** Newest first. */
  List<Trace> traces() {
    return traces;
  }

  /** These from an earlier life, or from before it left the graph; the newest first. */
  void remember(List<Trace> remembered) {
    traces = List.copyOf(remembered);
    for (Trace trace : traces) {
      trace.belongsTo(task);
      trace.isOf(recipe); // So it holds the same digest, and not another one that is equal.
    }
  }

  /** Keeps a trace as the one that holds now; the oldest are forgotten. */
  void keep(Trace trace) {
    trace.belongsTo(task);
    traces =
        Stream.concat(
                Stream.of(trace), traces.stream().filter(other -> !other.id().equals(trace.id())))
            .limit(trace.kept())
            .collect(Collectors.toUnmodifiableList());
  }

  /** The trace is of no use any more. */
  void drop(Trace trace) {
    traces =
        traces.stream()
            .filter(other -> !other.equals(trace))
            .collect(Collectors.toUnmodifiableList());
  }

  /** Whether its newest trace was made by the task as it is. */
  boolean hasRun() {
    return !traces.isEmpty() && traces.getFirst().recipe().equals(recipe);
  }

  /** The view that the task declares of an artefact; WHOLE where it declares none. */
  View viewOf(ArtefactPath path, View otherwise) {
    for (Edge edge : edges) {
      if (edge.from().path.equals(path) && edge.declared()) {
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
