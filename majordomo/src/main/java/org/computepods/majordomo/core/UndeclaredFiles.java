package org.computepods.majordomo.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/**
 * Files that runs made and no task declares, as their tools say. They are ours, to be cleaned away,
 * as long as they stand as a run left them; what was there before the first run is a person's.
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
    for (FileRef file : results.undeclared()) {
      Artefact artefact = artefacts.of(ArtefactPath.of(file.path()));
      ArtefactState stood = artefact.stateAt(job.tick());
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

  private Optional<ArtefactState> left(ArtefactPath path) {
    return Optional.ofNullable(files.get(path)).map(Memory.WroteUndeclared::state);
  }

  void remember(Memory.WroteUndeclared file) {
    if (file.state().exists()) {
      files.put(file.path(), file);
    } else {
      files.remove(file.path());
    }
  }

  /** The file is gone, or known to be somebody else's. */
  void disown(ArtefactPath path) {
    files.remove(path);
  }

  /** All that no task has written as its output. */
  List<Memory.WroteUndeclared> all() {
    return files.values().stream()
        .filter(file -> artefacts.known(file.path()).filter(known -> known.ours != null).isEmpty())
        .toList();
  }
}
