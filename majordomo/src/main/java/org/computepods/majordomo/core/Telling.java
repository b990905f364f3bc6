package org.computepods.majordomo.core;

import java.util.Objects;
import java.util.function.Consumer;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.jspecify.annotations.Nullable;

/** Tells people how builds go on: what begins and ends, and how much of all is done. */
final class Telling {
  private final DependencyManager graph;
  private final Scheduler scheduler;
  private final Consumer<Command> out;

  Telling(DependencyManager graph, Scheduler scheduler, Consumer<Command> out) {
    this.graph = graph;
    this.scheduler = scheduler;
    this.out = out;
  }

  /** Something about the whole build, or about one of its tasks. */
  void of(BuildRun build, String kind, @Nullable TaskNode node, @Nullable String message) {
    tell(build, kind, node == null ? null : node.name(), message, null, null);
  }

  /** Something about a task, to all builds that want it. */
  void of(TaskNode node, String kind, String message) {
    scheduler.wanting(node).forEach(build -> of(build, kind, node, message));
  }

  void warning(BuildRun build, String warning) {
    build.warnings.add(warning);
    of(build, "warning", null, warning);
  }

  /** A run has ended that the build counts. */
  void finished(BuildRun build, TaskNode node, BuildReport.Run run) {
    tell(build, "finished", node.name(), null, run, null);
  }

  /** The build has come to its end, or to that of its round; its stage says which. */
  void ended(BuildRun build, BuildReport report) {
    String kind = build.stage == BuildRun.Stage.RESTING ? "rested" : "ended";
    tell(build, kind, null, null, null, report);
  }

  private void tell(
      BuildRun build,
      String kind,
      @Nullable String task,
      @Nullable String message,
      BuildReport.@Nullable Run run,
      @Nullable BuildReport report) {
    int total = build.wanted.size();
    int done = kind.equals("started") ? build.told : doneSoFar(build);
    if (run != null && Objects.equals(run.exit(), 0) && countsWithThis(task)) {
      done++;
    }
    build.told = done;
    out.accept(
        new Command.Tell(
            new BuildEvent(build.id, kind, task, message, Math.max(0, done), total, run, report)));
  }

  /** What has been done; what ends is not planned any more, and done all the same. */
  private int doneSoFar(BuildRun build) {
    return switch (build.stage) {
      case STOPPING, ENDED -> Math.max(build.told, build.wanted.done());
      default -> build.wanted.done() + scheduler.walker().turnsTaken(build);
    };
  }

  /**
   * Whether this run makes one more task done: the only run of a task counts before it was judged
   * again, and in a cycle each member counts that has had its turn in this pass.
   */
  private boolean countsWithThis(@Nullable String task) {
    return task != null
        && graph
            .named(task)
            .filter(n -> !n.group.cyclic() || scheduler.walker().isItsTurn(n))
            .isPresent();
  }
}
