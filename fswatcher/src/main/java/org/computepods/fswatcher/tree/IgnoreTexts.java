package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.computepods.rules.IgnoreFile;
import org.computepods.rules.IgnoreFiles;

/**
 * Ignore files on disk: those of a workspace as they are met, and those of the repository around
 * it.
 */
public final class IgnoreTexts {
  /** Written by people; what is longer is none of theirs. */
  private static final int BYTES_MAX = 1 << 20;

  private static final String EXCLUDE = "info/exclude";

  private IgnoreTexts() {}

  /** What the file says; nothing if it cannot be read. A link is not followed, as by git. */
  static IgnoreFile read(Path file) {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return IgnoreFile.EMPTY;
    }
    try (var in = Files.newInputStream(file)) {
      return IgnoreFile.of(new String(in.readNBytes(BYTES_MAX), UTF_8));
    } catch (IOException unreadable) {
      return IgnoreFile.EMPTY;
    }
  }

  /**
   * The files that count in a workspace beside its own: those of folders above it up to the top of
   * its repository, and the repository's {@code info/exclude}; none where it lies in no repository.
   */
  public static List<IgnoreFiles.Above> above(Path workspace) {
    var above = new ArrayList<IgnoreFiles.Above>();
    String way = "";
    for (Path folder = workspace; folder != null; folder = folder.getParent()) {
      if (!folder.equals(workspace)) {
        above.add(new IgnoreFiles.Above(read(folder.resolve(IgnoreFiles.NAME)), way));
      }
      Path git = folder.resolve(".git");
      if (Files.exists(git, LinkOption.NOFOLLOW_LINKS)) {
        above.add(new IgnoreFiles.Above(read(git.resolve(EXCLUDE)), way));
        return above;
      }
      way = folder.getFileName() + "/" + way;
    }
    return List.of();
  }
}
