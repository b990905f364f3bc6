package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a set of goals needs, as groups in an order in which each comes after all that it depends
 * on; and how far it has been worked off. A group is done only when all that it depends on is; one
 * that must be looked at again takes its dependants, near and far, along.
 *
 * <p>A plan outlives the build that it was made for: the next build of the same goals works off
 * what changed meanwhile, and nothing else.
 */
final class Plan {
  /** A required dependency that does not exist and that nothing builds. */
  record Lack(TaskNode task, Edge edge) {}

  private static final int[] NOT_ASKED = {};
  private static final int[] NO_TARGETS = {};

  final Set<TaskNode> goals;
  final List<Group> groups;
  final List<TaskNode> tasks;
  final List<Group> cycles;
  final List<Lack> lacks;

  /** What we once made, that something reads and that nothing makes any more. */
  final Set<Artefact> orphans;

  /** What is taken as given, and may be what another tool once made. */
  final Set<Artefact> given;

  /** What the graph's version was. */
  final long version;

  private final int mark;
  private final Set<Group> troubled = new LinkedHashSet<>();
  private final List<Wanted> shares = new ArrayList<>();
  private int unfinished;
  private int finished;

  /** Whether it holds tasks that nothing in it needs any more. */
  private boolean hasSurplus;

  /** By the groups' positions; empty before it was asked for in a build. */
  private int[] urgencies = NOT_ASKED;

  private Plan(
      Set<TaskNode> goals,
      List<Group> groups,
      List<TaskNode> tasks,
      List<Lack> lacks,
      Set<Artefact> orphans,
      Set<Artefact> given,
      long version,
      int mark) {
    this.goals = goals;
    this.groups = groups;
    this.tasks = tasks;
    this.cycles = groups.stream().filter(group -> group.cyclic()).toList();
    this.lacks = lacks;
    this.orphans = orphans;
    this.given = given;
    this.version = version;
    this.mark = mark;
    this.unfinished = groups.size();
  }

  /**
   * Plans from what is known now; linear in the tasks wanted and their edges.
   *
   * @param mark a number that no plan had before
   */
  static Plan of(Set<TaskNode> goals, DependencyManager graph, int mark) {
    var lacks = new ArrayList<Lack>();
    var orphans = new LinkedHashSet<Artefact>();
    var given = new LinkedHashSet<Artefact>();
    List<TaskNode> tasks = closure(goals, graph, mark, lacks, orphans, given);
    int[][] targets = adjacency(tasks, mark);
    var groups = new ArrayList<Group>(tasks.size());
    Components.each(targets, component -> groups.add(group(component, tasks, targets)));
    connect(groups, tasks, targets);
    return new Plan(goals, groups, tasks, lacks, orphans, given, graph.version(), mark);
  }

  /** Whether the plan wants this task. */
  boolean has(TaskNode node) {
    return node.planned == mark;
  }

  private boolean has(Group group) {
    TaskNode first = group.members().getFirst();
    return has(first) && first.group == group;
  }

  /** Whether it is the group's turn. */
  boolean isWaiting(Group group) {
    return !group.done && group.waitingFor == 0 && has(group);
  }

  /**
   * How long the longest chain is expected to take that begins with this group; 0 for one that it
   * does not hold. It is found out for all groups when it is first asked for, in time linear in
   * their edges, so a build whose jobs all have room does without.
   */
  int urgency(Group group) {
    if (!has(group)) {
      return 0;
    }
    if (urgencies.length == 0) {
      urgencies = Urgency.of(groups);
    }
    return urgencies[group.position];
  }

  /** Counts what of this share is done; to be told before any group is. */
  Wanted share(Set<TaskNode> tasks) {
    Wanted share = Wanted.only(tasks);
    shares.add(share);
    return share;
  }

  /** How many of its tasks are done. */
  int finished() {
    return finished;
  }

  /** Whether all its groups are done, well or badly. */
  boolean isWorkedOff() {
    return unfinished == 0;
  }

  /** Groups that are done and not fresh. */
  Collection<Group> troubled() {
    return troubled;
  }

  /**
   * Whether all its tasks were found fresh and are needed still, so that only what changes later
   * need be looked at.
   */
  boolean stands() {
    return unfinished == 0 && troubled.isEmpty() && !hasSurplus;
  }

  /**
   * The group has come to its end.
   *
   * @param ready hears of groups that wait for nothing any more
   */
  void complete(Group group, Consumer<Group> ready) {
    if (group.done || !has(group)) {
      return;
    }
    group.done = true;
    unfinished--;
    finished += group.members().size();
    shares.forEach(share -> share.count(group, 1));
    if (!group.fresh()) {
      troubled.add(group);
    }
    if (unfinished == 0) {
      urgencies = NOT_ASKED; // In the next build more is known.
    }
    for (int i = 0; i < group.dependantCount(); i++) {
      Group dependant = group.dependant(i);
      if (--dependant.waitingFor == 0) {
        ready.accept(dependant);
      }
    }
  }

  /** The group must be looked at again, and after it whatever depends on it. */
  void undo(Group first) {
    var stack = new ArrayDeque<Group>();
    stack.push(first);
    while (!stack.isEmpty()) {
      Group group = stack.pop();
      if (!group.done || !has(group)) {
        continue;
      }
      group.done = false;
      unfinished++;
      finished -= group.members().size();
      shares.forEach(share -> share.count(group, -1));
      troubled.remove(group);
      group.loop(null);
      if (group.cyclic()) {
        group.uncheck(); // Its rounds begin anew, and may end in other groups.
      }
      for (int i = 0; i < group.dependantCount(); i++) {
        Group dependant = group.dependant(i);
        dependant.waitingFor++;
        stack.push(dependant);
      }
    }
  }

