package org.computepods.fswatcher.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * A function of the C library with at most five arguments, all of them whole numbers or addresses.
 *
 * <p>Called as if it took five numbers of 64 bits and returned one, whatever it takes: on the
 * processors that we know those go by registers, of which a function sees as many bits as it wants.
 * Java makes the way into C anew for each shape of function, which takes 10 ms at the start; so
 * there is one shape. A record, for the compilers trust its fields never to change.
 */
@SuppressWarnings("restricted") // Why we are here.
public record Libc(String name, MethodHandle handle) {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final FunctionDescriptor SHAPE =
      FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /** The memory that a call leaves its errno in. */
  public static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  /** The function of this name; @throws java.util.NoSuchElementException if there is none. */
  public static Libc function(String name) {
    var at = LINKER.defaultLookup().findOrThrow(name);
    return new Libc(name, LINKER.downcallHandle(at, SHAPE, ERRNO));
  }

  /** Calls a function that returns an int: that, or minus the errno. */
  public int callForInt(MemorySegment state, long a, long b, long c, long d, long e) {
    int result = (int) call(state, a, b, c, d, e); // of the rest, C says nothing
    return result == -1 ? -state.get(JAVA_INT, 0) : result;
  }

  /** Calls a function that returns a long: that, or minus the errno. */
  public long callForLong(MemorySegment state, long a, long b, long c, long d, long e) {
    long result = call(state, a, b, c, d, e);
    return result == -1 ? -state.get(JAVA_INT, 0) : result;
  }

  private long call(MemorySegment state, long a, long b, long c, long d, long e) {
    try {
      return (long) handle.invokeExact(state, a, b, c, d, e);
    } catch (Throwable failure) {
      throw new IllegalStateException(name, failure);
    }
  }
}
