package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Brings what is wanted up to date: one scheduler for all builds of a workspace. It plans, works
 * off the groups of the plan as their dependencies get done, walks cycles until they settle, and
 * plans anew where a run shows that the graph is another.
 */
final class Scheduler {
  final List<BuildRun> builds = new ArrayList<>();

  private final DependencyManager graph;
  private final Judge judge;
  private final Desk out;
  private final CurrentPlan plan;
  private final Turns turns = new Turns();
  private final Stirred stirred;
  private final Attribution attribution;
  private final Questions questions;
  private final Following following;
  private final Failures failures;
  private final Lacks lacks;
  private final LeftOver leftOver;
  private final JobWindow jobs;
  private final Neighbours neighbours;
  private final MissingFiles missing;
  private final Restores restores;
  private final SingleTasks singles;
  private final CycleWalker walker;
  private final Planner planner;

  /** Where the scheduler says what it wants. */
  interface Desk {
    void say(Command command);

    void told(BuildRun build, String kind, @Nullable TaskNode node, @Nullable String message);

    /** Wants to know all that has changed until now; answered by {@link Questions#synced}. */
    void sync(BuildRun build);

    void done(BuildRun build);

    /** A plan is about to be made: the project is bound to the files that there are now. */
    void binds();

    /**
     * A plan was made, of which nothing is begun yet; says whether the builds wait for something
     * before they go by another one.
     */
    boolean clears();

    long tick();
  }

  Scheduler(
      ArtefactManager artefacts,
      DependencyManager graph,
      Generations generations,
      UndeclaredFiles undeclared,
      Judge judge,
      JobDesk desk,
      Desk out) {
    this.graph = graph;
    this.judge = judge;
    this.out = out;
    this.plan = new CurrentPlan(graph);
    this.stirred = new Stirred(this, plan, turns);
    this.attribution = new Attribution(this, graph, stirred);
    this.questions = new Questions(this, out);
    this.following = new Following(this, out);
    this.failures = new Failures(this, judge, out);
    this.lacks = new Lacks(this, graph);
    this.leftOver = new LeftOver(graph, undeclared, judge);
    this.jobs = new JobWindow(this, graph, desk, out);
    this.neighbours = new Neighbours(graph, desk);
    this.missing = new MissingFiles(artefacts, graph);
    this.restores = new Restores(artefacts, undeclared, out::say);
    this.singles = new SingleTasks(this, judge);
    this.walker = new CycleWalker(this, judge, graph, generations, restores);
    this.planner = new Planner(builds, graph, plan, turns, lacks, walker, out);
  }

  // ---- its rooms ----

  CurrentPlan plan() {
    return plan;
  }

  Attribution attribution() {
    return attribution;
  }

  Questions questions() {
    return questions;
  }

  Following following() {
    return following;
  }

  Failures failures() {
    return failures;
  }

  Lacks lacks() {
    return lacks;
  }

  MissingFiles missing() {
    return missing;
  }

  JobWindow jobs() {
    return jobs;
  }

  Neighbours neighbours() {
    return neighbours;
  }

  Restores restores() {
    return restores;
  }

  CycleWalker walker() {
    return walker;
  }

  // ---- builds ----

  boolean idle() {
    return builds.stream().noneMatch(b -> b.active() || b.stage == BuildRun.Stage.STOPPING);
  }

  /**
   * Works for a build from now on. Where the plan of the last build serves its goals too, what
   * changed since then is looked at again, and nothing else.
   *
   * @param retry failures are tried again
   */
  void begin(BuildRun build, boolean retry) {
    boolean alone = idle();
    builds.add(build);
    if (alone) {
      restores.buildsBegin(out.tick());
    }
    if (!alone) {
      following.lookAgain();
      replan();
    } else if (lasts() && plan.isFor(build.goals)) {
      build.wanted = plan.all();
      stirred.wake(retry);
      walker.reset();
      out.told(build, "planned", null, null);
    } else {
      reset(retry);
    }
  }

  /** Forgets how tasks stood in the builds before; {@code retry}: failures are tried again. */
  void reset(boolean retry) {
    for (TaskNode node : graph.tasks()) {
      if (node.phase != Phase.RUNNING && node.phase != Phase.RESTORING) {
        node.phase = Phase.UNCHECKED;
      }
      node.forget(retry);
    }
    stirred.clear();
    following.forget();
    walker.reset();
    replan();
  }

