package org.computepods.chef.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computepods.chef.store.FileStat;
import org.computepods.rules.Digest;

/**
 * The notes of other workspaces that hold the same files: a folder may be built as a workspace of
 * its own, and from one above it, in turn.
 */
final class Neighbours {
  private static final String NOTES = ".computepods/written";

  private record Known(FileStat stat, Set<String> lines) {}

  // Guarded by this.
  private final Map<Path, Known> known = new HashMap<>();

  /** Whether a job of another workspace wrote just this there. */
  synchronized boolean wrote(Path root, String path, Digest digest) throws IOException {
    Path file = root.resolve(path);
    for (Path at = file.getParent(); at != null; at = at.getParent()) {
      if (!at.equals(root)
          && lines(at.resolve(NOTES))
              .contains(Written.line(at.relativize(file).toString(), digest))) {
        return true;
      }
    }
    return false;
  }

  private Set<String> lines(Path notes) throws IOException {
    Optional<FileStat> stat = FileStat.of(notes).filter(FileStat::regular);
    if (stat.isEmpty() || !Files.isReadable(notes)) {
      known.remove(notes);
      return Set.of();
    }
    Known before = known.get(notes);
    if (before != null && before.stat.equals(stat.get())) {
      return before.lines;
    }
    try (var all = Files.lines(notes, UTF_8)) {
      Set<String> lines = all.collect(Collectors.toUnmodifiableSet());
      known.put(notes, new Known(stat.get(), lines));
      return lines;
    }
  }
}
