package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;

/**
 * People's files that were saved before a task ran where they stood, or an output took their place.
 */
final class SavedFiles {
  private final List<Memory.SavedAside> saved = new ArrayList<>();
  private final Now now;
  private final Telling telling;
  private final Consumer<Command> out;

  SavedFiles(Now now, Telling telling, Consumer<Command> out) {
    this.now = now;
    this.telling = telling;
    this.out = out;
  }

  /** The oldest first. */
  List<Memory.SavedAside> all() {
    return Collections.unmodifiableList(saved);
  }

  /** One of an earlier life. */
  void remember(Memory.SavedAside aside) {
    saved.add(aside);
  }

  /** A pod has saved a file, which is in its place again: the task came to nothing. */
  void keep(FileRef file, String pod) {
    var path = ArtefactPath.of(file.path());
    var state = FileRefs.state(file);
    boolean known =
        saved.stream()
            .anyMatch(s -> s.path().equals(path) && s.state().equals(state) && s.pod().equals(pod));
    if (!known) {
      var aside = new Memory.SavedAside(path, state, pod, now.wallMs());
      saved.add(aside);
      out.accept(new Command.Note(aside));
    }
  }

  /** A pod has saved a file for this build, and replaced it. */
  void replaced(BuildRun build, FileRef file, String pod) {
    keep(file, pod);
    String warning =
        "%s was not ours: it is kept as %s (see 'cpCtrl where %s') and replaced"
            .formatted(file.path(), file.sha256(), file.path());
    if (!build.warnings.contains(warning)) {
      telling.warning(build, warning);
    }
  }
}
