package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is wanted up to date: one scheduler for all builds of a workspace. It plans, works
 * off the groups of the plan as their dependencies get done, walks cycles until they settle, and
 * plans anew where a run shows that the graph is another.
 */
final class Scheduler {
  /**
   * Times that a task is run again because something changed under it; then the build says what
   * still moves.
   */
  private static final int FOLLOW_MAX = 3;

  /** Jobs given out for each slot, so that no chef waits for its next. */
  private static final int JOBS_PER_SLOT = 2;

  private final ArtefactManager artefacts;
  private final DependencyManager graph;
  private final Judge judge;
  private final JobDesk desk;
  private final Desk out;
  private final CycleWalker walker;

  final List<BuildRun> builds = new ArrayList<>();
  private final ArrayDeque<Group> ready = new ArrayDeque<>();
  private final LinkedHashSet<Group> held = new LinkedHashSet<>();
  private final Map<Command.Look, Set<TaskNode>> looks = new HashMap<>();
  private final Map<String, Restoring> restoring = new HashMap<>();
  private @Nullable Plan plan;
  private int mark;

  /** Groups of the plan that are not done, and tasks of it that are. */
  private int unfinished;

  private int finished;
  private int slots = 2;
  private long restores;

  private record Restoring(TaskNode node, Trace trace, String reason) {}

  /** Where the scheduler says what it wants. */
  interface Desk {
    void say(Command command);

    void told(BuildRun build, String kind, @Nullable TaskNode node, @Nullable String message);

    void done(BuildRun build);

    long tick();
  }

  Scheduler(
      ArtefactManager artefacts, DependencyManager graph, Judge judge, JobDesk desk, Desk out) {
    this.artefacts = artefacts;
    this.graph = graph;
    this.judge = judge;
    this.desk = desk;
    this.out = out;
    this.walker = new CycleWalker(this, judge);
  }

  void slots(int total) {
    slots = Math.max(1, total);
  }

  boolean idle() {
    return builds.stream().noneMatch(b -> b.active() || b.stage == BuildRun.Stage.STOPPING);
  }

  /** Forgets how tasks stood in the builds before; {@code retry}: failures are tried again. */
  void reset(boolean retry) {
    for (TaskNode node : graph.tasks()) {
      if (node.phase != Phase.RUNNING && node.phase != Phase.RESTORING) {
        node.phase = Phase.UNCHECKED;
      }
      node.runs = 0;
      node.overtaken = 0;
      node.restored = false;
      node.lost = "";
      node.verdict = null;
      node.failure = "";
      node.impossible = false;
      node.missed.clear();
      if (retry) {
        node.failedSeeing = null;
      }
    }
    replan();
  }

  /** The graph, or what is wanted, has changed. */
  void replan() {
    plan = null;
  }

  /** Does whatever can be done now. */
  void advance() {
    if (idle()) {
      plan = null;
      ready.clear();
      held.clear();
      return;
    }
    while (true) {
      if (plan == null) {
        plan();
      }
      Group group = next();
      if (group == null) {
        if (plan != null) {
          break;
        }
        continue;
      }
      work(group);
    }
    for (BuildRun build : List.copyOf(builds)) {
      if (build.active()
          ? isDone(build)
          : build.stage == BuildRun.Stage.STOPPING && isAtRest(build)) {
        out.done(build);
      }
    }
  }

  /** A file changed. What was judged by it is judged again. */
  void touched(Artefact artefact, boolean fromOutside) {
    for (TaskNode reader : artefact.readers) {
      review(reader, fromOutside);
    }
    if (fromOutside && artefact.producer != null) {
      review(artefact.producer, true);
    }
  }

  private void review(TaskNode node, boolean fromOutside) {
    CycleLoop loop = node.group.loop;
    boolean looping = loop != null && !node.group.done;
    if (loop != null && looping && fromOutside && node.overtaken < FOLLOW_MAX) {
      node.overtaken++;
      node.group.members.forEach(m -> m.runs = 0);
      loop.forgetHistory();
    }
    if (!looping && node.phase.done() && node.planned == mark && !idle()) {
      if (fromOutside && node.phase == Phase.FRESH && node.overtaken++ >= FOLLOW_MAX) {
        wanting(node).forEach(b -> warn(b, node.name() + ": its dependencies still move"));
        return;
      }
      node.phase = Phase.UNCHECKED;
      replan();
    }
  }

