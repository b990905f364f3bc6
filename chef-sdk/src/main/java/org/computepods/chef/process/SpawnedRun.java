package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.Optional;

/**
 * A run on Linux: one thread waits for output, end and time limit at once, by {@code poll} on a
 * pipe and a pidfd. Meant for a platform thread, for it would hold a virtual one's carrier.
 */
final class SpawnedRun implements ToolRun {
  private static final int NONE = -1;

  private final Invocation tool;
  private final BoundedLog log;

  // Guarded by this: a process id may be killed only until it is reaped.
  private int pid;
  private boolean cancelled;
  private boolean over;

  SpawnedRun(Invocation tool, BoundedLog log) {
    this.tool = tool;
    this.log = log;
  }

  @Override
  public End await() throws IOException {
    long begun = System.nanoTime();
    var run = Orphans.begin("TMPDIR=" + tool.env().getOrDefault("TMPDIR", "/none/of/its/own"));
    try {
      return await(run, begun);
    } finally {
      Orphans.forget(run);
    }
  }

  private End await(Orphans.Run run, long begun) throws IOException {
    int[] pipe = Native.pipe();
    try {
      synchronized (this) {
        if (cancelled) {
          return new End(End.Way.CANCELLED, -1, Duration.ZERO, Optional.empty());
        }
        pid = Spawn.start(tool, -1, pipe[1]);
        run.root(pid);
      }
      return follow(run, pipe[0], begun);
    } finally {
      // We hold the writing end as well, or its closing would wake us before the tool is over.
      Native.close(pipe[1]);
      Native.close(pipe[0]);
    }
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    killGroup();
  }

  /** The rest of the tree is found once the first process is dead. */
  private synchronized void killGroup() {
    if (pid != 0 && !over) {
      Native.kill(-pid);
      Native.kill(pid);
    }
  }

  private End follow(Orphans.Run run, int pipe, long begun) throws IOException {
    int pidfd = Native.pidfd(pid);
    if (pidfd < 0) {
      killGroup();
      throw new IOException("cannot watch process " + pid + ": " + Native.word(-pidfd));
    }
    boolean timedOut = false;
    try (Scratch scratch = Scratch.take()) {
      MemorySegment state = scratch.state();
      MemorySegment buffer = scratch.bytes();
      MemorySegment fds = scratch.words().asSlice(0, 16).fill((byte) 0);
      watch(fds, 0, pidfd);
      watch(fds, 8, pipe);
      while (fds.get(JAVA_SHORT, 6) == 0) {
        long leftMs = tool.limit().minusNanos(System.nanoTime() - begun).toMillis();
        int wait = timedOut ? NONE : Math.clamp(leftMs + 1, 0, Integer.MAX_VALUE);
        int ready = Native.poll(state, fds, wait);
        if (ready == 0) {
          timedOut = true;
          killGroup();
        } else if (ready > 0 && hasOutput(fds, 14)) {
          take(state, pipe, buffer);
        }
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      boolean left = Orphans.end(run);
      int exit = bury();
      // Nobody else holds the other end any more.
      MemorySegment output = fds.asSlice(8, 8);
      while (Native.poll(state, output, 0) > 0 && hasOutput(output, 6)) {
        take(state, pipe, buffer);
      }
      return end(timedOut, left, exit, took);
    } finally {
      Native.close(pidfd);
    }
  }

  private synchronized int bury() {
    over = true;
    return Native.reap(pid).orElse(-1);
  }

  private synchronized End end(boolean timedOut, boolean left, int exit, Duration took) {
    if (cancelled || timedOut) {
      var way = cancelled ? End.Way.CANCELLED : End.Way.TIMED_OUT;
      return new End(way, -1, took, Optional.of(KillLevel.SUBREAPER));
    }
    Optional<KillLevel> level = left ? Optional.of(KillLevel.SUBREAPER) : Optional.empty();
    return new End(End.Way.BY_ITSELF, exit, took, level);
  }

  private static boolean hasOutput(MemorySegment fds, long answer) {
    return (fds.get(JAVA_SHORT, answer) & Native.POLLIN) != 0;
  }

  /** Reads once, where there is something. */
  private void take(MemorySegment state, int pipe, MemorySegment buffer) {
    int n = Native.read(state, pipe, buffer);
    if (n > 0) {
      byte[] bytes = buffer.asSlice(0, n).toArray(JAVA_BYTE);
      log.append(bytes, 0, n);
    }
  }

  private static void watch(MemorySegment fds, long at, int fd) {
    fds.set(JAVA_INT, at, fd);
    fds.set(JAVA_SHORT, at + 4, Native.POLLIN);
  }
}
