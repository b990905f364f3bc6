package org.computepods.fswatcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.computepods.fswatcher.events.EventSource.Watched;

/**
 * Empty files that are dropped into the workspace to see their own events come back: whatever
 * happened before has then come in too.
 */
final class Cookies {
  static final String HOUSE = ".computepods";
  static final String FOLDER = HOUSE + "/cookies";

  private final Path root;
  private final String prefix =
      FOLDER + "/" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()) + "-";
  private long count;

  Cookies(Path root) {
    this.root = root;
  }

  /** Makes their folder, and keeps it out of git; where it cannot be made, {@link #drop} fails. */
  void prepare() throws IOException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchFileException("there is no folder " + root);
    }
    try {
      Files.createDirectories(root.resolve(FOLDER));
      Path ignore = root.resolve(HOUSE + "/.gitignore");
      if (!Files.exists(ignore)) {
        Files.writeString(ignore, "*\n");
      }
    } catch (IOException readOnly) {
      // Then every sync compares the tree.
    }
  }

  /**
   * Drops a cookie after its folder has been watched; its path is what comes back.
   *
   * @throws IOException if none can be dropped, or none would come back
   */
  String drop(Function<String, Watched> watch) throws IOException {
    String cookie = prefix + ++count;
    requireNotice(watch.apply(FOLDER));
    try {
      create(cookie);
    } catch (NoSuchFileException swept) {
      prepare();
      requireNotice(watch.apply(FOLDER));
      create(cookie);
    }
    return cookie;
  }

  private static void requireNotice(Watched folder) throws IOException {
    if (folder == Watched.LIMIT) {
      throw new IOException("nobody would tell of a cookie");
    }
  }

  private void create(String cookie) throws IOException {
    Files.newByteChannel(
            root.resolve(cookie), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)
        .close();
  }

  /** Whether they go when this folder goes. */
  boolean lieIn(String folder) {
    return folder.equals(HOUSE) || folder.equals(FOLDER);
  }

  boolean isCookie(String path) {
    return path.startsWith(prefix);
  }

  void remove(String cookie) {
    try {
      Files.deleteIfExists(root.resolve(cookie));
    } catch (IOException e) {
      // It is empty, and cleared away at the end.
    }
  }

  /** Removes what is left of ours. */
  void clear() {
    for (long i = Math.max(1, count - 64); i <= count; i++) {
      remove(prefix + i);
    }
  }
}
