package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.ArtefactPath;

/** Outputs on their way back from a store: of one task, or of a whole cycle. */
final class Restores {
  /**
   * One restore under way.
   *
   * @param writers who made each output
   * @param failed those whose failure stands, whatever comes back
   * @param then hears whether everything is back in place
   */
  record Restore(
      Collection<TaskNode> nodes,
      String reason,
      Map<String, TaskNode> writers,
      List<TaskNode> failed,
      Consumer<Boolean> then) {}

  private final ArtefactManager artefacts;
  private final Consumer<Command> say;
  private final Map<String, Restore> underWay = new HashMap<>();
  private long begun;

  Restores(ArtefactManager artefacts, Consumer<Command> say) {
    this.artefacts = artefacts;
    this.say = say;
  }

  /**
   * Has the outputs of these traces put back in place, all or none. Until that is answered the
   * tasks are busy.
   */
  void begin(Map<TaskNode, Trace> traces, String reason, Consumer<Boolean> then) {
    String id = "restore-" + ++begun;
    var writers = new LinkedHashMap<String, TaskNode>();
    List<FileRef> outputs = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    traces.forEach(
        (node, trace) -> {
          for (Trace.Output output : trace.outputs()) {
            if (writers.putIfAbsent(output.path().value(), node) == null) {
              outputs.add(FileRefs.ref(output.path(), output.state()));
              ours.add(FileRefs.ours(artefacts.of(output.path())));
            }
          }
        });
    List<TaskNode> failed = traces.keySet().stream().filter(n -> n.phase == Phase.FAILED).toList();
    traces.keySet().forEach(node -> node.phase = Phase.RESTORING);
    underWay.put(id, new Restore(List.copyOf(traces.keySet()), reason, writers, failed, then));
    say.accept(new Command.Restore(id, outputs, ours));
  }

  /** Whether all of these stand as the trace says. */
  boolean stand(Collection<Trace> traces) {
    return traces.stream()
        .flatMap(trace -> trace.outputs().stream())
        .allMatch(output -> artefacts.of(output.path()).state.equals(output.state()));
  }

  Optional<Restore> of(String id) {
    return Optional.ofNullable(underWay.get(id));
  }

  /** The task whose output this is, of those that a restore brings. */
  static Optional<TaskNode> writer(Restore restore, ArtefactPath path) {
    return Optional.ofNullable(restore.writers().get(path.value()));
  }

  /** A restore was answered; its outputs have been taken in already. */
  void answered(String id, boolean inPlace) {
    Restore restore = underWay.remove(id);
    if (restore != null) {
      restore.nodes().forEach(node -> node.phase = Phase.UNCHECKED);
      restore.failed().forEach(node -> node.phase = Phase.FAILED);
      restore.then().accept(inPlace);
    }
  }

  boolean anyOf(BuildRun build) {
    return underWay.values().stream().anyMatch(r -> r.nodes().stream().anyMatch(build::wants));
  }
}