  /** Builds that count what becomes of the task. */
  List<BuildRun> wanting(TaskNode node) {
    return builds.stream()
        .filter(b -> (b.active() || b.stage == BuildRun.Stage.STOPPING) && b.wants(node))
        .toList();
  }

  /** Kills what no active build wants any more. */
  void cancelUnwanted() {
    jobs.cancelUnwanted(builds);
    questions.giveUpUnwanted(node -> builds.stream().anyMatch(b -> b.wants(node) && !b.cancelled));
  }

  // ---- what stands ----

  /**
   * Whether all that these tasks need is known to be up to date since the last build, these tasks
   * included.
   */
  boolean areFresh(Set<TaskNode> tasks) {
    return idle()
        && lasts()
        && Plan.needs(tasks).stream().allMatch(n -> plan.has(n) && n.phase == Phase.FRESH);
  }

  /** Whether a build of these goals would find all of them up to date without a look at any. */
  boolean stands(Set<TaskNode> goals) {
    return idle() && lasts() && plan.isFor(goals) && stirred.areFresh();
  }

  /** Tells which tasks are known to be up to date since the last build, without a look at any. */
  Predicate<TaskNode> knownFresh() {
    return idle() && lasts() ? n -> plan.has(n) && n.phase == Phase.FRESH : _ -> false;
  }

  private boolean lasts() {
    return !following.isDoubtful() && plan.lasts();
  }

  /** Files of ours that nothing makes any more. */
  List<FileRef> vanished() {
    return leftOver.files(plan.orphans()).stream().map(a -> FileRefs.ref(a.path, a.state)).toList();
  }

  /** Those of them that tasks made which the project has named. */
  List<String> abandoned() {
    return leftOver.files(Set.of()).stream()
        .filter(artefact -> artefact.oursDeclared)
        .map(artefact -> artefact.path.value())
        .toList();
  }

  // ---- plans ----

  /** The graph, or what is wanted, has changed. */
  void replan() {
    plan.drop();
  }

  /** A plan for a look only: what is worked off is planned anew afterwards. */
  Plan planBeside(Set<TaskNode> goals) {
    return planner.of(goals);
  }

  // ---- working it off ----

  /** Does whatever can be done now. */
  void advance() {
    if (idle()) {
      plan.rest();
      turns.clear();
      neighbours.rest();
      return;
    }
    if (jobs.isHaunted()) {
      return;
    }
    boolean more = true;
    while (more) {
      if (!plan.isThere()) {
        out.binds();
        planner.plan();
        if (plan.isThere() && out.clears()) {
          replan();
          return;
        }
      }
      Optional<Group> group = turns.next(() -> jobs.hasRoom(builds));
      group.ifPresent(this::work);
      more = group.isPresent() || !plan.isThere();
    }
    for (BuildRun build : List.copyOf(builds)) {
      if (build.active()
          ? build.wanted.isDone()
          : build.stage == BuildRun.Stage.STOPPING && isAtRest(build) && walker.isLeft(build)) {
        out.done(build);
      }
    }
  }

  private boolean isAtRest(BuildRun build) {
    return jobs.isAtRest(build, builds) && !restores.anyOf(build) && !failures.doubts(build);
  }

  private void work(Group group) {
    if (!plan.isWaiting(group)) {
      return;
    }
    if (group.members().stream().allMatch(m -> m.trouble().withheld)) {
      complete(group);
    } else if (group.isBlocked()
        || (group.cyclic() && group.members().stream().anyMatch(m -> m.phase == Phase.FAILED))) {
      CycleLoop loop = group.loop();
      if (loop == null || walker.isLeft(loop)) {
        skip(group);
      }
    } else if (group.cyclic()) {
      stirred.addAll(group.members());
      CycleLoop begun = group.loop();
      CycleLoop loop = begun == null ? walker.loop(group) : begun;
      group.loop(loop);
      walker.walk(group, loop);
    } else {
      singles.work(group.members().getFirst());
    }
  }

  private void skip(Group group) {
    for (TaskNode member : group.members()) {
      if (member.phase == Phase.UNCHECKED || member.phase == Phase.FRESH) {
        member.phase = Phase.SKIPPED;
      }
    }
    if (group.membersDone()) {
      complete(group);
    }
  }

