package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What tools leave behind, which on Linux becomes a child of this process, for it is a child
 * subreaper. One for the whole process, whatever number of pods it holds.
 *
 * <p>An orphan belongs to a run if it has the session or group of the run's first process, or its
 * {@code TMPDIR}. One that hid all of these (a session of its own, an empty environment) dies as
 * soon as every run that was there when it began is over.
 */
final class Orphans {
  /** A killed process goes as soon as the kernel lets go of it; this long we wait. */
  private static final int GONE_WITHIN_MS = 2000;

  /** Against tools that fork faster than we kill; each round kills a whole generation. */
  private static final int ROUNDS_MAX = 10_000;

  private static final int SELF = (int) ProcessHandle.current().pid();
  private static final int SESSION = session();

  /** Runs that may have processes. */
  private static final Set<Run> LIVE = ConcurrentHashMap.newKeySet();

  /** Children of ours which are no tools. */
  private static final Set<Integer> SPARED = ConcurrentHashMap.newKeySet();

  private Orphans() {}

  /** A run, known before its first process is, so that no child of it is ever taken for lost. */
  static final class Run {
    private final String mark;
    private volatile int root;

    private Run(String mark) {
      this.mark = mark;
    }

    void root(int pid) {
      root = pid;
    }

    /** Whether this may be the run that the orphan hides from. */
    private boolean mayOwn(Proc.Stat orphan) {
      return root == 0
          || Proc.stat(root).filter(stat -> stat.started() <= orphan.started()).isPresent();
    }
  }

  /**
   * A run is about to begin; {@link #forget} must follow.
   *
   * @param mark setting, {@code NAME=value}, that only its processes have
   */
  static Run begin(String mark) {
    var run = new Run(mark);
    LIVE.add(run);
    return run;
  }

  static void spare(int pid) {
    SPARED.add(pid);
  }

  /**
   * The run's first process has ended and is not yet reaped, kills whatever else is left of it.
   *
   * @return whether there was anything
   */
  static boolean end(Run run) {
    boolean killed = false;
    boolean found = true;
    for (int round = 0; found && round < ROUNDS_MAX; round++) {
      found = false;
      for (int pid : Proc.orphans()) {
        Optional<Proc.Stat> orphan = Proc.stat(pid).filter(stat -> mine(stat, run));
        if (orphan.isPresent()) {
          found = true;
          killed |= orphan.get().state() != 'Z';
          bury(pid);
        }
      }
    }
    return killed;
  }

  /** The run is over, or never began. */
  static void forget(Run run) {
    LIVE.remove(run);
  }

  private static boolean mine(Proc.Stat orphan, Run run) {
    int pid = orphan.pid();
    // What this program started otherwise stays in its session.
    if (pid == run.root || SPARED.contains(pid) || ofOurSession(orphan)) {
      return false;
    }
    if (orphan.session() == run.root || orphan.group() == run.root) {
      return true;
    }
    var others = LIVE.stream().filter(other -> other != run).toList();
    if (others.stream().anyMatch(each -> each.root == pid || each.root == orphan.session())) {
      return false;
    }
    return Proc.hasSetting(pid, run.mark)
        || others.stream()
            .noneMatch(each -> Proc.hasSetting(pid, each.mark) || each.mayOwn(orphan));
  }

  /** This program may have left the session that it began in. */
  private static boolean ofOurSession(Proc.Stat orphan) {
    return orphan.session() == SESSION || orphan.session() == session();
  }

  private static int session() {
    return Proc.stat(SELF).map(Proc.Stat::session).orElse(-1);
  }

  /** Kills a child of ours, waits until it is dead, and lets the kernel forget it. */
  private static void bury(int pid) {
    Native.kill(pid);
    int fd = Native.pidfd(pid);
    if (fd >= 0) {
      try (Scratch scratch = Scratch.take()) {
        MemorySegment poll = scratch.words().asSlice(0, 8);
        poll.set(JAVA_INT, 0, fd);
        poll.set(JAVA_SHORT, 4, Native.POLLIN);
        int _ = Native.poll(scratch.state(), poll, GONE_WITHIN_MS);
      } finally {
        Native.close(fd);
      }
    }
    Optional<Integer> _ = Native.reap(pid);
  }
}
