package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.process.End;
import org.computepods.chef.process.Invocation;
import org.computepods.chef.process.ToolRun;
import org.computepods.chef.wire.BuildFrom;

/** Where the tool of one job is run, and can be stopped. */
final class Bench {
  /** For jobs that state no limit: everything has one. */
  private static final Duration LIMIT_MAX = Duration.ofDays(1);

  private final BuildFrom job;
  private final Kitchen kitchen;
  private final BoundedLog log = new BoundedLog();

  // Guarded by this: cancel comes from another thread.
  private boolean cancelled;
  private Optional<ToolRun> run = Optional.empty();

  Bench(BuildFrom job, Kitchen kitchen) {
    this.job = job;
    this.kitchen = kitchen;
  }

  BoundedLog log() {
    return log;
  }

  synchronized void cancel() {
    cancelled = true;
    run.ifPresent(ToolRun::cancel);
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  /** The job's tool; empty where there is none of its name. */
  Optional<Path> tool(boolean inPlace, Path directory) {
    String word = job.command().isEmpty() ? "" : job.command().getFirst();
    return Which.find(word, env(inPlace).getOrDefault("PATH", ""), directory);
  }

  /** Runs the tool to its end; @throws IOException if it cannot be started. */
  End run(Path tool, boolean inPlace, Path directory) throws IOException {
    Path tmp = kitchen.tools().temporary();
    try {
      Map<String, String> env = env(inPlace);
      env.put("TMPDIR", tmp.toString());
      List<String> argv = job.command();
      var call = new Invocation(tool, argv, env, directory, limit());
      ToolRun prepared = kitchen.tools().prepare(call, log);
      synchronized (this) {
        run = Optional.of(prepared);
        if (cancelled) {
          prepared.cancel();
        }
      }
      return prepared.await();
    } finally {
      kitchen.tools().giveBack(tmp);
    }
  }

  /** In place with the caller's PATH and HOME, elsewhere with the pod's. */
  private Map<String, String> env(boolean inPlace) {
    var env = new HashMap<>(job.env());
    for (String name : List.of("PATH", "HOME", "LANG")) {
      String ours = kitchen.environment().get(name);
      if (ours != null && (!env.containsKey(name) || (!inPlace && !name.equals("LANG")))) {
        env.put(name, ours);
      }
    }
    return env;
  }

  private Duration limit() {
    Duration stated = Duration.ofSeconds(job.timeoutS());
    return stated.isPositive() && stated.compareTo(LIMIT_MAX) < 0 ? stated : LIMIT_MAX;
  }
}