  void complete(Group group) {
    walker.ended(group);
    if (group.cyclic() && group.fresh() && !followTraces(group)) {
      replan();
    } else {
      plan.complete(group, turns::ready);
    }
  }

  /** As {@link SingleTasks}, for a cycle that has settled. */
  private boolean followTraces(Group group) {
    boolean holds = true;
    for (TaskNode member : group.members()) {
      if (judge.of(member) instanceof Staleness.Fresh(Trace trace)) {
        holds &= plan.follow(member, trace);
      }
    }
    return holds;
  }

  /** Has the task run, as soon as there is room. */
  void run(TaskNode node, String reason) {
    BuildRun owner = wanting(node).stream().filter(BuildRun::active).findFirst().orElse(null);
    if (owner == null) {
      return;
    }
    Optional<String> misplaced = lacks.misplaced(node);
    if (failures.wouldFailAgain(node)) {
      failures.failed(node, "it failed before, and nothing that it reads has changed");
    } else if (misplaced.isPresent()) {
      failures.unrun(node, misplaced.get());
    } else if (neighbours.mustWait(node)) {
      return; // Its end brings this task's turn.
    } else if (jobs.hasRoom(builds)
        && (turns.nobodyWaits() || turns.isMostUrgent(plan.urgency(node.group)))) {
      jobs.give(node, owner, reason);
    } else {
      turns.waitForRoom(node.group, plan.urgency(node.group));
    }
  }

  // ---- what becomes of tasks ----

  /** A run that succeeded; its outputs have been taken in already. */
  void succeeded(
      JobDesk.Job job, List<FileRef> outputs, Optional<Trace> trace, boolean graphChanged) {
    TaskNode node = job.node();
    node.phase = Phase.UNCHECKED;
    node.ease(
        trouble -> {
          trouble.failedSeeing = null;
          trouble.lost = "";
        });
    walker
        .rounds(node)
        .ifPresent(
            loop -> {
              loop.history.ran(node, job.message(), outputs);
              loop.ran(node);
              loop.members().forEach(m -> m.ease(trouble -> trouble.verdictBefore = null));
            });
    if (graphChanged) {
      replan();
    }
    if (trace.isEmpty()) {
      following.overtaken(node);
    }
    again(node);
  }

  /** A neighbour wrote into the files of the task's last run, which is not believed any more. */
  void disbelieve(TaskNode node) {
    if (!node.traces().isEmpty()) {
      drop(node, node.traces().getFirst());
      stirred.review(node, true);
    }
  }

  /** The trace is of no use any more. */
  void drop(TaskNode node, Trace trace) {
    node.drop(trace);
    note(new Memory.TraceDropped(trace.key(), trace.id()));
  }

  /** A run failed that may have read what is another now: that failure is nobody's. */
  void overtaken(TaskNode node) {
    node.phase = Phase.UNCHECKED;
    following.overtaken(node);
    again(node);
  }

  /** A run that was cancelled, or that missed a file which can be had and joins now. */
  void cameToNothing(TaskNode node) {
    node.phase = Phase.UNCHECKED;
    replan();
  }

  /** The task has nothing to do; what it made when it had is nobody's any more. */
  void doesNotApply(TaskNode node) {
    leftOver.doesNotApply(node);
  }

  void countRestored(TaskNode node, String reason) {
    stirred.add(node);
    for (BuildRun build : wanting(node)) {
      build.restored.add(node);
      out.told(build, "restored", node, reason);
    }
  }

  /** The trace is what holds for the task now: its edges are what that run saw. */
  void adopt(TaskNode node, Trace trace) {
    if (!plan.follow(node, trace)) {
      replan();
    }
  }

  /** Something is done with the task, so the next build looks at it again. */
  void stir(TaskNode node) {
    stirred.add(node);
  }

  /** What the task reads looks otherwise now. */
  void seesOtherwise(TaskNode node) {
    stirred.review(node, true);
  }

  /** A job is over: who waited for a neighbour's end may be gone on with. */
  void jobEnded() {
    neighbours.freed().forEach(turns::ready);
  }

  /** The task may be gone on with. */
  void again(TaskNode node) {
    turns.ready(node.group);
  }

  void again(Collection<TaskNode> nodes) {
    nodes.forEach(this::again);
  }

  void note(Memory memory) {
    out.say(new Command.Note(memory));
  }
}
