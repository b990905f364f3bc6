package org.computepods.majordomo.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/**
 * Files that runs made and no task declares, as their tools say. They are ours, to be cleaned away
 * and put back with what else the run made, as long as they stand as a run left them; what was
 * there before the first run is a person's.
 */
final class UndeclaredFiles {
  private final ArtefactManager artefacts;
  private final Consumer<Memory> note;
  private final Map<ArtefactPath, Memory.WroteUndeclared> files = new LinkedHashMap<>();

  UndeclaredFiles(ArtefactManager artefacts, Consumer<Memory> note) {
    this.artefacts = artefacts;
    this.note = note;
  }

  /** A run is over, whatever came of it. */
  void wrote(JobDesk.Job job, BuildResults results) {
    boolean undone = results.outcome() != Outcome.SUCCEEDED;
    for (FileRef file : results.undeclared()) {
      Artefact artefact = artefacts.of(ArtefactPath.of(file.path()));
      ArtefactState stood = artefacts.stateAt(artefact, job.tick());
      if (undone && stood.exists() && job.message().readBack().contains(file.path())) {
        continue; // It is back as it was.
      }
      Optional<ArtefactState> left = left(artefact.path);
      // What an earlier run left, the watcher may not have told yet.
      boolean made = !stood.exists() && results.absentBefore().contains(file.path());
      boolean ours = left.isPresent() && (!stood.exists() || left.get().equals(stood));
      ArtefactState now = made || ours ? FileRefs.state(file) : ArtefactState.absent();
      if (!now.equals(left.orElse(ArtefactState.absent()))) {
        var wrote = new Memory.WroteUndeclared(artefact.path, now, job.node().name());
        remember(wrote);
        note.accept(wrote);
      }
    }
  }

  /** The task of the run that left the file last. */
  Optional<String> writerOf(ArtefactPath path) {
    return Optional.ofNullable(files.get(path)).map(Memory.WroteUndeclared::task);
  }

  /** Whether a run of this task, and none of another, left the file so. */
  boolean isLeftBy(String task, ArtefactPath path, ArtefactState state) {
    Memory.WroteUndeclared file = files.get(path);
    return file != null && file.task().equals(task) && file.state().equals(state);
  }

  /** The task whose run left the file as it stands. */
  Optional<String> writer(Artefact artefact) {
    return Optional.ofNullable(files.get(artefact.path))
        .filter(file -> file.state().equals(artefact.state))
        .map(Memory.WroteUndeclared::task);
  }

  /**
   * Whether what a run of this task left there once may be put back: the file is gone, or as a
   * later run of the task left it. What other tasks or people wrote there stays.
   */
  boolean mayComeBack(String task, ArtefactPath path) {
    Artefact artefact = artefacts.of(path);
    return artefact.producer == null
        && (!artefact.state.exists() || isLeftBy(task, path, artefact.state));
  }

  /** What is put back where the trace holds again. */
  List<Trace.Output> toRestore(Trace trace) {
    List<Trace.Output> outputs = trace.outputs();
    if (trace.declaredMade() < trace.made()) {
      String task = trace.task();
      outputs.removeIf(output -> !output.declared() && !mayComeBack(task, output.path()));
    }
    return outputs;
  }

  /** A restore put the file back for this task. */
  void restored(ArtefactPath path, ArtefactState state, String task) {
    var wrote = new Memory.WroteUndeclared(path, state, task);
    remember(wrote);
    note.accept(wrote);
  }

  private Optional<ArtefactState> left(ArtefactPath path) {
    return Optional.ofNullable(files.get(path)).map(Memory.WroteUndeclared::state);
  }

  void remember(Memory.WroteUndeclared file) {
    if (file.state().exists()) {
      files.put(file.path(), file);
      artefacts.of(file.path()).writtenUndeclared(file.task(), file.state());
    } else {
      files.remove(file.path());
    }
  }

  /** The file is gone, or known to be somebody else's. */
  void disown(ArtefactPath path) {
    files.remove(path);
  }

  /** Those of them that stand as a run left them, with the names of their tasks. */
  Map<Artefact, String> standing() {
    var standing = new LinkedHashMap<Artefact, String>();
    if (!files.isEmpty()) {
      for (Memory.WroteUndeclared file : all()) {
        Artefact artefact = artefacts.of(file.path());
        if (artefact.state.equals(file.state())) {
          standing.put(artefact, file.task());
        }
      }
    }
    return standing;
  }

  /** All that no task has written as its output. */
  List<Memory.WroteUndeclared> all() {
    return files.values().stream()
        .filter(file -> artefacts.known(file.path()).filter(known -> known.ours != null).isEmpty())
        .toList();
  }
}
