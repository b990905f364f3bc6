package org.computepods.cli.args;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The commands that change files. */
final class WorkCommands {
  private WorkCommands() {}

  /** Jobs at once; 0 where it was not said. */
  private static int atOnce(@Nullable Integer jobs) {
    if (jobs != null && jobs < 1) {
      throw Failure.usage("-j takes a number of jobs, 1 or more, not " + jobs);
    }
    return jobs == null ? 0 : jobs;
  }

  private static int patience(int waitS) {
    if (waitS < 0) {
      throw Failure.usage("--wait takes a number of seconds, 0 or more, not " + waitS);
    }
    return waitS;
  }

  @Command(name = "init", description = "Write a commented computepods.yaml for what is here.")
  static final class Init implements Grammar.Invoked {
    @Override
    public Invocation invocation() {
      return new Invocation.Init();
    }
  }

  /** What a build is told, whether it is one or goes on with each change. */
  abstract static class Asked implements Grammar.Invoked {
    @Parameters(
        paramLabel = "TARGET|PATH",
        description = "what to build (default: the project's default target)")
    List<String> targets = new ArrayList<>();

    @Option(
        names = {"-k", "--keep-going"},
        description = "go on with what a failure leaves possible")
    boolean keepGoing;

    @Option(
        names = {"-j", "--jobs"},
        paramLabel = "N",
        description = "jobs at once (default: as many as there are slots)")
    @Nullable Integer jobs;

    @Option(names = "--fresh", description = "run, do not restore what was built before")
    boolean fresh;

    @Option(
        names = "--accept-unsettled",
        description = "a cycle that does not settle is no failure")
    boolean acceptUnsettled;

    @Option(
        names = "--wait",
        paramLabel = "SECONDS",
        defaultValue = "10",
        description = "how long to wait for a chef that is known but away (default: 10)")
    int waitS;

    Invocation build(boolean watch, boolean dryRun, Optional<String> trace) {
      return new Invocation.Build(
          targets,
          watch,
          keepGoing,
          dryRun,
          atOnce(jobs),
          fresh,
          acceptUnsettled,
          trace,
          patience(waitS));
    }
  }

  @Command(name = "build", description = "Bring targets, tasks or files up to date.")
  static final class Build extends Asked {
    @Option(
        names = {"-n", "--dry-run"},
        description = "say what would run and why; run nothing")
    boolean dryRun;

    @Option(
        names = "--trace",
        paramLabel = "FILE",
        description = "write what ran when, as Chrome's trace viewer reads it")
    @Nullable String trace;

    @Override
    public Invocation invocation() {
      return build(false, dryRun, Optional.ofNullable(trace));
    }
  }

  @Command(
      name = "watch",
      description = "Build, and again on each settled change, until interrupted.")
  static final class Watch extends Asked {
    @Override
    public Invocation invocation() {
      return build(true, false, Optional.empty());
    }
  }

  @Command(
      name = "verify",
      description = "Build cold in a scratch copy, and compare every output with what stands.")
  static final class Verify implements Grammar.Invoked {
    @Parameters(
        paramLabel = "TARGET|PATH",
        description = "what to verify (default: the project's default target)")
    List<String> targets = new ArrayList<>();

    @Override
    public Invocation invocation() {
      return new Invocation.Verify(targets);
    }
  }

  @Command(
      name = "cancel",
      description = "End builds and watches, of other terminals too, as Ctrl-C there does.")
  static final class Cancel implements Grammar.Invoked {
    @Parameters(
        paramLabel = "BUILD",
        description = "as `builds` names it (default: all under way in this workspace)")
    List<String> builds = new ArrayList<>();

    @Override
    public Invocation invocation() {
      return new Invocation.Cancel(builds);
    }
  }

  @Command(name = "clean", description = "Remove what we built and nobody changed since.")
  static final class Clean implements Grammar.Invoked {
    @Parameters(paramLabel = "TARGET|PATH", description = "what to remove (default: all)")
    List<String> targets = new ArrayList<>();

    @Override
    public Invocation invocation() {
      return new Invocation.Clean(targets);
    }
  }
}
