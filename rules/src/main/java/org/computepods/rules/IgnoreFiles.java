package org.computepods.rules;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The {@code .gitignore} files of a workspace, by folder: the one nearest to a path that says
 * something of it decides. Safe for any number of threads.
 */
public final class IgnoreFiles {
  /** What such a file is called. */
  public static final String NAME = ".gitignore";

  private final Map<String, IgnoreFile> files = new ConcurrentHashMap<>();
  private final List<Above> above;

  /**
   * A file of a folder that the workspace lies in.
   *
   * @param way from that folder to the workspace, with a {@code /} at its end
   */
  public record Above(IgnoreFile file, String way) {}

  /**
   * No files yet.
   *
   * @param above those that count too, the nearest first
   */
  public IgnoreFiles(List<Above> above) {
    this.above = List.copyOf(above);
  }

  /** Whether the path is that of such a file. */
  public static boolean isOne(String path) {
    return path.endsWith(NAME)
        && (path.length() == NAME.length()
            || path.charAt(path.length() - NAME.length() - 1) == '/');
  }

  /** Takes what the file in a folder says; the answer: whether it said something else before. */
  public boolean put(String folder, IgnoreFile file) {
    var before = file.isEmpty() ? files.remove(folder) : files.put(folder, file);
    return !file.equals(before == null ? IgnoreFile.EMPTY : before);
  }

  /**
   * Whether the entry itself is ignored or taken back; empty where nothing is said of it. What lies
   * in an ignored folder is ignored, which is for the caller to see.
   */
  public Optional<Boolean> ignores(String path, boolean folder) {
    if (!files.isEmpty()) {
      for (int slash = path.lastIndexOf('/'); ; slash = path.lastIndexOf('/', slash - 1)) {
        var file = files.get(path.substring(0, Math.max(0, slash)));
        var said =
            file == null
                ? Optional.<Boolean>empty()
                : file.ignores(path.substring(slash + 1), folder);
        if (said.isPresent()) {
          return said;
        }
        if (slash < 0) {
          break;
        }
      }
    }
    for (Above outer : above) {
      var said = outer.file.ignores(outer.way + path, folder);
      if (said.isPresent()) {
        return said;
      }
    }
    return Optional.empty();
  }
}
