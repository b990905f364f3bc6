package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.computepods.chef.store.FileStat;

/**
 * Finds a tool as a shell does. The disk is asked each time, for a job may put a tool where another
 * finds it; only the names of the places where it could be are put together once.
 */
final class Which {
  /** Of tools, paths and working directories; a pod meets few. */
  private static final int REMEMBERED_MAX = 1_000;

  private static final Map<Asked, Places> PLACES = new ConcurrentHashMap<>();

  private record Asked(String word, String path, Path directory) {
    /** By hand: a record's own takes long until the best compiler has seen it. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Asked asked
          && word.equals(asked.word)
          && path.equals(asked.path)
          && directory.equals(asked.directory);
    }

    @Override
    public int hashCode() {
      return word.hashCode() * 31 + path.hashCode();
    }
  }

  /** Where a tool could be, the first one counting. */
  private static final class Places {
    final List<Path> candidates;

    /** An executable, as it was when the system said so. */
    volatile Optional<FileStat> found = Optional.empty();

    Places(List<Path> candidates) {
      this.candidates = candidates;
    }
  }

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
    if (PLACES.size() > REMEMBERED_MAX) {
      PLACES.clear();
    }
    Places places = PLACES.computeIfAbsent(new Asked(word, path, directory), Which::places);
    for (Path candidate : places.candidates) {
      if (executable(candidate, places)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static Places places(Asked asked) {
    if (asked.word.contains("/")) {
      return new Places(List.of(asked.directory.resolve(asked.word).normalize()));
    }
    var candidates = new ArrayList<Path>();
    for (String folder : asked.path.split(":", -1)) {
      // An empty entry would be the working directory: a trap, and no shell's habit we keep.
      if (!folder.isEmpty()) {
        candidates.add(asked.directory.resolve(folder).resolve(asked.word).normalize());
      }
    }
    return new Places(List.copyOf(candidates));
  }

  private static boolean executable(Path candidate, Places places) {
    try {
      Optional<FileStat> stat = FileStat.following(candidate);
      if (stat.isEmpty() || !stat.get().regular()) {
        return false;
      }
      if (stat.equals(places.found)) {
        return true;
      }
      boolean executable = Files.isExecutable(candidate);
      if (executable) {
        places.found = stat;
      }
      return executable;
    } catch (IOException unreadable) {
      return false;
    }
  }
}
