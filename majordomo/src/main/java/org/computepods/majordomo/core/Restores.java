package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.ArtefactPath;

/** Outputs on their way back from a store: of one task, or of a whole cycle. */
final class Restores {
  /**
   * One restore under way.
   *
   * @param writers who made each output
   * @param undeclared those that their tasks do not declare
   * @param failed those whose failure stands, whatever comes back
   * @param then hears whether everything is back in place
   */
  record Restore(
      Collection<TaskNode> nodes,
      String reason,
      Map<String, TaskNode> writers,
      List<Artefact> undeclared,
      List<TaskNode> failed,
      Consumer<Boolean> then) {}

  private final ArtefactManager artefacts;
  private final UndeclaredFiles undeclared;
  private final Consumer<Command> say;
  private final Map<String, Restore> underWay = new HashMap<>();
  private long begun;

  Restores(ArtefactManager artefacts, UndeclaredFiles undeclared, Consumer<Command> say) {
    this.artefacts = artefacts;
    this.undeclared = undeclared;
    this.say = say;
  }

  /** Builds begin where there were none. */
  void buildsBegin(long tick) {
    artefacts.buildsBegin(tick);
  }

  /**
   * Has the outputs of these traces put back in place, all or none. Until that is answered the
   * tasks are busy.
   */
  void begin(Map<TaskNode, Trace> traces, String reason, Consumer<Boolean> then) {
    var outputs = new LinkedHashMap<TaskNode, List<Trace.Output>>();
    traces.forEach((node, trace) -> outputs.put(node, undeclared.toRestore(trace)));
    beginWith(outputs, reason, then);
  }

  /**
   * Has put back in place from where a cycle is to go on: where what its tasks do not declare
   * cannot be had, the rest.
   */
  void beginAsFarAsCanBe(Map<TaskNode, Trace> traces, String reason, Consumer<Boolean> then) {
    var declared = new LinkedHashMap<TaskNode, List<Trace.Output>>();
    traces.forEach(
        (node, trace) ->
            declared.put(node, trace.outputs().stream().filter(Trace.Output::declared).toList()));
    boolean all = traces.values().stream().allMatch(trace -> trace.made() == trace.declaredMade());
    begin(
        traces,
        reason,
        inPlace -> {
          if (inPlace || all) {
            then.accept(inPlace);
          } else {
            beginWith(declared, reason, then);
          }
        });
  }

  /**
   * Has put back what stood where these tasks write before the builds of now; logs stay, for they
   * say what happened.
   *
   * @return whether anything is on its way
   */
  boolean beginWithWhatStood(
      Collection<TaskNode> nodes,
      Predicate<ArtefactPath> isLog,
      String reason,
      Consumer<Boolean> then) {
    var outputs = new LinkedHashMap<TaskNode, List<Trace.Output>>();
    var primary = new ArrayList<Artefact>();
    boolean differs = false;
    for (TaskNode node : nodes) {
      var stood = new ArrayList<Trace.Output>();
      for (Artefact file : node.writes) {
        if (file.producer == node && artefacts.isWrittenNow(file) && !isLog.test(file.path)) {
          stood.add(new Trace.Output(file.path, file.stood()));
          differs |= !file.state.equals(file.stood());
          if (file.stoodAsPrimary()) {
            primary.add(file);
          }
        }
      }
      outputs.put(node, stood);
    }
    if (differs) {
      beginWith(
          outputs,
          reason,
          inPlace -> {
            primary.forEach(this::disown);
            then.accept(inPlace);
          });
    }
    return differs;
  }

  private void disown(Artefact file) {
    file.ours = null;
    say.accept(new Command.Note(new Memory.Disowned(file.path)));
  }

  private void beginWith(
      Map<TaskNode, List<Trace.Output>> wanted, String reason, Consumer<Boolean> then) {
    String id = "restore-" + ++begun;
    var writers = new LinkedHashMap<String, TaskNode>();
    List<FileRef> outputs = new ArrayList<>();
    List<String> ours = new ArrayList<>();
    List<Artefact> beside = new ArrayList<>();
    wanted.forEach(
        (node, stands) -> {
          for (Trace.Output output : stands) {
            if (writers.putIfAbsent(output.path().value(), node) == null) {
              Artefact file = artefacts.of(output.path());
              outputs.add(FileRefs.ref(output.path(), output.state()));
              ours.add(FileRefs.ours(file));
              if (!output.declared()) {
                beside.add(file);
                file.comesBack(true);
              }
            }
          }
        });
    List<TaskNode> failed = wanted.keySet().stream().filter(n -> n.phase == Phase.FAILED).toList();
    wanted.keySet().forEach(node -> node.phase = Phase.RESTORING);
    underWay.put(
        id, new Restore(List.copyOf(wanted.keySet()), reason, writers, beside, failed, then));
    say.accept(
        new Command.Restore(id, outputs, ours, beside.stream().map(a -> a.path.value()).toList()));
  }

  /** Whether all of these stand as the trace says. */
  boolean stand(Collection<Trace> traces) {
    return traces.stream()
        .flatMap(trace -> undeclared.toRestore(trace).stream())
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
      restore.undeclared().forEach(file -> file.comesBack(false));
      restore.nodes().forEach(node -> node.phase = Phase.UNCHECKED);
      restore.failed().forEach(node -> node.phase = Phase.FAILED);
      restore.then().accept(inPlace);
    }
  }

  boolean anyOf(BuildRun build) {
    return underWay.values().stream().anyMatch(r -> r.nodes().stream().anyMatch(build::wants));
  }
}
