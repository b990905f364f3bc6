package org.computepods.cli.federation;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Leaves the terminal and the pipe of whoever started this process, as a daemon does. */
final class Detach {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private Detach() {}

  /** A session of its own: Ctrl-C and the end of the terminal do not reach it. */
  static void fromTerminal() {
    call(FunctionDescriptor.of(ValueLayout.JAVA_INT), "setsid");
  }

  /**
   * Lets standard output go where errors go. Closing it would let the next file have its number,
   * and whoever prints would write into that.
   */
  static void fromPipe() {
    FunctionDescriptor twoInts =
        FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
    call(twoInts, "dup2", STDERR, STDOUT);
  }

  @SuppressWarnings("restricted") // the jar's manifest allows it
  private static void call(FunctionDescriptor shape, String name, Object... arguments) {
    Linker linker = Linker.nativeLinker();
    MethodHandle function = linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
    try {
      Object result = function.invokeWithArguments(arguments);
      if (result == null) {
        throw new IllegalStateException(name + " said nothing");
      }
    } catch (Throwable e) {
      throw new IllegalStateException("cannot call " + name, e);
    }
  }
}
