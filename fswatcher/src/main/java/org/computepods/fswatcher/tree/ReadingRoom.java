package org.computepods.fswatcher.tree;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.computepods.fswatcher.linux.Libc;

/**
 * The memory that reading a folder takes, for one reader at a time. It is taken over and over: to
 * get it from the system costs more than to read a small folder. There is as much of it as folders
 * were ever read at once.
 */
final class ReadingRoom {
  /** Of entries in one go: some 800 of them; and of a file that is read. */
  static final int BLOCK_BYTES = 32 * 1024;

  /** Stats that are copied in one go. */
  static final int STATS = 64;

  private static final int NAME_BYTES = 4 * 256;
  private static final int PATH_BYTES = 4096;

  private static final ConcurrentLinkedQueue<ReadingRoom> FREE = new ConcurrentLinkedQueue<>();

  final MemorySegment state = Arena.global().allocate(Libc.STATE);
  final MemorySegment stats = Arena.global().allocate(STATS * Posix.STATX_BYTES, 8);
  final MemorySegment entries = Arena.global().allocate(BLOCK_BYTES, 8);
  final long entriesAt = entries.address();
  final byte[] block = new byte[BLOCK_BYTES];
  final long[] words = new long[STATS * Posix.STATX_BYTES / Long.BYTES];
  private final MemorySegment name = Arena.global().allocate(NAME_BYTES);
  private final MemorySegment path = Arena.global().allocate(PATH_BYTES);

  private ReadingRoom() {}

  /** One that nobody uses. */
  static ReadingRoom take() {
    var free = FREE.poll();
    return free == null ? new ReadingRoom() : free;
  }

  /** Who took it will not touch it again. */
  void giveBack() {
    FREE.add(this);
  }

  /** Where the stat of this number goes. */
  long statAt(int number) {
    return stats.address() + (long) number * Posix.STATX_BYTES;
  }

  /** The path as C has it; @throws FileSystemException if no system takes one so long. */
  MemorySegment path(String text) throws FileSystemException {
    byte[] utf8 = text.getBytes(UTF_8);
    if (utf8.length >= PATH_BYTES) {
      throw new FileSystemException(text, null, "the path is too long");
    }
    return put(utf8, path);
  }

  /** The name of an entry as C has it. */
  MemorySegment name(byte[] utf8) {
    return put(utf8, name);
  }

  private static MemorySegment put(byte[] utf8, MemorySegment place) {
    MemorySegment.copy(utf8, 0, place, JAVA_BYTE, 0, utf8.length);
    place.set(JAVA_BYTE, utf8.length, (byte) 0);
    return place;
  }
}
