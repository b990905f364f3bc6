package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.TaskNode.Phase;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.View;
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
  static final int FOLLOW_MAX = 3;

  /** Times that a task waits anew because what it reads had changed before it could begin. */
  private static final int WAIT_MAX = 50;

  private final DependencyManager graph;
  private final Judge judge;
  private final JobWindow jobs;
  private final Desk out;
  private final SingleTasks singles;
  private final CycleWalker walker;
  private final Lacks lacks;
  private final LeftOver leftOver;

  final List<BuildRun> builds = new ArrayList<>();
  private final ArrayDeque<Group> ready = new ArrayDeque<>();
  private final LinkedHashSet<Group> held = new LinkedHashSet<>();
  private final Questions questions;
  private final Restores restores;
  private @Nullable Plan plan;
  private int mark;

  /** Tasks of the plan that something was done with, or about, since they were last reset. */
  private final Set<TaskNode> stirred = new LinkedHashSet<>();

  /** Tasks that counted as done though they may not be up to date; looked at in the next build. */
  private final Set<TaskNode> letPass = new LinkedHashSet<>();

  /** Files that no task declares, of which the next word is that this task's run wrote them. */
  private final Map<Artefact, TaskNode> undeclared = new HashMap<>();

  /**
   * Files that no task declares, which changed while runs were under way that may have written
   * them.
   */
  private final Set<Artefact> unattributed = new LinkedHashSet<>();

  private long comparisons;

  /** Where the scheduler says what it wants. */
  interface Desk {
    void say(Command command);

    void told(BuildRun build, String kind, @Nullable TaskNode node, @Nullable String message);

    /** Wants to know all that has changed until now; answered by {@link Scheduler#synced}. */
    void sync(BuildRun build);

    void done(BuildRun build);

    long tick();
  }

  Scheduler(
      ArtefactManager artefacts,
      DependencyManager graph,
      Generations generations,
      Judge judge,
      JobDesk desk,
      Desk out) {
    this.restores = new Restores(artefacts, out::say);
    this.graph = graph;
    this.judge = judge;
    this.jobs = new JobWindow(this, graph, desk, out);
    this.out = out;
    this.questions = new Questions(out::say);
    this.lacks = new Lacks(this, graph);
    this.leftOver = new LeftOver(graph, judge);
    this.singles = new SingleTasks(this, judge);
    this.walker = new CycleWalker(this, judge, graph, generations, restores);
  }

  /** Where jobs are given out. */
  JobWindow jobs() {
    return jobs;
  }

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
    if (!alone) {
      lookAgain(letPass);
      replan();
    } else if (plan != null && lasts(plan) && plan.goals.equals(build.goals)) {
      build.wanted = Wanted.all(plan);
      wakeStirred(plan, retry);
      out.told(build, "planned", null, null);
    } else {
      reset(retry);
    }
  }

  /**
   * Whether all that these tasks need is known to be up to date since the last build, these tasks
   * included.
   */
  boolean areFresh(Set<TaskNode> tasks) {
    Plan standing = plan;
    return idle()
        && standing != null
        && lasts(standing)
        && Plan.needs(tasks).stream().allMatch(n -> standing.has(n) && n.phase == Phase.FRESH);
  }

  /** Whether a build of these goals would find all of them up to date without a look at any. */
  boolean stands(Set<TaskNode> goals) {
    Plan standing = plan;
    return idle()
        && standing != null
        && lasts(standing)
        && standing.goals.equals(goals)
        && stirred.stream().allMatch(node -> node.phase == Phase.FRESH);
  }

  /** All that the plan which stands holds. */
  Wanted wantedAgain() {
    return plan == null ? Wanted.only(Set.of()) : Wanted.all(plan);
  }

  /** Whether some task was let pass that is not up to date as far as is known. */
  boolean isDoubtful() {
    return !letPass.isEmpty();
  }

  private void lookAgain(Set<TaskNode> tasks) {
    builds.forEach(build -> build.letPass.removeAll(tasks));
    for (TaskNode node : tasks) {
      if (node.phase == Phase.FRESH) {
        node.phase = Phase.UNCHECKED;
      }
      node.runs = 0;
      node.ease(trouble -> trouble.overtaken = 0);
    }
    tasks.clear();
  }

  private boolean lasts(Plan standing) {
    return letPass.isEmpty()
        && standing.stands()
        && standing.version == graph.version()
        && !graph.contested();
  }

  private void wakeStirred(Plan standing, boolean retry) {
    for (TaskNode node : stirred) {
      boolean changed = node.phase != Phase.FRESH;
      node.forget(retry);
      if (changed) {
        node.phase = Phase.UNCHECKED;
        standing.undo(node.group);
      }
    }
    for (TaskNode node : stirred) {
      if (!node.group.done && node.group.waitingFor == 0) {
        ready.add(node.group);
      }
    }
    stirred.clear();
    walker.reset();
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
    letPass.clear();
    walker.reset();
    replan();
  }

  /** The graph, or what is wanted, has changed. */
  void replan() {
    plan = null;
  }

  /** Does whatever can be done now. */
  void advance() {
    if (idle()) {
      if (plan != null && !plan.stands()) {
        replan();
      }
      ready.clear();
      held.clear();
      return;
    }
    if (jobs.isHaunted()) {
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
          ? build.wanted.isDone()
          : build.stage == BuildRun.Stage.STOPPING && isAtRest(build) && walker.isLeft(build)) {
        out.done(build);
      }
    }
  }

  /** A run wrote this file, which no task declares: the next word about it is of that. */
  void wroteUndeclared(TaskNode node, Artefact artefact) {
    undeclared.put(artefact, node);
    unattributed.remove(artefact);
  }

  /** A run is over: what was told meanwhile, and no run has owned to, was done by others. */
  void attributeTheRest() {
    for (Artefact artefact : List.copyOf(unattributed)) {
      if (artefact.readers().stream().noneMatch(reader -> isAtWork(reader.group))) {
        unattributed.remove(artefact);
        artefact.readers().forEach(reader -> review(reader, true));
      }
    }
  }

  /** Whether a member of a cycle runs, and may write what only its result will name. */
  private static boolean isAtWork(Group group) {
    return group.cyclic()
        && !group.done
        && group.members().stream().anyMatch(member -> member.phase == Phase.RUNNING);
  }

  /** A file changed. What was judged by it is judged again. */
  void touched(Artefact artefact, boolean fromOutside) {
    TaskNode producer = artefact.producer;
    TaskNode writer = undeclared.remove(artefact);
    if (writer != null && !graph.has(writer)) {
      writer = null;
    }
    for (TaskNode reader : artefact.readers()) {
      if (writer != null) {
        review(reader, writer.group != reader.group);
      } else if (producer == null && fromOutside && isAtWork(reader.group)) {
        unattributed.add(artefact);
        review(reader, false);
      } else {
        review(reader, fromOutside || producer == null || producer.group != reader.group);
      }
    }
    if ((fromOutside || idle()) && producer != null) {
      review(producer, fromOutside);
    }
  }

  /** What the task reads looks otherwise now. */
  void touched(TaskNode node) {
    review(node, true);
  }

  /**
   * Has a task judged again.
   *
   * @param fromOutside whether what changed was changed by others than its own group
   */
  private void review(TaskNode node, boolean fromOutside) {
    if (plan == null || !plan.has(node)) {
      if (node.phase.done()) {
        node.phase = Phase.UNCHECKED;
      }
      return;
    }
    if (idle()) {
      node.phase = Phase.UNCHECKED;
      stirred.add(node);
      return;
    }
    CycleLoop loop = node.group.loop();
    boolean looping = loop != null && !node.group.done;
    if (loop != null && looping && fromOutside) {
      loop.beginPass();
      if (loop.history.beginAnew()) {
        node.group.members().forEach(m -> m.runs = 0);
      }
      ready.add(node.group);
    }
    if (!looping && node.phase.done()) {
      stirred.add(node);
      node.phase = Phase.UNCHECKED;
      plan.undo(node.group);
      if (node.group.waitingFor == 0) {
        ready.add(node.group);
      }
    }
  }

  /** A content was seen through a view. */
  void seen(Command.Look look, boolean available) {
    for (TaskNode node : questions.looked(look)) {
      if (node.phase == Phase.CHECKING) {
        node.phase = Phase.UNCHECKED;
        if (!available) {
          askAgain(node);
        }
      }
      ready.add(node.group);
    }
  }

  /** A program that was to look at a content told nothing: who waits for its word cannot go on. */
  void notSeen(Command.Look look, String failure) {
    for (TaskNode node : questions.looked(look)) {
      if (node.phase == Phase.CHECKING) {
        failedUnrun(
            node,
            "its view of %s, by '%s', failed: %s"
                .formatted(look.path(), program(look.view()), failure));
      }
    }
  }

  /** Everything changed until now has been said. */
  void synced() {
    for (TaskNode node : questions.heard()) {
      if (node.phase == Phase.CHECKING) {
        node.phase = Phase.UNCHECKED;
        ready.add(node.group);
      }
    }
  }

  /** A run that succeeded; its outputs have been taken in already. */
  void succeeded(
      JobDesk.Job job, List<FileRef> outputs, Optional<Trace> trace, boolean graphChanged) {
    TaskNode node = job.node();
    CycleLoop loop = node.group.done ? null : node.group.loop();
    if (loop != null) {
      loop.history.ran(node, job.message(), outputs);
      node.group.members().forEach(m -> m.ease(trouble -> trouble.verdictBefore = null));
    }
    node.phase = Phase.UNCHECKED;
    node.ease(
        trouble -> {
          trouble.failedSeeing = null;
          trouble.lost = "";
        });
    if (graphChanged) {
      replan();
    } else if (loop != null) {
      loop.ran(node);
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
    if (node.inTrouble().overtaken++ < FOLLOW_MAX) {
      askAgain(node);
    } else {
      letPass(node, node.name() + ": its dependencies still move" + whatMoves(node));
    }
  }

  private static String whatMoves(TaskNode node) {
    return node.trouble().movedMeanwhile.isEmpty()
        ? ""
        : "; "
            + String.join(", ", node.trouble().movedMeanwhile)
            + " changed during its last run. If the task itself changes it, let it write another"
            + " file, or declare that among its outputs or auxiliaries";
  }

  /** The run was over before it began, for its inputs had moved. */
  void inputsGone(TaskNode node, List<String> moved) {
    if (node.inTrouble().overtaken++ < WAIT_MAX) {
      askAgain(node);
    } else {
      failedUnrun(node, "its dependencies do not come to rest: " + String.join(", ", moved));
    }
  }

  private void askAgain(TaskNode node) {
    node.phase = Phase.CHECKING;
    questions.waitForWords(node);
    wanting(node).stream().findFirst().ifPresent(out::sync);
  }

  /** The command of a view as a person wrote it. */
  private static String program(String key) {
    return View.parse(key) instanceof View.Program(var words) ? String.join(" ", words) : key;
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
    node.inTrouble().failure = message;
    node.inTrouble().impossible = impossible;
    node.inTrouble().failedSeeing = judge.fingerprint(node).orElse(null);
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
      if (!build.request.keepGoing()) {
        build.stoppedAt.add(node);
        if (build.active()) {
          build.stage = BuildRun.Stage.STOPPING;
          replan();
        }
      }
    }
  }

  /** Members of cycles that are gone round now and have had their turn in this pass. */
  int turnsTaken(BuildRun build) {
    return walker.turnsTaken(build);
  }

  /** Whether the member of a cycle has not had its turn in this pass. */
  boolean isItsTurn(TaskNode member) {
    return walker.isItsTurn(member);
  }

  /** The task has nothing to do; what it made when it had is nobody's any more. */
  void doesNotApply(TaskNode node) {
    leftOver.doesNotApply(node);
  }

  /** Files of ours that nobody would make now, though something may read them. */
  Set<Artefact> leftOver() {
    return leftOver.files(plan == null ? Set.of() : plan.orphans);
  }

  boolean isPlanned() {
    return plan != null;
  }

  boolean isPlanned(TaskNode node) {
    return plan != null && node.planned == mark;
  }

  Restores restores() {
    return restores;
  }

  /** A job that only asked what it makes has ended; no outputs where it came to nothing. */
  void replayed(String job, List<FileRef> outputs) {
    walker.replayed(job, outputs);
  }

  void compared(Event.Compared answer) {
    walker.compared(answer);
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
  }

  /** A mark for a plan made beside; the one being worked off must be made anew afterwards. */
  int nextMark() {
    builds.forEach(build -> build.wanted = build.wanted.kept());
    return ++mark;
  }

  private boolean isAtRest(BuildRun build) {
    return jobs.isAtRest(build) && !restores.anyOf(build);
  }

  private void plan() {
    List<BuildRun> active = builds.stream().filter(BuildRun::active).toList();
    var goals = new LinkedHashSet<TaskNode>();
    active.forEach(b -> goals.addAll(b.goals));
    Plan next = Plan.of(active.size() == 1 ? active.getFirst().goals : goals, graph, nextMark());
    plan = next;
    ready.clear();
    held.clear();
    for (BuildRun build : active) {
      build.wanted = active.size() == 1 ? Wanted.all(next) : next.share(Plan.needs(build.goals));
    }
    next.requiredCircles().forEach(circle -> refuse(circle, active));
    lacks.sort(next);
    if (plan == null) {
      return;
    }
    for (Group group : next.groups) {
      if (group.cyclic()) {
        group.loop(walker.loop(group));
      }
      if (group.waitingFor == 0) {
        if (group.membersDone() && !(group.cyclic() && group.blocks())) {
          walker.ended(group);
          next.complete(group, _ -> {});
        } else {
          ready.add(group);
        }
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

  /** It is the task's turn, and a required dependency is not there. */
  void lacking(TaskNode node, ArtefactPath path) {
    Optional<Plan.Lack> lack = Lacks.of(node, path);
    if (lack.isPresent()) {
      lacks.fail(lack.get());
    } else {
      failedUnrun(node, path + " does not exist");
    }
  }

  /** No run shows the failure, so the build does. */
  private void failedUnrun(TaskNode node, String message) {
    wanting(node).forEach(build -> build.problem(node.name() + ": " + message));
    failed(node, message, false);
  }

  private void work(Group group) {
    if (plan == null || !plan.isWaiting(group)) {
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

  /** Says whether the plan holds all the same when the task goes by this trace from now on. */
  boolean follow(TaskNode node, Trace trace) {
    if (!node.traces().isEmpty() && node.traces().getFirst().id().equals(trace.id())) {
      return true;
    }
    List<Edge> before = node.edges;
    node.keep(trace);
    graph.link(node);
    return rewired(node, before);
  }

  /**
   * The edges of a task have changed; says whether the plan holds all the same.
   *
   * @param before its edges until now
   */
  boolean rewired(TaskNode node, List<Edge> before) {
    return plan == null
        || node.edges.equals(before)
        || plan.rewire(node, graph.producers(before), graph.producers(node.edges));
  }

  /** Something is done with the task, so the next build looks at it again. */
  void stir(TaskNode node) {
    stirred.add(node);
  }

  /**
   * The task counts as done for now, so that the rest is made; the next build looks at it again. A
   * watch goes round once more for it, with a warning; any other build has failed to bring it up to
   * date.
   */
  void letPass(TaskNode node, String warning) {
    letPass.add(node);
    node.phase = Phase.FRESH;
    for (BuildRun build : wanting(node)) {
      if (!build.request.watch()) {
        build.letPass.add(node);
        build.problem(warning);
      } else if (!build.warnings.contains(warning)) {
        build.warnings.add(warning);
        out.told(build, "warning", null, warning);
      }
    }
    if (node.group.membersDone()) {
      complete(node.group);
    }
  }

  void complete(Group group) {
    walker.ended(group);
    if (group.cyclic() && group.fresh() && !followTraces(group)) {
      replan();
    } else if (plan != null) {
      plan.complete(group, ready::add);
    }
  }

  /** As {@link SingleTasks}, for a cycle that has settled. */
  private boolean followTraces(Group group) {
    boolean holds = true;
    for (TaskNode member : group.members()) {
      if (judge.of(member) instanceof Staleness.Fresh(Trace trace)) {
        holds &= follow(member, trace);
      }
    }
    return holds;
  }

  /** The task goes on when these contents have been looked at. */
  void lookAt(Collection<Command.Look> unseen, TaskNode node) {
    node.phase = Phase.CHECKING;
    questions.lookAt(unseen, node);
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
    if (!follow(node, trace)) {
      replan();
    }
  }

  /** These may be gone on with. */
  void again(Collection<TaskNode> nodes) {
    nodes.forEach(node -> ready.add(node.group));
  }

  void note(Memory memory) {
    out.say(new Command.Note(memory));
  }

  /** Asks how versions of an artefact differ; the answer is the question's name. */
  String compare(ArtefactPath path, List<Digest> versions) {
    String question = "question-" + ++comparisons;
    out.say(new Command.Compare(question, path, versions));
    return question;
  }

  /** Has the task run, as soon as there is room. */
  void run(TaskNode node, String reason) {
    BuildRun owner = wanting(node).stream().filter(BuildRun::active).findFirst().orElse(null);
    if (owner == null) {
      return;
    }
    if (node.trouble().failedSeeing != null
        && judge.fingerprint(node).equals(Optional.of(node.trouble().failedSeeing))) {
      failed(node, "it failed before, and nothing that it reads has changed", false);
    } else if (jobs.hasRoom(builds)) {
      jobs.give(node, owner, reason);
    } else {
      held.add(node.group);
    }
  }

  /** The next group to be worked at: one that became ready, or one that waits for room. */
  private @Nullable Group next() {
    Group group = ready.poll();
    if (group == null && !held.isEmpty() && jobs.hasRoom(builds)) {
      group = held.removeFirst();
    }
    return group;
  }
}
