package org.computepods.majordomo.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computepods.majordomo.core.TaskNode.Phase;

/**
 * What a build is to bring up to date: first the tasks that write files of tasks, for what the
 * project is shows only then; after them what its targets mean.
 */
final class Aim {
  private final DependencyManager graph;
  private final Goals goals;
  private final Project project;
  private final Scheduler scheduler;
  private final Telling telling;

  Aim(DependencyManager graph, Goals goals, Project project, Scheduler scheduler, Telling telling) {
    this.graph = graph;
    this.goals = goals;
    this.project = project;
    this.scheduler = scheduler;
    this.telling = telling;
  }

  /** Finds what the build's targets mean now; says whether it can go on with that. */
  boolean take(BuildRun build) {
    Set<TaskNode> writers = goals.writersOfTasks();
    if (!build.prepared
        && !writers.isEmpty()
        && !build.request.dryRun()
        && !scheduler.areFresh(writers)) {
      wants(build, writers);
      return true;
    }
    // What is wrong may be in files that tasks write, which are up to date by now.
    if (!graph.binding().problems().isEmpty()) {
      graph.binding().problems().forEach(p -> build.problems.add(Reports.problem(p)));
      circles().forEach(circle -> build.problems.addAll(Reports.circle(circle)));
      build.invalid = true;
      return false;
    }
    if (!project.problems().isEmpty()) {
      project.refuse(build);
      return false;
    }
    build.prepared = true;
    if (!build.request.dryRun() || writers.isEmpty()) {
      tellDoubts(build);
    }
    Goals.Found found = goals.of(build.request.targets());
    wants(build, both(found.tasks(), writers));
    found.unknown().forEach(build::problem);
    build.impossible |= !found.unknown().isEmpty();
    return !build.impossible || build.request.keepGoing();
  }

  /** Whether no file of tasks is other than it should be: who writes one may have failed. */
  boolean knowsAllTasks() {
    return goals.writersOfTasks().stream()
        .noneMatch(writer -> writer.phase == Phase.FAILED || writer.phase == Phase.SKIPPED);
  }

  /** What in the project is seldom meant, told once. */
  private void tellDoubts(BuildRun build) {
    if (build.doubting) {
      build.doubting = false;
      graph
          .binding()
          .doubts()
          .forEach(doubt -> telling.warning(build, doubt.place() + ": " + doubt.message()));
    }
  }

  private void wants(BuildRun build, Set<TaskNode> tasks) {
    build.goals = tasks;
    if (scheduler.builds.contains(build)) {
      scheduler.replan();
    }
  }

  private static Set<TaskNode> both(Set<TaskNode> tasks, Set<TaskNode> writers) {
    if (tasks.containsAll(writers)) {
      return tasks;
    }
    var both = new LinkedHashSet<>(tasks);
    both.addAll(writers);
    return both;
  }

  /** All circles of required dependencies in the whole project. */
  private List<List<CycleOrder.Link>> circles() {
    return new TaskIndex(List.copyOf(graph.tasks()))
        .groups().stream().map(CycleOrder::requiredCircle).flatMap(Optional::stream).toList();
  }
}
