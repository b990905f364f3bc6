package org.computepods.majordomo.shell;

import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.Magnitude;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/** Turns what messages say of files into what the core takes, and back. */
final class FileFacts {
  private FileFacts() {}

  /** Empty where the word says nothing to the core: a log, or a name that is none. */
  static Optional<FileFact> of(FileChanged word) {
    if (word.kind().equals("log")) {
      return Optional.empty();
    }
    try {
      ArtefactState state =
          word.kind().equals("deleted")
              ? ArtefactState.absent()
              : state(word.sha256(), word.executable(), word.link());
      return Optional.of(
          new FileFact(
              ArtefactPath.of(word.path()),
              state,
              Magnitude.of(word.size()),
              word.inode(),
              word.ctimeNs()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** A file of the tree; empty where its name is none. */
  static Optional<FileFact> of(
      String path, ArtefactState state, int magnitude, long inode, long ctimeNs) {
    try {
      return Optional.of(new FileFact(ArtefactPath.of(path), state, magnitude, inode, ctimeNs));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** A file under the name that the core knows it by; empty where that is none. */
  static Optional<FileFact> of(String name, FileRef file) {
    try {
      return Optional.of(
          new FileFact(
              ArtefactPath.of(name),
              state(file.sha256(), file.executable(), file.link()),
              Magnitude.of(file.size()),
              file.inode(),
              file.ctimeNs()));
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /** Files of the workspace; those whose names are none are left out. */
  static List<FileFact> of(List<FileRef> files) {
    return files.stream().flatMap(file -> of(file.path(), file).stream()).toList();
  }

  static ArtefactState state(@Nullable String sha256, boolean executable, @Nullable String link) {
    if (link != null) {
      return new ArtefactState.Link(link);
    }
    return sha256 == null
        ? ArtefactState.absent()
        : new ArtefactState.Present(Digest.parse(sha256), executable);
  }
}
