package org.computepods.chef.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A run by the JDK's own means, where there is neither {@code posix_spawn} nor a subreaper. */
final class PlainRun implements ToolRun {
  private final Invocation tool;
  private final BoundedLog log;

  // Guarded by this.
  private Optional<Process> process = Optional.empty();
  private boolean cancelled;

  PlainRun(Invocation tool, BoundedLog log) {
    this.tool = tool;
    this.log = log;
  }

  @Override
  public End await() throws IOException {
    long begun = System.nanoTime();
    Process started;
    synchronized (this) {
      if (cancelled) {
        return new End(End.Way.CANCELLED, -1, Duration.ZERO, Optional.empty());
      }
      started = start();
      process = Optional.of(started);
    }
    Thread reader = Thread.ofVirtual().name("log-" + started.pid()).start(() -> read(started));
    boolean timedOut = false;
    boolean left = false;
    try {
      timedOut = !started.waitFor(tool.limit().toNanos(), TimeUnit.NANOSECONDS);
      left = kill(started);
      started.waitFor();
      // A detached process that we cannot see may hold the other end: wait for it a little only.
      reader.join(Duration.ofSeconds(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      cancel();
    }
    return end(started, timedOut, left, Duration.ofNanos(System.nanoTime() - begun));
  }

  @Override
  public synchronized void cancel() {
    cancelled = true;
    process.ifPresent(this::kill);
  }

  private Process start() throws IOException {
    List<String> argv = new ArrayList<>(tool.argv());
    argv.set(0, tool.program().toString());
    var builder = new ProcessBuilder(argv).directory(tool.directory().toFile());
    builder.environment().clear();
    builder.environment().putAll(tool.env());
    builder.redirectErrorStream(true).redirectInput(Redirect.from(new File("/dev/null")));
    return builder.start();
  }

  private void read(Process started) {
    byte[] buffer = new byte[8192];
    try (InputStream in = started.getInputStream()) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        log.append(buffer, 0, n);
      }
    } catch (IOException closed) {
      // Together with the process.
    }
  }

  /** Whether there was anything to kill. */
  private boolean kill(Process started) {
    Set<ProcessHandle> tree = new HashSet<>();
    while (tree.addAll(started.descendants().toList())) {
      tree.forEach(ProcessHandle::destroyForcibly);
    }
    for (int pid : Proc.all()) {
      String mark = "TMPDIR=" + tool.env().getOrDefault("TMPDIR", "/none/of/its/own");
      if (Proc.hasSetting(pid, mark)) {
        ProcessHandle.of(pid).ifPresent(tree::add);
      }
    }
    tree.forEach(ProcessHandle::destroyForcibly);
    started.destroyForcibly();
    return !tree.isEmpty();
  }

  private synchronized End end(Process started, boolean timedOut, boolean left, Duration took) {
    var level = Optional.of(Proc.all().isEmpty() ? KillLevel.DESCENDANTS : KillLevel.MARKED);
    if (cancelled || timedOut) {
      return new End(cancelled ? End.Way.CANCELLED : End.Way.TIMED_OUT, -1, took, level);
    }
    return new End(End.Way.BY_ITSELF, started.exitValue(), took, left ? level : Optional.empty());
  }
}
