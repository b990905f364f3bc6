package org.computepods.fswatcher.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
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
import org.computepods.rules.Digest;

/** A folder read by Linux's own calls, relative to its descriptor. Belongs to one thread. */
final class LinuxFolder implements OpenFolder {
  /** Whether the system has the calls; without them {@link PlainFolder} does. */
  static final boolean AVAILABLE = available();

  private final Path folder;
  private final ReadingRoom room;
  private final int fd;
  private final List<byte[]> unnamed = new ArrayList<>();

  LinuxFolder(Path folder) throws IOException {
    this.folder = folder;
    room = ReadingRoom.take();
    boolean open = false;
    try {
      fd = Posix.openFolder(room.state, room.path(folder.toString()));
      if (fd < 0) {
        throw failure(folder, -fd);
      }
      open = true;
    } finally {
      if (!open) {
        room.giveBack();
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
    byte[] block = room.block;
    var heads = ByteBuffer.wrap(block).order(ByteOrder.nativeOrder());
    while (true) {
      int end = Posix.entries(room.state, fd, room.entries);
      if (end < 0) {
        throw failure(folder, -end);
      }
      if (end == 0) {
        return items;
      }
      MemorySegment.copy(room.entries, JAVA_BYTE, 0, block, 0, end);
      var names = new ArrayList<byte[]>();
      for (int at = 0; at < end; at += Posix.entryLength(heads, at)) {
        int from = at + Posix.ENTRY_NAME;
        byte[] utf8 = name(block, from);
        if (!isText(utf8)) {
          unnamed.add(utf8);
        } else if (!isDots(utf8) && look(utf8, from, names.size())) {
          names.add(utf8);
          if (names.size() == ReadingRoom.STATS) {
            take(names, items);
          }
        }
      }
      take(names, items);
    }
  }

  private static byte[] name(byte[] block, int from) {
    int to = from;
    while (block[to] != 0) {
      to++;
    }
    return Arrays.copyOfRange(block, from, to);
  }

  /** The folder itself, or the one that it is in. */
  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  /** Has the stat of the entry found, unless that has gone. */
  private boolean look(byte[] utf8, int entryName, int number) throws IOException {
    int error = -Posix.stat(room.state, fd, room.entriesAt + entryName, room.statAt(number));
    if (error != 0 && error != Posix.ENOENT) {
      throw failure(folder.resolve(new String(utf8, UTF_8)), error);
    }
    return error == 0;
  }

  /** Takes what was found of these. */
  private void take(List<byte[]> names, List<FolderItem> items) {
    Posix.copy(room.stats, room.words, names.size());
    for (int i = 0; i < names.size(); i++) {
      items.add(new FolderItem(names.get(i), Posix.stat(room.words, i)));
    }
    names.clear();
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
    int in = Posix.openFile(room.state, fd, room.name(file.utf8()));
    if (in < 0) {
      throw failure(folder.resolve(file.name()), -in);
    }
    try {
      var sha256 = Digest.sha256();
      long left = file.stat().size();
      while (true) {
        long n = Posix.read(room.state, in, room.entries);
        if (n < 0) {
          throw failure(folder.resolve(file.name()), (int) -n);
        }
        if (n == 0) {
          break;
        }
        MemorySegment.copy(room.entries, JAVA_BYTE, 0, room.block, 0, (int) n);
        sha256.update(room.block, 0, (int) n);
        left -= n;
        if (left <= 0 && n < ReadingRoom.BLOCK_BYTES) {
          break; // As long as it was; whether it has grown since, the stat that follows tells.
        }
      }
      return Digest.ofBytes(sha256.digest());
    } finally {
      Posix.close(room.state, in);
    }
  }

  @Override
  public boolean unchanged(FolderItem file) throws IOException {
    var name = room.name(file.utf8());
    int error = -Posix.stat(room.state, fd, name.address(), room.statAt(0));
    if (error != 0 && error != Posix.ENOENT) {
      throw failure(folder.resolve(file.name()), error);
    }
    if (error == 0) {
      Posix.copy(room.stats, room.words, 1);
    }
    return error == 0 && Posix.stat(room.words, 0).equals(file.stat());
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
    Posix.close(room.state, fd);
    room.giveBack();
  }
}
