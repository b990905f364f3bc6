package org.computepods.fswatcher.events;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import org.computepods.fswatcher.linux.Libc;

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
  private static final int ENAMETOOLONG = 36;
  private static final int PATH_BYTES = 4096;
  private static final int NONBLOCK_CLOEXEC = 0x80800;
  private static final short POLLIN = 1;
  private static final long POLLFD_BYTES = 8;

  private static final long SYS_OPENAT2 = 437; // on every processor
  private static final long AT_FDCWD = -100;
  private static final long O_PATH_CLOEXEC = 0x280000;
  private static final long RESOLVE_NO_SYMLINKS = 4;
  private static final int ELOOP = 40;
  private static final int ENOENT = 2;
  private static final int ENOTDIR = 20;

  private static final Libc INIT = Libc.function("inotify_init1");
  private static final Libc ADD = Libc.function("inotify_add_watch");
  private static final Libc REMOVE = Libc.function("inotify_rm_watch");
  private static final Libc EVENTFD = Libc.function("eventfd");
  private static final Libc POLL = Libc.function("poll");
  private static final Libc READ = Libc.function("read");
  private static final Libc WRITE = Libc.function("write");
  private static final Libc CLOSE = Libc.function("close");
  private static final Libc SYSCALL = Libc.function("syscall");

  /** Whether the kernel can tell that a path leads through a link (since 5.6). */
  enum Links {
    NONE,
    SOME,
    UNKNOWN
  }

  /** Taken over and over, for to get it costs more than to add a watch. */
  private final MemorySegment addState = Arena.ofAuto().allocate(Libc.STATE);

  private final MemorySegment added = Arena.ofAuto().allocate(PATH_BYTES);

  /** A {@code struct open_how}: flags, mode, and how the path is to be resolved. */
  private final MemorySegment withoutLinks = Arena.ofAuto().allocate(3 * Long.BYTES, Long.BYTES);

  private final int fd;
  private final int bell;

  Inotify() throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(Libc.STATE);
      fd = INIT.callForInt(state, NONBLOCK_CLOEXEC, 0, 0, 0, 0);
      if (fd < 0) {
        throw -fd == EMFILE
            ? new LimitReached(KernelLimit.INSTANCES)
            : new IOException("inotify_init1: errno " + -fd);
      }
      bell = EVENTFD.callForInt(state, 0, NONBLOCK_CLOEXEC, 0, 0, 0);
    }
    withoutLinks.setAtIndex(JAVA_LONG, 0, O_PATH_CLOEXEC);
    withoutLinks.setAtIndex(JAVA_LONG, 2, RESOLVE_NO_SYMLINKS);
  }

  /** The watch descriptor, or minus the errno. */
  synchronized int add(String path, int mask) {
    return put(path) ? ADD.callForInt(addState, fd, added.address(), mask, 0, 0) : -ENAMETOOLONG;
  }

  /**
   * Whether any step of the path is a link now, or is not there; several times as fast as to ask
   * for the real path.
   */
  synchronized Links links(String path) {
    if (!put(path)) {
      return Links.UNKNOWN;
    }
    long opened =
        SYSCALL.callForLong(
            addState,
            SYS_OPENAT2,
            AT_FDCWD,
            added.address(),
            withoutLinks.address(),
            withoutLinks.byteSize());
    if (opened >= 0) {
      int _ = CLOSE.callForInt(addState, opened, 0, 0, 0, 0);
      return Links.NONE;
    }
    return switch ((int) -opened) {
      case ELOOP, ENOENT, ENOTDIR -> Links.SOME;
      default -> Links.UNKNOWN;
    };
  }

  /** Puts the path where a call finds it, if it is not too long. */
  private boolean put(String path) {
    byte[] utf8 = path.getBytes(StandardCharsets.UTF_8);
    if (utf8.length >= PATH_BYTES) {
      return false;
    }
    MemorySegment.copy(utf8, 0, added, JAVA_BYTE, 0, utf8.length);
    added.set(JAVA_BYTE, utf8.length, (byte) 0);
    return true;
  }

  void remove(int wd) {
    try (var arena = Arena.ofConfined()) {
      // Fails where the kernel removed it first, which is as good.
      int _ = REMOVE.callForInt(arena.allocate(Libc.STATE), fd, wd, 0, 0, 0);
    }
  }

  /** Waits for events and fills the buffer with whole ones; 0 bytes when woken instead. */
  int read(MemorySegment buffer) throws IOException {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(Libc.STATE);
      var polled = arena.allocate(2 * POLLFD_BYTES, 4);
      for (int i = 0; i < 2; i++) {
        polled.set(JAVA_INT, i * POLLFD_BYTES, i == 0 ? fd : bell);
        polled.set(JAVA_SHORT, i * POLLFD_BYTES + 4, POLLIN);
      }
      while (true) {
        int ready = POLL.callForInt(state, polled.address(), 2, -1, 0, 0);
        if (ready < 0 && -ready != EINTR) {
          throw new IOException("poll: errno " + -ready);
        }
        if (polled.get(JAVA_SHORT, POLLFD_BYTES + 6) != 0) {
          return 0;
        }
        long n =
            ready <= 0 ? 0 : READ.callForLong(state, fd, buffer.address(), buffer.byteSize(), 0, 0);
        if (n > 0) {
          return (int) n;
        }
      }
    }
  }

  void wake() {
    try (var arena = Arena.ofConfined()) {
      var one = arena.allocateFrom(JAVA_LONG, 1);
      long _ =
          WRITE.callForLong(arena.allocate(Libc.STATE), bell, one.address(), one.byteSize(), 0, 0);
    }
  }

  /** Ends the instance and all its watches; nobody may be reading. */
  @Override
  public void close() {
    try (var arena = Arena.ofConfined()) {
      var state = arena.allocate(Libc.STATE);
      int _ = CLOSE.callForInt(state, fd, 0, 0, 0, 0);
      int _ = CLOSE.callForInt(state, bell, 0, 0, 0, 0);
    }
  }
}
