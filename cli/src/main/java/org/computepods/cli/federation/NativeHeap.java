package org.computepods.cli.federation;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/** The memory that the C library hands out to SQLite, the compilers and the like. */
final class NativeHeap {
  private static final Optional<MethodHandle> TRIM = find();

  private NativeHeap() {}

  @SuppressWarnings("restricted") // the jar's manifest allows it
  private static Optional<MethodHandle> find() {
    Linker linker = Linker.nativeLinker();
    var shape = FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);
    return linker
        .defaultLookup()
        .find("malloc_trim")
        .map(symbol -> linker.downcallHandle(symbol, shape));
  }

  /** Gives free memory back to the system; only the GNU C library can, others do so unasked. */
  static void trim() {
    TRIM.ifPresent(
        trim -> {
          try {
            int _ = (int) trim.invokeExact(0L);
          } catch (Throwable e) {
            throw new IllegalStateException("cannot call malloc_trim", e);
          }
        });
  }
}