  /** A content was seen through a view. */
  void seen(Command.Look look, boolean available) {
    for (TaskNode node : Optional.ofNullable(looks.remove(look)).orElse(Set.of())) {
      if (node.phase == Phase.CHECKING) {
        node.phase = Phase.UNCHECKED;
        if (!available) {
          askAgain(node);
        }
      }
      ready.add(node.group);
    }
  }

  /** Everything changed until now has been said. */
  void synced() {
    for (TaskNode node : graph.tasks()) {
      if (node.phase == Phase.CHECKING
          && looks.values().stream().noneMatch(s -> s.contains(node))) {
        node.phase = Phase.UNCHECKED;
        ready.add(node.group);
      }
    }
  }

  /** A run that succeeded; its outputs have been taken in already. */
  void succeeded(JobDesk.Job job, Optional<Trace> trace, boolean graphChanged) {
    TaskNode node = job.node();
    node.phase = Phase.UNCHECKED;
    node.failedSeeing = null;
    node.lost = "";
    if (graphChanged) {
      replan();
    } else if (node.group.loop != null && !node.group.done) {
      node.group.loop.walked(node, true);
    }
    if (trace.isEmpty()) {
      overtaken(node);
    }
    ready.add(node.group);
  }

  /**
   * The run belongs to inputs that moved meanwhile: once all changes are known, the task is judged
   * again.
   */
  private void overtaken(TaskNode node) {
    if (node.overtaken++ < FOLLOW_MAX) {
      askAgain(node);
    } else {
      wanting(node).forEach(b -> warn(b, node.name() + ": its dependencies still move"));
      node.phase = Phase.FRESH;
      if (node.group.membersDone()) {
        complete(node.group);
      }
    }
  }

  /** The run was over before it began, for its inputs had moved. */
  void inputsGone(TaskNode node) {
    if (node.overtaken++ < FOLLOW_MAX) {
      askAgain(node);
    } else {
      failed(node, "its dependencies do not come to rest", false);
    }
  }

  private void askAgain(TaskNode node) {
    node.phase = Phase.CHECKING;
    wanting(node).stream().findFirst().ifPresent(b -> out.say(new Command.Sync(b.id)));
  }

  /** The tool missed a file that can be had; the task is run again with it. */
  void retry(TaskNode node) {
    node.phase = Phase.UNCHECKED;
    replan();
  }

  void cancelled(TaskNode node) {
    node.phase = Phase.UNCHECKED;
    replan();
  }

  void failed(TaskNode node, String message, boolean impossible) {
    node.phase = Phase.FAILED;
    node.failure = message;
    node.impossible = impossible;
    node.failedSeeing = judge.fingerprint(node).orElse(null);
    for (BuildRun build : wanting(node)) {
      build.impossible |= impossible;
      if (impossible) {
        build.problem(message);
      }
    }
    stopAtFailure(node);
    ready.add(node.group);
  }

  /** Begins nothing more for builds that do not keep going. */
  void stopAtFailure(TaskNode node) {
    for (BuildRun build : wanting(node)) {
      if (!build.request.keepGoing() && build.active()) {
        build.stage = BuildRun.Stage.STOPPING;
        replan();
      }
    }
  }

  boolean isPlanned() {
    return plan != null;
  }

  void restored(String restore, List<String> missing, Optional<String> error) {
    Restoring job = restoring.remove(restore);
    if (job == null) {
      return;
    }
    TaskNode node = job.node();
    node.phase = Phase.UNCHECKED;
    if (missing.isEmpty() && error.isEmpty()) {
      node.restored = true;
      for (BuildRun build : wanting(node)) {
        build.restored.add(node);
        out.told(build, "restored", node, job.reason());
      }
    } else {
      node.lost = job.reason();
      node.traces.remove(job.trace());
      out.say(new Command.Note(new Memory.TraceDropped(job.trace().key(), job.trace().id())));
    }
    ready.add(node.group);
  }

