package org.computepods.fswatcher.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.computepods.fswatcher.linux.Libc;
import org.computepods.rules.Digest;

/** A folder read by Linux's own calls, relative to its descriptor. Belongs to one thread. */
final class LinuxFolder implements OpenFolder {
  /** Whether the system has the calls; without them {@link PlainFolder} does. */
  static final boolean AVAILABLE = available();

  private static final int BUFFER_BYTES = 32 * 1024;

  /** Of entries in one go: some 800 of them. */
  private static final int ENTRIES_BYTES = 32 * 1024;

  private final Path folder;
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment state = arena.allocate(Libc.STATE);
  private final MemorySegment found = arena.allocate(Posix.STATX_BYTES, 8);
  private final MemorySegment name = arena.allocate(4 * 256);
  private final long[] words = new long[Posix.STATX_WORDS];
  private final int fd;
  private MemorySegment buffer = MemorySegment.NULL;
  private byte[] bytes = {};
  private final List<byte[]> unnamed = new ArrayList<>();

  LinuxFolder(Path folder) throws IOException {
    this.folder = folder;
    boolean open = false;
    try {
      fd = Posix.openFolder(state, arena.allocateFrom(folder.toString(), UTF_8));
      if (fd < 0) {
        throw failure(folder, -fd);
      }
      open = true;
    } finally {
      if (!open) {
        arena.close();
      }
    }
  }

  private static boolean available() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return false;
    }
    try (var root = new LinuxFolder(Path.of("/"))) {
      var items = root.items();
      return !items.isEmpty() && items.getFirst().stat().inode() != 0;
    } catch (IOException | LinkageError | RuntimeException otherLibrary) {
      return false;
    }
  }

  @Override
  public List<FolderItem> items() throws IOException {
    var items = new ArrayList<FolderItem>();
    var entries = arena.allocate(ENTRIES_BYTES, 8);
    byte[] block = new byte[ENTRIES_BYTES];
    var heads = ByteBuffer.wrap(block).order(ByteOrder.nativeOrder());
    while (true) {
      int end = Posix.entries(state, fd, entries);
      if (end < 0) {
        throw failure(folder, -end);
      }
      if (end == 0) {
        return items;
      }
      MemorySegment.copy(entries, JAVA_BYTE, 0, block, 0, end);
      for (int at = 0; at < end; at += Posix.entryLength(heads, at)) {
        int from = at + Posix.ENTRY_NAME;
        int to = from;
        while (block[to] != 0) {
          to++;
        }
        byte[] utf8 = Arrays.copyOfRange(block, from, to);
        if (!isText(utf8)) {
          unnamed.add(utf8);
        } else if (!isDots(utf8)) {
          look(utf8, entries.asSlice(from)).ifPresent(items::add);
        }
      }
    }
  }

  /** The folder itself, or the one that it is in. */
  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private Optional<FolderItem> look(byte[] utf8, MemorySegment entry) throws IOException {
    int error = -Posix.stat(state, fd, entry, found);
    if (error == 0) {
      return Optional.of(new FolderItem(utf8, Posix.stat(found, words)));
    } else if (error == Posix.ENOENT) {
      return Optional.empty();
    }
    throw failure(folder.resolve(new String(utf8, UTF_8)), error);
  }

  private static boolean isText(byte[] name) {
    for (byte b : name) {
      if (b < 0) {
        try {
          return UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).hasRemaining();
        } catch (CharacterCodingException noText) {
          return false;
        }
      }
    }
    return true;
  }

  @Override
  public List<byte[]> unnamed() {
    return unnamed;
  }

  @Override
  public Digest hash(FolderItem file) throws IOException {
    if (bytes.length == 0) {
      buffer = arena.allocate(BUFFER_BYTES);
      bytes = new byte[BUFFER_BYTES];
    }
    int in = Posix.openFile(state, fd, named(file));
    if (in < 0) {
      throw failure(folder.resolve(file.name()), -in);
    }
    try {
      var sha256 = Digest.sha256();
      long left = file.stat().size();
      while (true) {
        long n = Posix.read(state, in, buffer);
        if (n < 0) {
          throw failure(folder.resolve(file.name()), (int) -n);
        }
        if (n == 0) {
          break;
        }
        MemorySegment.copy(buffer, JAVA_BYTE, 0, bytes, 0, (int) n);
        sha256.update(bytes, 0, (int) n);
        left -= n;
        if (left <= 0 && n < BUFFER_BYTES) {
          break; // As long as it was; whether it has grown since, the stat that follows tells.
        }
      }
      return Digest.ofBytes(sha256.digest());
    } finally {
      Posix.close(state, in);
    }
  }

  @Override
  public boolean unchanged(FolderItem file) throws IOException {
    int error = -Posix.stat(state, fd, named(file), found);
    if (error != 0 && error != Posix.ENOENT) {
      throw failure(folder.resolve(file.name()), error);
    }
    return error == 0 && Posix.stat(found, words).equals(file.stat());
  }

  private MemorySegment named(FolderItem file) {
    byte[] utf8 = file.utf8();
    MemorySegment.copy(utf8, 0, name, JAVA_BYTE, 0, utf8.length);
    name.set(JAVA_BYTE, utf8.length, (byte) 0);
    return name;
  }

  private static FileSystemException failure(Path path, int errno) {
    return switch (errno) {
      case Posix.ENOENT -> new NoSuchFileException(path.toString());
      case Posix.ENOTDIR, Posix.ELOOP -> new NotDirectoryException(path.toString());
      case Posix.EACCES -> new AccessDeniedException(path.toString());
      default -> new FileSystemException(path.toString(), null, "errno " + errno);
    };
  }

  @Override
  public void close() {
    Posix.close(state, fd);
    arena.close();
  }
}
