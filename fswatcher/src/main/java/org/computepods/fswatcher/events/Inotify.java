package org.computepods.fswatcher.events;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;

/**
 * One inotify(7) instance by the foreign-function API. {@link #read} blocks in the kernel, so it
 * wants a platform thread of its own; {@link #wake} ends it, from any thread.
 */
final class Inotify implements AutoCloseable {
  static final int MODIFY = 0x2;
  static final int ATTRIB = 0x4;
  static final int CLOSE_WRITE = 0x8;
  static final int MOVED_FROM = 0x40;
  static final int MOVED_TO = 0x80;
  static final int CREATE = 0x100;
  static final int DELETE = 0x200;
  static final int DELETE_SELF = 0x400;
  static final int MOVE_SELF = 0x800;
  static final int UNMOUNT = 0x2000;
  static final int OVERFLOW = 0x4000;
  static final int IGNORED = 0x8000;
  static final int ONLY_FOLDERS = 0x1000000;
  static final int DONT_FOLLOW = 0x2000000;
  static final int IS_FOLDER = 0x40000000;

  static final int EACCES = 13;
  static final int EMFILE = 24;
  static final int ENOSPC = 28;

  private static final int EINTR = 4;
  private static final int NONBLOCK_CLOEXEC = 0x80800;
  private static final short POLLIN = 1;
  private static final long POLLFD_BYTES = 8;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
  private static final MethodHandle INIT = call("inotify_init1", JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD =
      call("inotify_add_watch", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle REMOVE = call("inotify_rm_watch", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

  private final int fd;
  private final int bell;

  Inotify() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      fd = (int) INIT.invokeExact(state, NONBLOCK_CLOEXEC);
      if (fd < 0) {
        throw errno(state) == EMFILE
            ? new LimitReached(KernelLimit.INSTANCES)
            : new IOException("inotify_init1: errno " + errno(state));
      }
      bell = (int) EVENTFD.invokeExact(state, 0, NONBLOCK_CLOEXEC);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** The watch descriptor, or minus the errno. */
  int add(String path, int mask) {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var name = arena.allocateFrom(path, StandardCharsets.UTF_8);
      int wd = (int) ADD.invokeExact(state, fd, name, mask);
      return wd >= 0 ? wd : -errno(state);
    } catch (Throwable e) {
      throw new IllegalStateException("inotify_add_watch", e);
    }
  }

  void remove(int wd) {
    try (var arena = Arena.ofConfined()) {
      // Fails where the kernel removed it first, which is as good.
      int _ = (int) REMOVE.invokeExact(arena.allocate(STATE), fd, wd);
    } catch (Throwable e) {
      throw new IllegalStateException("inotify_rm_watch", e);
    }
  }

  /** Waits for events and fills the buffer with whole ones; 0 bytes when woken instead. */
  int read(MemorySegment buffer) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      var polled = arena.allocate(2 * POLLFD_BYTES, 4);
      for (int i = 0; i < 2; i++) {
        polled.set(JAVA_INT, i * POLLFD_BYTES, i == 0 ? fd : bell);
        polled.set(JAVA_SHORT, i * POLLFD_BYTES + 4, POLLIN);
      }
      while (true) {
        int ready = (int) POLL.invokeExact(state, polled, 2L, -1);
        if (ready < 0 && errno(state) != EINTR) {
          throw new IOException("poll: errno " + errno(state));
        }
        if (polled.get(JAVA_SHORT, POLLFD_BYTES + 6) != 0) {
          return 0;
        }
        long n = ready <= 0 ? 0 : (long) READ.invokeExact(state, fd, buffer, buffer.byteSize());
        if (n > 0) {
          return (int) n;
        }
      }
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  void wake() {
    try (var arena = Arena.ofConfined()) {
      long _ =
          (long)
              WRITE.invokeExact(arena.allocate(STATE), bell, arena.allocateFrom(JAVA_LONG, 1), 8L);
    } catch (Throwable e) {
      throw new IllegalStateException("write to an eventfd", e);
    }
  }

  /** Ends the instance and all its watches; nobody may be reading. */
  @Override
  public void close() {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(STATE);
      int _ = (int) CLOSE.invokeExact(state, fd);
      int _ = (int) CLOSE.invokeExact(state, bell);
    } catch (Throwable e) {
      throw new IllegalStateException("close", e);
    }
  }

  @SuppressWarnings("restricted") // the signatures are those of the manual pages
  private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... parameters) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), FunctionDescriptor.of(result, parameters), ERRNO);
  }

  private static int errno(MemorySegment state) {
    return state.get(JAVA_INT, 0);
  }

  private static IOException unexpected(Throwable e) {
    return e instanceof IOException io ? io : new IOException(e);
  }
}
