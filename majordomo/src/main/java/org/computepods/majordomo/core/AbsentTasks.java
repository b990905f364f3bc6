package org.computepods.majordomo.core;

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

  /** Their traces, by their key. */
  private Map<String, List<Trace>> traces = new HashMap<>();

  /** What those were that left, by their key: they may come back as others. */
  private final Map<String, Task> left = new HashMap<>();

  AbsentTasks(ArtefactManager artefacts) {
    this.artefacts = artefacts;
  }

  /** A trace from an earlier life, older ones last. */
  void remember(Trace trace) {
    trace.paths().forEach(artefacts::of);
    traces.merge(
        trace.key(),
        List.of(trace),
        (newer, _) -> Stream.concat(newer.stream(), Stream.of(trace)).toList());
  }

  /** A task joins the graph; what is known of it goes along. */
  void comes(TaskNode node, String key) {
    node.remember(recalled(key));
    @Nullable Task formerly = left.remove(key);
    if (formerly != null) {
      node.inTrouble().formerly = formerly;
    }
  }

  private List<Trace> recalled(String key) {
    List<Trace> known = traces.remove(key);
    if (traces.isEmpty() && known != null) {
      traces = new HashMap<>(); // An empty map keeps the room that it had.
    }
    return known == null ? List.of() : known;
  }

  /** What is known of runs that made this, by tasks that are not in the graph. */
  List<Trace> thatMade(ArtefactPath path) {
    return traces.values().stream()
        .flatMap(List::stream)
        .filter(trace -> trace.outputs().stream().anyMatch(out -> out.path().equals(path)))
        .toList();
  }

  /** A task leaves the graph. */
  void goes(TaskNode node) {
    traces.put(node.key(), node.traces());
    @Nullable Task ran = node.hasRun() ? node.task : node.trouble().formerly;
    if (ran != null) {
      left.put(node.key(), ran);
    }
  }
}
