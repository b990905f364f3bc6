package org.computepods.chef.store;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.computepods.rules.Digest;

/**
 * Digests of small files by Linux's own calls: open, read and close, where the JDK makes a channel,
 * a stream and a second read.
 */
@SuppressWarnings("restricted") // Why we are here.
final class SmallFile {
  /** Longer files take their time anyway. */
  private static final int SIZE_MAX = 16 * 1024;

  /** Longer names exist, and are left to the JDK. */
  private static final int PATH_MAX = 4096;

  private static final int READ_ONLY_CLOEXEC = 0x80000;

  private static final boolean AVAILABLE =
      "Linux".equals(System.getProperty("os.name"))
          && "UTF-8".equals(System.getProperty("sun.jnu.encoding"));

  /** As many as were used at once. */
  private static final ConcurrentLinkedQueue<Memory> FREE = new ConcurrentLinkedQueue<>();

  /** What one reading takes. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Memory(MemorySegment name, MemorySegment content, byte[] bytes) {
    static Memory take() {
      Memory used = FREE.poll();
      if (used != null) {
        return used;
      }
      MemorySegment all = Arena.ofAuto().allocate(PATH_MAX + SIZE_MAX, 8);
      return new Memory(
          all.asSlice(0, PATH_MAX), all.asSlice(PATH_MAX, SIZE_MAX), new byte[SIZE_MAX]);
    }
  }

  /** Found only where they are called. */
  private static final class Calls {
    private static final MethodHandle OPEN =
        call("open", 2, FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle READ =
        call("read", 0, FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE =
        call("close", 0, FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private static MethodHandle call(String name, int variadicFrom, FunctionDescriptor shape) {
      var linker = Linker.nativeLinker();
      MemorySegment at = linker.defaultLookup().findOrThrow(name);
      return variadicFrom == 0
          ? linker.downcallHandle(at, shape)
          : linker.downcallHandle(at, shape, Linker.Option.firstVariadicArg(variadicFrom));
    }
  }

  private SmallFile() {}

  /**
   * The digest of the first so many bytes of this file. Whether it has grown meanwhile the stat
   * that must follow tells.
   *
   * @return empty where another way must be tried, which says what is wrong
   */
  static Optional<Digest> digest(Path path, long size) {
    String name = path.toString();
    // U+FFFD may stand for bytes that are no UTF-8.
    if (!AVAILABLE
        || size > SIZE_MAX
        || name.length() > PATH_MAX / 4
        || name.indexOf('\ufffd') >= 0) {
      return Optional.empty();
    }
    Memory memory = Memory.take();
    try {
      memory.name.setString(0, name, StandardCharsets.UTF_8);
      int fd = (int) Calls.OPEN.invokeExact(memory.name, READ_ONLY_CLOEXEC);
      if (fd < 0) {
        return Optional.empty();
      }
      long read = 0;
      try {
        if (size > 0) {
          read = (long) Calls.READ.invokeExact(fd, memory.content, size);
        }
      } finally {
        int _ = (int) Calls.CLOSE.invokeExact(fd);
      }
      if (read != size) {
        return Optional.empty();
      }
      MemorySegment.copy(memory.content, JAVA_BYTE, 0, memory.bytes, 0, (int) size);
      var sha256 = Digest.sha256();
      sha256.update(memory.bytes, 0, (int) size);
      return Optional.of(Digest.ofBytes(sha256.digest()));
    } catch (Throwable e) {
      throw new IllegalStateException("a call of the C library went wrong", e);
    } finally {
      FREE.add(memory);
    }
  }
}