  Optional<TaskNode> restoringFor(String restore) {
    return Optional.ofNullable(restoring.get(restore)).map(Restoring::node);
  }

  /** Builds that count what becomes of the task. */
  List<BuildRun> wanting(TaskNode node) {
    return builds.stream()
        .filter(b -> (b.active() || b.stage == BuildRun.Stage.STOPPING) && b.wants(node))
        .toList();
  }

  /** Kills what no active build wants any more. */
  void cancelUnwanted() {
    for (JobDesk.Job job : desk.jobs()) {
      if (builds.stream().noneMatch(b -> b.wants(job.node()) && !b.cancelled)) {
        out.say(new Command.Cancel(job.id()));
      }
    }
  }

  /** A mark for a plan made beside; the one being worked off must be made anew afterwards. */
  int nextMark() {
    return ++mark;
  }

  /** How many of a build's tasks are done. */
  int doneOf(BuildRun build) {
    if (plan != null && builds.size() == 1) {
      return finished;
    }
    return (int) build.wanted.stream().filter(n -> n.phase.done()).count();
  }

  private boolean isDone(BuildRun build) {
    return unfinished == 0 || build.wanted.stream().allMatch(n -> n.phase.done() && n.group.done);
  }

  private boolean isAtRest(BuildRun build) {
    for (JobDesk.Job job : desk.jobs()) {
      if (build.wants(job.node())) {
        return false;
      }
    }
    return restoring.values().stream().noneMatch(r -> build.wants(r.node()));
  }

  private void plan() {
    List<BuildRun> active = builds.stream().filter(BuildRun::active).toList();
    var goals = new LinkedHashSet<TaskNode>();
    active.forEach(b -> goals.addAll(b.goals));
    Plan next = Plan.of(goals, graph, ++mark);
    plan = next;
    ready.clear();
    held.clear();
    for (BuildRun build : active) {
      build.wanted = active.size() == 1 ? new LinkedHashSet<>(next.tasks) : Plan.needs(build.goals);
    }
    next.requiredCircle().ifPresent(circle -> refuse(circle, active));
    for (TaskNode node : next.tasks) {
      if (node.phase == Phase.SKIPPED) {
        node.phase = Phase.UNCHECKED;
      }
    }
    for (Plan.Lack lack : next.lacks) {
      lacking(lack);
    }
    if (plan == null) {
      return;
    }
    unfinished = next.groups.size();
    finished = 0;
    for (Group group : next.groups) {
      if (group.cyclic) {
        group.loop = new CycleLoop(group.members);
      }
      if (group.membersDone() && !(group.cyclic && group.blocks())) {
        complete(group);
      } else if (group.waitingFor == 0) {
        ready.add(group);
      }
    }
    active.stream().filter(BuildRun::active).forEach(b -> out.told(b, "planned", null, null));
  }

  private void refuse(List<CycleOrder.Link> circle, List<BuildRun> active) {
    for (BuildRun build : active) {
      if (circle.stream().anyMatch(link -> build.wants(link.to()))) {
        Reports.circle(circle).forEach(build.problems::add);
        build.invalid = true;
        build.stage = BuildRun.Stage.STOPPING;
        replan();
      }
    }
  }

  private void lacking(Plan.Lack lack) {
    TaskNode node = lack.task();
    if (node.phase != Phase.FAILED) {
      failed(node, Reports.lack(lack, graph), true);
    }
  }

  private void work(Group group) {
    if (group.done) {
      return;
    }
    if (group.waitingFor > 0) {
      return;
    }
    if (group.dependencies.stream().anyMatch(Group::blocks)
        || (group.cyclic && group.members.stream().anyMatch(m -> m.phase == Phase.FAILED))) {
      skip(group);
    } else if (group.loop != null) {
      walker.walk(group, group.loop);
    } else {
      single(group.members.getFirst());
    }
  }

  private void skip(Group group) {
    for (TaskNode member : group.members) {
      if (member.phase == Phase.UNCHECKED || member.phase == Phase.FRESH) {
        member.phase = Phase.SKIPPED;
      }
    }
    if (group.membersDone()) {
      complete(group);
    }
  }

