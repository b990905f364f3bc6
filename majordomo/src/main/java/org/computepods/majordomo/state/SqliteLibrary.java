package org.computepods.majordomo.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;
import org.sqlite.util.OSInfo;

/**
 * SQLite's native library, unpacked once beside the database. The driver by itself unpacks it in
 * every process, into the folder for temporary files, where a killed process leaves it for ever.
 */
final class SqliteLibrary {
  private static final String PATH = "org.sqlite.lib.path";
  private static final String NAME = "org.sqlite.lib.name";
  private static final String TEMPORARY = "org.sqlite.tmpdir";

  private SqliteLibrary() {}

  /**
   * Has the driver load the library from beside this database. The first place that a process names
   * is that of its whole life, for it loads one library.
   *
   * @throws IOException where it cannot be unpacked there; the driver then unpacks one for this
   *     process
   */
  static synchronized void beside(Path database) throws IOException {
    if (System.getProperty(PATH) != null) {
      return;
    }
    Path folder = database.toAbsolutePath().resolveSibling("sqlite");
    Path library = folder.resolve(name());
    Files.createDirectories(folder);
    System.setProperty(TEMPORARY, folder.toString());
    if (!Files.exists(library)) {
      unpack(library);
    }
    System.setProperty(NAME, library.getFileName().toString());
    System.setProperty(PATH, folder.toString());
  }

  /** Of this version, system and processor, for a home may be shared by several. */
  private static String name() {
    String system = OSInfo.getNativeLibFolderPathForCurrentOS().replace('/', '-');
    return String.join(
        "-", SQLiteJDBCLoader.getVersion(), system, LibraryLoaderUtil.getNativeLibName());
  }

  /**
   * Under a lock, which ends with its process: so a half of it never has its name, and the half
   * that a killed process left is written over by the next one.
   */
  private static void unpack(Path library) throws IOException {
    Path part = library.resolveSibling("part");
    try (var lock = open(library.resolveSibling("lock"));
        var _ = lock.lock()) {
      if (Files.exists(library)) {
        return;
      }
      try (InputStream packed = packed()) {
        Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
      }
      try (var written = open(part)) {
        written.force(true);
      }
      Files.move(part, library, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static InputStream packed() throws IOException {
    String name =
        LibraryLoaderUtil.getNativeLibResourcePath() + "/" + LibraryLoaderUtil.getNativeLibName();
    InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(name);
    if (packed == null) {
      throw new NoSuchFileException(name);
    }
    return packed;
  }
}