  /**
   * Takes in that a task is now made from what other tasks make, where the order of the plan can
   * stay as it is.
   *
   * @return whether it could; else a new plan is needed
   */
  boolean rewire(TaskNode node, Set<TaskNode> before, Set<TaskNode> now) {
    if (before.equals(now) || !has(node)) {
      return true;
    }
    Group group = node.group;
    if (group.cyclic()) {
      return false;
    }
    for (TaskNode producer : now) {
      if (!has(producer)
          || (!before.contains(producer) && producer.group.position >= group.position)) {
        return false;
      }
    }
    var needed = new HashSet<Group>();
    now.forEach(producer -> needed.add(producer.group));
    for (TaskNode producer : before) {
      if (has(producer) && !needed.contains(producer.group) && group.dependsOn(producer.group)) {
        group.letGo(producer.group);
        hasSurplus |=
            producer.group.dependantCount() == 0
                && producer.group.members().stream().noneMatch(goals::contains);
      }
    }
    for (Group dependency : needed) {
      if (!group.dependsOn(dependency)) {
        group.dependOn(dependency);
      }
    }
    return true;
  }

  /** Circles of required edges, one of each cycle that has any. */
  List<List<CycleOrder.Link>> requiredCircles() {
    return cycles.stream()
        .map(group -> CycleOrder.requiredCircle(group.members()))
        .flatMap(Optional::stream)
        .toList();
  }

  /** The goals, and whatever they cannot be made without. */
  Set<TaskNode> demanded() {
    var demanded = new HashSet<TaskNode>();
    var stack = new ArrayDeque<>(goals);
    while (!stack.isEmpty()) {
      TaskNode task = stack.pop();
      if (demanded.add(task)) {
        for (Edge edge : task.edges) {
          if (edge.required() && edge.from().producer != null) {
            stack.push(edge.from().producer);
          }
        }
      }
    }
    return demanded;
  }

  /** The tasks that these goals need, goals included. */
  static Set<TaskNode> needs(Collection<TaskNode> goals) {
    var needed = new LinkedHashSet<TaskNode>();
    var stack = new ArrayDeque<>(goals);
    while (!stack.isEmpty()) {
      TaskNode task = stack.pop();
      if (needed.add(task)) {
        for (Edge edge : task.edges) {
          if (edge.from().producer != null) {
            stack.push(edge.from().producer);
          }
        }
      }
    }
    return needed;
  }

  private static List<TaskNode> closure(
      Collection<TaskNode> goals,
      DependencyManager graph,
      int mark,
      List<Lack> lacks,
      Set<Artefact> orphans,
      Set<Artefact> given) {
    var tasks = new ArrayList<TaskNode>();
    var stack = new ArrayDeque<>(goals);
    while (!stack.isEmpty()) {
      TaskNode task = stack.pop();
      if (task.planned == mark) {
        continue;
      }
      task.planned = mark;
      task.index = tasks.size();
      tasks.add(task);
      for (Edge edge : task.edges) {
        Optional<TaskNode> producer = graph.producer(edge);
        if (producer.isPresent()) {
          stack.push(producer.get());
        } else if (edge.required() && !edge.from().state.exists()) {
          lacks.add(new Lack(task, edge));
        } else if (edge.from().isOurs()) {
          orphans.add(edge.from());
        } else if (graph.isGivenAndMakable(edge.from())) {
          given.add(edge.from());
        }
      }
    }
    return tasks;
  }

  private static int[][] adjacency(List<TaskNode> tasks, int mark) {
    int[][] targets = new int[tasks.size()][];
    int[] buffer = new int[16];
    for (TaskNode task : tasks) {
      int count = 0;
      for (Edge edge : task.edges) {
        TaskNode producer = edge.from().producer;
        if (producer != null && producer.planned == mark) {
          if (count == buffer.length) {
            buffer = Arrays.copyOf(buffer, count * 2);
          }
          buffer[count++] = producer.index;
        }
      }
      targets[task.index] = count == 0 ? NO_TARGETS : Arrays.copyOf(buffer, count);
    }
    return targets;
  }

  private static Group group(int[] component, List<TaskNode> tasks, int[][] targets) {
    if (component.length == 1) {
      TaskNode only = tasks.get(component[0]);
      boolean readsItself = Arrays.stream(targets[only.index]).anyMatch(t -> t == only.index);
      return readsItself ? new Group.Cycle(List.of(only)) : new Group.Single(only);
    }
    return new Group.Cycle(CycleOrder.of(Arrays.stream(component).mapToObj(tasks::get).toList()));
  }

  private static void connect(List<Group> groups, List<TaskNode> tasks, int[][] targets) {
    for (int i = 0; i < groups.size(); i++) {
      Group group = groups.get(i);
      group.position = i;
      group.members().forEach(member -> member.group = group);
    }
    var dependencies = new ArrayList<Group>();
    int[] reachedFrom = new int[groups.size()]; // where the last stands that depends on it, + 1
    for (Group group : groups) {
      dependencies.clear();
      for (TaskNode member : group.members()) {
        for (int target : targets[member.index]) {
          Group dependency = tasks.get(target).group;
          if (dependency != group && reachedFrom[dependency.position] != group.position + 1) {
            reachedFrom[dependency.position] = group.position + 1;
            dependencies.add(dependency);
          }
        }
      }
      group.dependOn(dependencies.toArray(Group[]::new));
    }
  }
}
