package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.project.RulesManager;

/**
 * Tasks that write the same file beside their outputs, which nobody knows before they did: two
 * documents that include the same parts, say. They run one after the other, a run that another one
 * wrote into is not believed, and where each undoes what the other left there they have failed, for
 * they would go on so for ever.
 */
final class Neighbours {
  private final DependencyManager graph;
  private final JobDesk desk;

  /** By file, the names of the tasks that were seen to write it, undeclared, and what they left. */
  private final Map<ArtefactPath, Map<String, Left>> writers = new HashMap<>();

  /** The files of those that share one, by the tasks' names. */
  private final Map<String, Set<ArtefactPath>> shared = new HashMap<>();

  /** Groups of which a task waits for a neighbour's run to end. */
  private final Set<Group> waiting = new LinkedHashSet<>();

  /**
   * How a run that no other wrote into left a file.
   *
   * @param build "" before there is one
   * @param tick when its job was made
   */
  private record Left(String build, ArtefactState state, long tick) {
    static final Left UNKNOWN = new Left("", ArtefactState.absent(), 0);

    boolean isLike(Left other) {
      return build.equals(other.build) && state.equals(other.state);
    }

    /** Whether it was left otherwise in the same build, and later. */
    boolean undid(Left earlier) {
      return build.equals(earlier.build) && !state.equals(earlier.state) && tick > earlier.tick;
    }
  }

  Neighbours(DependencyManager graph, JobDesk desk) {
    this.graph = graph;
    this.desk = desk;
  }

  /** Whether a neighbour is at it, so that the task waits for its end. */
  boolean mustWait(TaskNode node) {
    Set<ArtefactPath> files = shared.get(node.name());
    boolean must = files != null && !desk.areAll(other -> !isNeighbour(other, node, files));
    if (must) {
      waiting.add(node.group);
    }
    return must;
  }

  private boolean isNeighbour(TaskNode other, TaskNode node, Set<ArtefactPath> files) {
    return other != node
        && shared.getOrDefault(other.name(), Set.of()).stream().anyMatch(files::contains);
  }

  /** A run has ended: who waited may look again. */
  List<Group> freed() {
    if (waiting.isEmpty()) {
      return List.of();
    }
    var freed = new ArrayList<Group>(waiting);
    waiting.clear();
    return freed;
  }

  /** What a run wrote beside its outputs is known from now on. */
  void wrote(TaskNode node, BuildResults results, RulesManager rules) {
    for (FileRef file : results.undeclared()) {
      var path = ArtefactPath.of(file.path());
      if (rules.isLog(path)) {
        continue;
      }
      Map<String, Left> names = writers.computeIfAbsent(path, _ -> new LinkedHashMap<>(2));
      if (names.putIfAbsent(node.name(), Left.UNKNOWN) == null && names.size() > 1) {
        names
            .keySet()
            .forEach(name -> shared.computeIfAbsent(name, _ -> new HashSet<>()).add(path));
      }
    }
  }

  /** Those that wrote, or write, some of its files while this job was under way, with the file. */
  Map<TaskNode, ArtefactPath> beside(JobDesk.Job job) {
    TaskNode node = job.node();
    var beside = new HashMap<TaskNode, ArtefactPath>();
    for (ArtefactPath path : shared.getOrDefault(node.name(), Set.of())) {
      for (String name : writers.getOrDefault(path, Map.of()).keySet()) {
        graph
            .named(name)
            .filter(other -> other != node)
            .filter(other -> other.phase == TaskNode.Phase.RUNNING || other.restedAt > job.tick())
            .ifPresent(other -> beside.put(other, path));
      }
    }
    return beside;
  }

  /**
   * Whether the task and another undo each other's work in turns: in this build it left a file so
   * before, the other has left it otherwise since, and now it has done the same again.
   */
  Optional<String> undoing(JobDesk.Job job, BuildResults results) {
    Optional<String> undoing = Optional.empty();
    for (FileRef file : results.undeclared()) {
      Map<String, Left> left = writers.getOrDefault(ArtefactPath.of(file.path()), Map.of());
      if (left.containsKey(job.node().name()) && beside(job).isEmpty()) {
        var now = new Left(job.owner().id, FileRefs.state(file), job.tick());
        Left before = left.put(job.node().name(), now);
        if (before != null && now.isLike(before)) {
          undoing = undoing.or(() -> undone(job.node(), file, before, left));
        }
      }
    }
    return undoing;
  }

  private Optional<String> undone(
      TaskNode node, FileRef file, Left before, Map<String, Left> left) {
    return left.entrySet().stream()
        .filter(each -> each.getValue().undid(before))
        .flatMap(each -> graph.named(each.getKey()).stream())
        .map(other -> words(ArtefactPath.of(file.path()), node, other))
        .findFirst();
  }

  private static String words(ArtefactPath path, TaskNode node, TaskNode other) {
    return "it writes %s, as %s does, so that neither finds what it left there: give one of them a folder of its own for its outputs (a task with, say, 'outputs: [out/%s]')"
        .formatted(path, other.name(), node.task.outputs().getFirst().fileName());
  }

  /** Nothing is under way any more. */
  void rest() {
    waiting.clear();
  }
}