  private void single(TaskNode node) {
    if (node.phase.busy()) {
      return;
    }
    if (node.phase.done()) {
      complete(node.group);
      return;
    }
    switch (judge.of(node)) {
      case Staleness.Fresh _, Staleness.Inapplicable _ -> {
        node.phase = Phase.FRESH;
        complete(node.group);
      }
      case Staleness.Unseen(var unseen) -> lookAt(unseen, node);
      case Staleness.Lacking(var path) -> failed(node, path + " does not exist", false);
      case Staleness.Restorable(Trace trace, String reason) -> {
        if (wanting(node).stream().anyMatch(b -> b.request.fresh())) {
          runOnce(node, reason);
        } else {
          restore(node, trace, reason);
        }
      }
      case Staleness.Stale(String reason) ->
          runOnce(node, node.lost.isEmpty() ? reason : node.lost);
    }
  }

  /** Runs a task that is in no cycle: more than once only to follow edits, and not for ever. */
  private void runOnce(TaskNode node, String reason) {
    if (node.runs > FOLLOW_MAX) {
      wanting(node).forEach(b -> warn(b, node.name() + " is not at rest: " + reason));
      node.phase = Phase.FRESH;
      complete(node.group);
    } else {
      run(node, reason);
    }
  }

  void complete(Group group) {
    if (group.done) {
      return;
    }
    group.done = true;
    unfinished--;
    finished += group.members.size();
    for (Group dependant : group.dependants) {
      if (--dependant.waitingFor == 0) {
        ready.add(dependant);
      }
    }
  }

  /** The task goes on when these contents have been looked at. */
  void lookAt(Collection<Command.Look> unseen, TaskNode node) {
    node.phase = Phase.CHECKING;
    for (Command.Look look : unseen) {
      Set<TaskNode> waiting = looks.get(look);
      if (waiting == null) {
        waiting = new HashSet<>();
        looks.put(look, waiting);
        out.say(look);
      }
      waiting.add(node);
    }
  }

  private void restore(TaskNode node, Trace trace, String reason) {
    String id = "restore-" + ++restores;
    restoring.put(id, new Restoring(node, trace, reason));
    node.phase = Phase.RESTORING;
    List<FileRef> outputs =
        trace.outputs().stream().map(o -> JobDesk.ref(o.path(), o.state())).toList();
    List<String> ours =
        trace.outputs().stream().map(o -> JobDesk.ours(artefacts.of(o.path()))).toList();
    out.say(new Command.Restore(id, outputs, ours));
  }

  /** Has the task run, as soon as there is room. */
  void run(TaskNode node, String reason) {
    List<BuildRun> wanting = wanting(node);
    BuildRun owner = wanting.stream().filter(BuildRun::active).findFirst().orElse(null);
    if (owner == null) {
      return;
    }
    if (node.failedSeeing != null
        && judge.fingerprint(node).equals(Optional.of(node.failedSeeing))) {
      failed(node, "it failed before, and nothing that it reads has changed", false);
      return;
    }
    if (!hasRoom()) {
      held.add(node.group);
      return;
    }
    node.phase = Phase.RUNNING;
    var job = desk.make(node, owner, reason, out.tick(), graph.rules());
    out.say(new Command.Start(job, owner.request.waitS()));
  }

  /** Whether another job may be given out. */
  private boolean hasRoom() {
    int asked = builds.stream().mapToInt(b -> b.request.jobs()).max().orElse(0);
    return desk.running() < (asked > 0 ? asked : slots * JOBS_PER_SLOT);
  }

  /** The next group to be worked at: one that became ready, or one that waits for room. */
  private @Nullable Group next() {
    Group group = ready.poll();
    if (group == null && !held.isEmpty() && hasRoom()) {
      group = held.removeFirst();
    }
    return group;
  }

  private void warn(BuildRun build, String warning) {
    if (!build.warnings.contains(warning)) {
      build.warnings.add(warning);
      out.told(build, "warning", null, warning);
    }
  }
}
