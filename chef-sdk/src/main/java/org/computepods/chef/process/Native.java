package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * The calls of Linux and its C library that starting and ending processes takes. Each returns what
 * the C function returns, with {@code -errno} for {@code -1}.
 */
@SuppressWarnings("restricted") // Why we are here.
final class Native {
  static final int EINTR = 4;
  static final int SIGKILL = 9;
  static final int WNOHANG = 1;
  static final short POLLIN = 1;

  private static final int O_CLOEXEC = 0x80000;
  private static final int PR_SET_CHILD_SUBREAPER = 36;
  private static final long SYS_PIDFD_OPEN = 434;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final SymbolLookup LIBC = LINKER.defaultLookup();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  static final MemoryLayout STATE = Linker.Option.captureStateLayout();

  private static final MethodHandle PIPE2 = call("pipe2", ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN =
      handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT), 2);
  private static final MethodHandle CLOSE = plain("close", JAVA_INT);
  private static final MethodHandle READ =
      handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG), 0);
  private static final MethodHandle PREAD =
      handle("pread", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_LONG), 0);
  private static final MethodHandle POLL = call("poll", ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle KILL = plain("kill", JAVA_INT, JAVA_INT);
  private static final MethodHandle WAITPID = call("waitpid", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle PRCTL =
      handle("prctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG), 1);
  private static final MethodHandle SYSCALL =
      handle("syscall", FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG), 1);

  private Native() {}

  /** Makes this process the parent of every orphan below it; whether that worked. */
  static boolean becomeSubreaper() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return (int) PRCTL.invokeExact(state, PR_SET_CHILD_SUBREAPER, 1L) == 0;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** A pipe that no other program inherits, as {read end, write end}. */
  static int[] pipe() throws IOException {
    try (Scratch scratch = Scratch.take()) {
      MemorySegment state = scratch.state();
      MemorySegment ends = scratch.words();
      int failed = (int) PIPE2.invokeExact(state, ends, O_CLOEXEC);
      if (failed != 0) {
        throw new IOException("no pipe: " + word(errno(state)));
      }
      return new int[] {ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1)};
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** A descriptor for reading that no other program inherits; negative where there is none. */
  static int open(String path) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int fd = (int) OPEN.invokeExact(state, arena.allocateFrom(path), O_CLOEXEC);
      return fd < 0 ? -errno(state) : fd;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  static void close(int fd) {
    try {
      int _ = (int) CLOSE.invokeExact(fd);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** Scratch memory for {@link #read} and {@link #poll}, of one thread. */
  static MemorySegment state(Arena arena) {
    return arena.allocate(STATE);
  }

  static int read(MemorySegment state, int fd, MemorySegment buffer) {
    try {
      long n = (long) READ.invokeExact(state, fd, buffer, buffer.byteSize());
      return n < 0 ? -errno(state) : (int) n;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** From the beginning of the file, as it is now. */
  static int readAll(MemorySegment state, int fd, MemorySegment buffer) {
    try {
      long n = (long) PREAD.invokeExact(state, fd, buffer, buffer.byteSize(), 0L);
      return n < 0 ? -errno(state) : (int) n;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * @param fds array of {@code struct pollfd}
   */
  static int poll(MemorySegment state, MemorySegment fds, int timeoutMs) {
    try {
      int n = (int) POLL.invokeExact(state, fds, fds.byteSize() / 8, timeoutMs);
      return n < 0 ? -errno(state) : n;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /**
   * @param pid negative for a process group
   */
  static void kill(int pid) {
    try {
      int _ = (int) KILL.invokeExact(pid, SIGKILL);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** The exit code of a child that has ended, and it is gone then; empty while it runs. */
  static Optional<Integer> reap(int pid) {
    try (Scratch scratch = Scratch.take()) {
      MemorySegment status = scratch.words();
      int who = (int) WAITPID.invokeExact(scratch.state(), pid, status, WNOHANG);
      if (who != pid) {
        return Optional.empty();
      }
      int word = status.get(JAVA_INT, 0);
      int signal = word & 0x7f;
      return Optional.of(signal == 0 ? (word >> 8) & 0xff : 128 + signal);
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** A descriptor that becomes readable when the process ends; negative where it is gone. */
  static int pidfd(int pid) {
    try (Scratch scratch = Scratch.take()) {
      MemorySegment state = scratch.state();
      long fd = (long) SYSCALL.invokeExact(state, SYS_PIDFD_OPEN, (long) pid, 0L);
      return fd < 0 ? -errno(state) : (int) fd;
    } catch (Throwable e) {
      throw broken(e);
    }
  }

  /** What this error number means, for people. */
  static String word(int errno) {
    return switch (errno) {
      case 1 -> "operation not permitted";
      case 2 -> "no such file or directory";
      case 7 -> "argument list too long";
      case 8 -> "not an executable of this machine, and without a #! line";
      case 11 -> "too many processes";
      case 12 -> "out of memory";
      case 13 -> "permission denied";
      case 20 -> "not a directory";
      case 23, 24 -> "too many open files";
      case 26 -> "the executable is being written";
      default -> "error " + errno;
    };
  }

  static Optional<MethodHandle> optional(String name, FunctionDescriptor shape) {
    return LIBC.find(name).map(at -> LINKER.downcallHandle(at, shape));
  }

  static IllegalStateException broken(Throwable cause) {
    return new IllegalStateException("a call of the C library went wrong", cause);
  }

  private static int errno(MemorySegment state) {
    return state.get(JAVA_INT, 0);
  }

  private static MethodHandle call(String name, MemoryLayout... parameters) {
    return handle(name, FunctionDescriptor.of(JAVA_INT, parameters), 0);
  }

  /** One whose failure tells nothing that we want to know. */
  private static MethodHandle plain(String name, MemoryLayout... parameters) {
    return optional(name, FunctionDescriptor.of(JAVA_INT, parameters))
        .orElseThrow(() -> new UnsatisfiedLinkError(name));
  }

  private static MethodHandle handle(String name, FunctionDescriptor shape, int variadicFrom) {
    MemorySegment at = LIBC.find(name).orElseThrow(() -> new UnsatisfiedLinkError(name));
    return variadicFrom == 0
        ? LINKER.downcallHandle(at, shape, ERRNO)
        : LINKER.downcallHandle(at, shape, ERRNO, Linker.Option.firstVariadicArg(variadicFrom));
  }
}
