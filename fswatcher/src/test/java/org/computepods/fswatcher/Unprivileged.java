package org.computepods.fswatcher;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/**
 * Takes root's right to read what is closed to everybody from this thread and all that it starts,
 * so that a test shows the same whoever runs it. Where nobody is root, or there is no Linux, there
 * is nothing to take.
 */
final class Unprivileged implements AutoCloseable {
  private static final boolean LINUX = System.getProperty("os.name").equals("Linux");

  /** {@code CAP_DAC_OVERRIDE} and {@code CAP_DAC_READ_SEARCH} of capabilities(7). */
  private static final int READ_ALL = 1 << 1 | 1 << 2;

  private static final int VERSION_3 = 0x20080522;
  private static final int DATA_BYTES = 24;

  private final int before;

  Unprivileged() {
    before = LINUX ? effective(0, READ_ALL) : 0;
  }

  @Override
  public void close() {
    if (LINUX) {
      effective(before & READ_ALL, 0);
    }
  }

  /** Adds and takes rights that are in force; the answer: those that were before. */
  private static int effective(int add, int take) {
    try (var arena = Arena.ofConfined()) {
      var head = arena.allocate(8, 4);
      head.set(JAVA_INT, 0, VERSION_3);
      var data = arena.allocate(DATA_BYTES, 4);
      call("capget", head, data);
      int had = data.get(JAVA_INT, 0);
      data.set(JAVA_INT, 0, (had | add) & ~take);
      call("capset", head, data);
      return had;
    }
  }

  @SuppressWarnings("restricted") // the signatures are those of the manual pages
  private static void call(String name, MemorySegment head, MemorySegment data) {
    var linker = Linker.nativeLinker();
    var handle =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
    int failed;
    try {
      failed = (int) handle.invokeExact(head, data);
    } catch (Throwable e) {
      throw new IllegalStateException(name, e);
    }
    if (failed != 0) {
      throw new IllegalStateException(name + " failed");
    }
  }
}
