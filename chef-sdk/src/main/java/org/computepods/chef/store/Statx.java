package org.computepods.chef.store;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Linux's own word on a file, by {@code statx(2)}: what the JDK says of it takes three times as
 * long, and twenty times where its code is not yet compiled.
 */
@SuppressWarnings("restricted") // Why we are here.
final class Statx {
  /** Beside errors that mean absence, whoever asks is better told by the JDK. */
  sealed interface Answer {
    record There(FileStat stat) implements Answer {}

    record Absent() implements Answer {}

    record Unknown() implements Answer {}
  }

  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_NOFOLLOW = 0x100;
  private static final int BASIC_STATS = 0x7ff;
  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;
  private static final long STRUCTURE = 256;

  /** Longer ones exist, and are left to the JDK. */
  private static final int PATH_MAX = 4096;

  private static final long SECOND = 1_000_000_000;
  private static final Answer ABSENT = new Answer.Absent();
  private static final Answer UNKNOWN = new Answer.Unknown();

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Optional<MethodHandle> CALL = find();

  /** For a virtual thread is too brief to own memory. As many as were used at once. */
  private static final ConcurrentLinkedQueue<Memory> FREE = new ConcurrentLinkedQueue<>();

  /** What one call takes. */
  private record Memory(MemorySegment stat, MemorySegment errno, MemorySegment text) {
    static Memory take() {
      MemorySegment all = Arena.ofAuto().allocate(STRUCTURE + 8 + PATH_MAX, 8);
      return new Memory(
          all.asSlice(0, STRUCTURE), all.asSlice(STRUCTURE, 8), all.asSlice(STRUCTURE + 8));
    }
  }

  private Statx() {}

  private static Optional<MethodHandle> find() {
    boolean fits =
        "Linux".equals(System.getProperty("os.name"))
            && "UTF-8".equals(System.getProperty("sun.jnu.encoding"));
    var shape = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS);
    return fits
        ? LINKER
            .defaultLookup()
            .find("statx")
            .map(at -> LINKER.downcallHandle(at, shape, Linker.Option.captureCallState("errno")))
        : Optional.empty();
  }

  /** What is at this path. */
  static Answer of(Path path, boolean follow) {
    String name = path.toString();
    // U+FFFD may stand for bytes that are no UTF-8.
    if (CALL.isEmpty() || name.length() > PATH_MAX / 4 || name.indexOf('\ufffd') >= 0) {
      return UNKNOWN;
    }
    Memory free = FREE.poll();
    Memory memory = free == null ? Memory.take() : free;
    try {
      MemorySegment stat = memory.stat;
      MemorySegment errno = memory.errno;
      MemorySegment text = memory.text;
      text.setString(0, name.isEmpty() ? "." : name, StandardCharsets.UTF_8);
      int flags = follow ? 0 : AT_SYMLINK_NOFOLLOW;
      int failed = (int) CALL.get().invokeExact(errno, AT_FDCWD, text, flags, BASIC_STATS, stat);
      if (failed != 0) {
        int why = errno.get(JAVA_INT, 0);
        return why == ENOENT || why == ENOTDIR ? ABSENT : UNKNOWN;
      }
      return new Answer.There(read(stat));
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library went wrong", e);
    } finally {
      FREE.add(memory);
    }
  }

  /** The structure is the same on every machine. */
  private static FileStat read(MemorySegment stat) {
    return new FileStat(
        stat.get(JAVA_LONG, 40),
        stat.get(JAVA_LONG, 112) * SECOND + stat.get(JAVA_INT, 120),
        stat.get(JAVA_LONG, 96) * SECOND + stat.get(JAVA_INT, 104),
        stat.get(JAVA_LONG, 32),
        device(stat.get(JAVA_INT, 136), stat.get(JAVA_INT, 140)),
        Short.toUnsignedInt(stat.get(JAVA_SHORT, 28)),
        stat.get(JAVA_INT, 16));
  }

  /** As {@code makedev(3)} packs it. */
  private static long device(int major, int minor) {
    long high = Integer.toUnsignedLong(major);
    long low = Integer.toUnsignedLong(minor);
    return ((high & 0xfffff000L) << 32)
        | ((high & 0xfffL) << 8)
        | ((low & 0xffffff00L) << 12)
        | (low & 0xffL);
  }
}
