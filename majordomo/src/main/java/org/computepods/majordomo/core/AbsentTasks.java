package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Task;
import org.jspecify.annotations.Nullable;

/** What is known of tasks that are not in the graph yet, or no more: they may come (back). */
final class AbsentTasks {
  private final ArtefactManager artefacts;

  /** The newest trace of each from an earlier life, by its key; there may be a million at once. */
  private Table<String, Trace> remembered = new Table<>(Trace::key);

  /** Those of before, the newest first, where there are any. */
  private final Map<String, List<Trace>> older = new HashMap<>();

  /** The traces of those that left, by the key of the task, which may have become another one. */
  private final Map<String, List<Trace>> leftWith = new HashMap<>();

  /** What those were that left, by their key: they may come back as others. */
  private final Map<String, Task> left = new HashMap<>();

  AbsentTasks(ArtefactManager artefacts) {
    this.artefacts = artefacts;
  }

  /** A trace from an earlier life, older ones last. */
  void remember(Trace trace) {
    trace.paths().forEach(artefacts::of);
    String key = trace.key();
    if (!remembered.of(key, _ -> trace).equals(trace)) {
      older.computeIfAbsent(key, _ -> new ArrayList<>()).add(trace);
    }
  }

  /** A task joins the graph; what is known of it goes along. */
  void comes(TaskNode node, String key) {
    List<Trace> fromEarlierLife = recalled(key);
    List<Trace> fromThisLife = leftWith.remove(key);
    node.remember(fromThisLife == null ? fromEarlierLife : fromThisLife);
    @Nullable Task formerly = left.remove(key);
    if (formerly != null) {
      node.inTrouble().formerly = formerly;
    }
  }

  /** What an earlier life knew of it, which is forgotten here. */
  private List<Trace> recalled(String key) {
    @Nullable Trace newest = remembered.get(key);
    if (newest == null) {
      return List.of();
    }
    remembered.take(key);
    if (remembered.isEmpty()) {
      remembered = new Table<>(Trace::key); // An empty table keeps the room that it had.
    }
    List<Trace> others = older.remove(key);
    return others == null
        ? List.of(newest)
        : Stream.concat(Stream.of(newest), others.stream()).toList();
  }

  /** What is known of runs that made this, by tasks that are not in the graph. */
  List<Trace> thatMade(ArtefactPath path) {
    return Stream.of(
            remembered.stream(),
            older.values().stream().flatMap(List::stream),
            leftWith.values().stream().flatMap(List::stream))
        .flatMap(traces -> traces)
        .filter(trace -> trace.outputs().stream().anyMatch(out -> out.path().equals(path)))
        .toList();
  }

  /** A task leaves the graph. */
  void goes(TaskNode node) {
    leftWith.put(node.key(), node.traces());
    @Nullable Task ran = node.hasRun() ? node.task : node.trouble().formerly;
    if (ran != null) {
      left.put(node.key(), ran);
    }
  }
}
