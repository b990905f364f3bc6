package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.computepods.chef.store.FileStat;

/** Finds a tool as a shell does. */
final class Which {
  private Which() {}

  /**
   * The executable that this word calls.
   *
   * @param path value of {@code PATH}
   * @param directory the tool's working directory, for relative names
   */
  static Optional<Path> find(String word, String path, Path directory) {
    if (word.isEmpty() || word.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    if (word.contains("/")) {
      return Optional.of(directory.resolve(word).normalize()).filter(Which::executable);
    }
    for (String folder : path.split(":", -1)) {
      // An empty entry would be the working directory: a trap, and no shell's habit we keep.
      if (!folder.isEmpty()) {
        Path candidate = directory.resolve(folder).resolve(word).normalize();
        if (executable(candidate)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean executable(Path candidate) {
    try {
      return FileStat.following(candidate).filter(FileStat::regular).isPresent()
          && Files.isExecutable(candidate);
    } catch (IOException unreadable) {
      return false;
    }
  }
}
