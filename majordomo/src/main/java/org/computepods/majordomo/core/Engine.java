package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Problem;
import org.jspecify.annotations.Nullable;

/**
 * The core of one workspace: hears events, and answers with commands. Owned by one thread;
 * repeatable, for its clock and its world are parameters.
 */
public final class Engine {
  /** Files named where many changed at once. */
  private static final int CHANGES_SHOWN = 3;

  /** Rounds of a watch after which it waits for another change though not all came to rest. */
  private static final int AGAIN_MAX = 3;

  private final ArtefactManager artefacts = new ArtefactManager();
  private final DependencyManager graph = new DependencyManager(artefacts);
  private final Generations generations = new Generations();
  private final Judge judge = new Judge(artefacts);
  private final JobDesk desk = new JobDesk(artefacts, judge);
  private final Goals goals = new Goals(artefacts, graph);
  private final Scheduler scheduler;
  private final FileNews news;
  private final Harvest harvest;
  private final List<BuildRun> builds = new ArrayList<>();
  private final List<Memory.SavedAside> saved = new ArrayList<>();

  /** Whether a build has only now come to what it was asked for. */
  private boolean aimedAnew;

  private boolean loading;

  /** What the last build that ended was asked for, if it came to a good end without a warning. */
  private Optional<BuildRequest> lastGood = Optional.empty();

  private List<Problem> problems = List.of();

  private long tick;

  private long nowNanos;
  private long nowMs;
  private List<Command> commands = new ArrayList<>();

  /**
   * @param remembered what earlier lives noted, in their order; of traces under one key the newest
   *     first
   * @param home the pod that holds the workspace
   */
  public Engine(List<Memory> remembered, String home) {
    scheduler = new Scheduler(artefacts, graph, generations, judge, desk, new Voice());
    news = new FileNews(artefacts, graph, desk, scheduler, new Ear());
    harvest = new Harvest(artefacts, graph, desk, scheduler, news, this, home);
    remembered.forEach(this::remember);
  }

  /**
   * Hears an event.
   *
   * @param nanos the monotonic clock
   * @param wallMs the wall clock, for people
   * @return what is to be done now, in this order
   */
  public List<Command> on(Event event, long nanos, long wallMs) {
    tick++;
    nowNanos = nanos;
    nowMs = wallMs;
    commands = new ArrayList<>();
    hear(event);
    do {
      aimedAnew = false;
      if (!loading) {
        scheduler.advance();
      }
    } while (aimedAnew);
    return commands;
  }

  /** The read-only side. */
  public EngineView view() {
    return new EngineAnswers(
        artefacts, graph, judge, goals, saved, () -> !scheduler.idle(), problems);
  }

  /** How a build stands now. */
  public Optional<BuildReport> report(String build) {
    return builds.stream()
        .filter(b -> b.id.equals(build))
        .findFirst()
        .map(b -> Reports.of(b, nowNanos, b.stage != BuildRun.Stage.ENDED));
  }

  /** What must be heard before {@link #standing} can be told, though no build waits for it. */
  public Command.Sync beforeStanding() {
    return new Command.Sync("", tick, news.toConfirm());
  }

  /**
   * The build that need not be asked for again: the last one, if nothing that it went by has
   * changed since, as far as the core has heard. Whatever is in doubt makes it none.
   */
  public Optional<Standing> standing() {
    boolean clear = problems.isEmpty() && !loading && news.isClear() && artefacts.areAllWatched();
    return lastGood.filter(request -> clear && stands(request)).map(this::standing);
  }

  private boolean stands(BuildRequest request) {
    var binding = graph.binding();
    return scheduler.idle()
        && binding.problems().isEmpty()
        && binding.doubts().isEmpty()
        && scheduler.stands(aimOf(request))
        && vanished().isEmpty();
  }

  private Set<TaskNode> aimOf(BuildRequest request) {
    Goals.Found found = goals.of(request.targets());
    var all = new LinkedHashSet<>(found.tasks());
    all.addAll(goals.writersOfTasks());
    return found.unknown().isEmpty() ? all : Set.of();
  }

  private Standing standing(BuildRequest request) {
    var again = new BuildRun("", request, nowNanos, nowMs);
    again.wanted = scheduler.plan().all();
    return new Standing(request, Reports.untouched(again), artefacts.outside());
  }

  private void hear(Event event) {
    switch (event) {
      case Event.FilesChanged(var files) -> news.said(files);
      case Event.TreeKnown(var files) -> news.tree(files, true, true);
      case Event.TreePart(var files, boolean first, boolean last) -> news.tree(files, first, last);
      case Event.ProjectLoaded loaded -> projectLoaded(loaded);
      case Event.BuildAsked(String id, BuildRequest request) -> asked(id, request);
      case Event.BuildCancelled(String id) -> running(id).ifPresent(this::cancel);
      case Event.Synced(String id, long asked, _, var stand) -> synced(id, asked, stand);
      case Event.SyncFailed(String id, String message) ->
          running(id).ifPresent(b -> give(b, message));
      case Event.JobStarted(String job, String pod) ->
          desk.job(job).ifPresent(j -> tell(j.node(), "started", pod));
      case Event.JobEnded(var results) -> harvest.ended(results, tick, nowMs);
      case Event.JobImpossible(String job, String reason) -> harvest.impossible(job, reason, tick);
      case Event.JobWaits(String job, String reason) ->
          desk.job(job).ifPresent(j -> tell(j.node(), "waiting", reason));
      case Event.Seen(var path, var content, var view, var sight) ->
          seen(path, content, view, sight);
      case Event.SeenThrough seen -> seenThrough(seen);
      case Event.Compared answer -> scheduler.walker().compared(answer);
      case Event.Restored restored -> harvest.restored(restored);
      case Event.Removed(var paths) -> removed(paths);
      case Event.SlotsChanged(int slots) -> scheduler.jobs().slots(slots);
      case Event.ChefsChanged() -> news.projectStale = true;
    }
  }

  // ---- the workspace -------------------------------------------------------------------------

  private void seen(ArtefactPath path, Digest content, String view, Optional<Digest> sight) {
    sight.ifPresent(s -> artefacts.seen(content, view, s));
    var look = new Command.Look(path, content, view);
    scheduler.questions().seen(look, sight.isPresent());
    builds.stream().filter(b -> b.active() && b.hasSeen(look)).toList().forEach(this::dryRun);
  }

  private void seenThrough(Event.SeenThrough seen) {
    Command.Look look = seen.look();
    for (FileRef looker : seen.lookers()) {
      Artefact tool = artefacts.of(ArtefactPath.of(looker.path()));
      if (tool.path.outside()) {
        tool.become(JobDesk.state(looker), tick);
      }
      artefacts.looksThrough(tool, look.view());
    }
    if (!seen.failure().isEmpty()) {
      scheduler.questions().notSeen(look, seen.failure());
    }
    seen(look.path(), look.content(), look.view(), seen.sight());
  }

  private void removed(List<String> paths) {
    // What was removed may have been read: the builds that wait for it look once more.
    builds.stream()
        .filter(b -> b.stage == BuildRun.Stage.TIDYING)
        .forEach(
            b -> {
              b.stage = BuildRun.Stage.RUNNING;
              b.tidied = true;
              scheduler.replan();
            });
    news.removed(paths);
  }

  private void remember(Memory memory) {
    switch (memory) {
      case Memory.TraceKept(Trace trace) -> graph.remember(trace);
      case Memory.Wrote(var path, var state, String task, boolean declared) ->
          news.own(artefacts.of(path), state, task, declared);
      case Memory.Disowned(var path) -> artefacts.of(path).ours = null;
      case Memory.SavedAside aside -> saved.add(aside);
      case Memory.Settled(Generation generation) -> generations.remember(generation);
      case Memory.TraceDropped _, Memory.GenerationDropped _, Memory.BuildDone _ -> {}
    }
  }

  // ---- what a harvest needs ------------------------------------------------------------------

  /** A person's file was saved before it was replaced. */
  void savedAside(BuildRun build, FileRef file, String pod) {
    var aside =
        new Memory.SavedAside(ArtefactPath.of(file.path()), JobDesk.state(file), pod, nowMs);
    saved.add(aside);
    commands.add(new Command.Note(aside));
    String warning =
        "%s was not ours: it is kept as %s (see 'cpCtrl where %s') and replaced"
            .formatted(file.path(), file.sha256(), file.path());
    warn(build, warning);
  }

  private void warn(BuildRun build, String warning) {
    build.warnings.add(warning);
    event(build, "warning", null, warning, null, null);
  }

  void say(Command command) {
    commands.add(command);
  }

  void finished(BuildRun build, TaskNode node, BuildReport.Run run) {
    build.ran(node, run, tick);
    event(build, "finished", node.name(), null, run, null);
  }

  // ---- builds --------------------------------------------------------------------------------

  private void asked(String id, BuildRequest request) {
    var build = new BuildRun(id, request, nowNanos, nowMs);
    builds.add(build);
    askForSync(id);
  }

  /** Asks for all that has changed, and for how files stand that we wrote and nobody spoke of. */
  private void askForSync(String build) {
    commands.add(new Command.Sync(build, tick, news.toConfirm()));
  }

  private void synced(String id, long asked, List<Event.FileFact> stand) {
    if (!news.allSaid(asked, stand) && running(id).isPresent()) {
      askForSync(id);
      return;
    }
    running(id).ifPresent(build -> build.heard(asked));
    running(id)
        .filter(b -> b.stage == BuildRun.Stage.SYNCING)
        .ifPresent(
            build -> {
              build.stage = BuildRun.Stage.SYNCED;
              if (news.projectStale || loading) {
                load();
              } else {
                begin(build, true);
              }
            });
    scheduler.questions().synced();
  }

  private void load() {
    if (!loading) {
      loading = true;
      news.projectStale = false;
      commands.add(new Command.LoadProject());
    }
  }

  private void projectLoaded(Event.ProjectLoaded loaded) {
    loading = false;
    news.projectFiles = loaded.files().keySet();
    problems = loaded.problems();
    boolean known = graph.hasRules() && graph.rules() == loaded.rules();
    if (!known && (problems.isEmpty() || !graph.hasRules())) {
      graph.adopt(loaded.rules());
      scheduler.jobs().cancelVanished();
      news.bindStale = false;
      news.searchStale = false;
    }
    if (news.projectStale) {
      load();
      return;
    }
    news.projectStale = news.isOtherwise(loaded.files());
    for (BuildRun build : List.copyOf(builds)) {
      if (build.stage == BuildRun.Stage.SYNCED) {
        begin(build, true);
      } else if (build.active()) {
        if (problems.isEmpty()) {
          aim(build);
        } else {
          refuse(build);
        }
      }
    }
  }

  /** All is known that the build must know: what it wants is planned, and goes ahead. */
  private void begin(BuildRun build, boolean explicit) {
    if (!problems.isEmpty() && !mayBeMended()) {
      refuse(build);
      return;
    }
    boolean alone = scheduler.idle();
    if (news.searchStale && alone) {
      graph.forgetRuleTasks();
      news.searchStale = false;
    }
    if (news.bindStale) {
      graph.bind();
      scheduler.jobs().cancelVanished();
      news.bindStale = false;
    }
    build.doubting = explicit;
    build.stage = BuildRun.Stage.RUNNING;
    aim(build);
    if (!build.active()) {
      return;
    }
    if (!build.request.dryRun()) {
      scheduler.begin(build, explicit);
    } else {
      if (alone) {
        scheduler.reset(explicit);
      }
      dryRun(build);
    }
  }

  /** Whether all that is wrong is in files that tasks write: these are brought up to date first. */
  private boolean mayBeMended() {
    return graph.hasRules()
        && problems.stream()
            .allMatch(p -> artefacts.of(ArtefactPath.of(p.place().file())).producer != null);
  }

  /** Finds what the build's targets mean now. */
  private void aim(BuildRun build) {
    Set<TaskNode> writers = goals.writersOfTasks();
    if (!build.prepared
        && !writers.isEmpty()
        && !build.request.dryRun()
        && !scheduler.areFresh(writers)) {
      wants(build, writers);
      return;
    }
    // What is wrong may be in files that tasks write, which are up to date by now.
    if (!graph.binding().problems().isEmpty()) {
      graph.binding().problems().forEach(p -> build.problems.add(Reports.problem(p)));
      circles().forEach(circle -> build.problems.addAll(Reports.circle(circle)));
      build.invalid = true;
      stop(build);
      return;
    }
    if (!problems.isEmpty()) {
      refuse(build);
      return;
    }
    build.prepared = true;
    boolean known = !build.request.dryRun() || writers.isEmpty();
    if (build.doubting && known) {
      build.doubting = false;
      graph
          .binding()
          .doubts()
          .forEach(doubt -> warn(build, doubt.place() + ": " + doubt.message()));
    }
    Goals.Found found = goals.of(build.request.targets());
    if (found.tasks().containsAll(writers)) {
      wants(build, found.tasks());
    } else {
      var both = new LinkedHashSet<>(found.tasks());
      both.addAll(writers);
      wants(build, both);
    }
    found.unknown().forEach(build::problem);
    build.impossible |= !found.unknown().isEmpty();
    if (build.impossible && !build.request.keepGoing()) {
      stop(build);
    }
  }

  /** All circles of required dependencies in the whole project. */
  private List<List<CycleOrder.Link>> circles() {
    return new TaskIndex(List.copyOf(graph.tasks()))
        .groups().stream().map(CycleOrder::requiredCircle).flatMap(Optional::stream).toList();
  }

  private void wants(BuildRun build, Set<TaskNode> goals) {
    build.goals = goals;
    if (scheduler.builds.contains(build)) {
      scheduler.replan();
    }
  }

  private void refuse(BuildRun build) {
    build.problems.clear();
    problems.forEach(p -> build.problems.add(Reports.problem(p)));
    build.invalid = true;
    stop(build);
  }

  private void give(BuildRun build, String message) {
    build.problem(message);
    build.unavailable = true;
    stop(build);
  }

  private void cancel(BuildRun build) {
    build.cancelled = true;
    boolean resting = build.stage == BuildRun.Stage.RESTING;
    stop(build);
    if (!resting) {
      scheduler.cancelUnwanted();
    }
  }

  /** Begins nothing more for the build; it ends as soon as nothing runs for it. */
  private void stop(BuildRun build) {
    if (scheduler.builds.contains(build)) {
      build.stage = BuildRun.Stage.STOPPING;
      scheduler.replan();
    } else {
      end(build);
    }
  }

  private void dryRun(BuildRun build) {
    Plan plan = scheduler.planBeside(build.goals);
    build.wanted = Wanted.only(new LinkedHashSet<>(plan.tasks));
    DryRun.Answer answer =
        new DryRun(judge).of(plan.groups.stream().flatMap(g -> g.members().stream()).toList());
    if (build.looksFor(answer.unseen())) {
      scheduler.replan();
      answer.unseen().forEach(commands::add);
      return; // It goes on when all of it has been seen.
    }
    for (List<CycleOrder.Link> circle : plan.requiredCircles()) {
      Reports.circle(circle).forEach(build.problems::add);
      build.invalid = true;
    }
    plan.lacks.forEach(lack -> build.problem(Reports.lack(lack, graph)));
    build.runs.addAll(answer.runs());
    scheduler.replan();
    end(build);
  }

  /** A change that some resting watch may care for. */
  private void wake(List<String> changed) {
    for (BuildRun build : List.copyOf(builds)) {
      if (build.stage == BuildRun.Stage.RESTING) {
        build.againUnasked = 0;
        goRound(build, some(changed));
      }
    }
  }

  private void goRound(BuildRun build, String why) {
    build.nextRound(nowNanos);
    event(build, "changed", null, why, null, null);
    build.stage = BuildRun.Stage.SYNCED;
    if (news.projectStale) {
      load();
    } else if (!loading) {
      begin(build, false);
    }
  }

  private static String some(List<String> paths) {
    int shown = Math.min(CHANGES_SHOWN, paths.size());
    String text = String.join(", ", paths.subList(0, shown));
    return paths.size() > shown ? text + " and " + (paths.size() - shown) + " more" : text;
  }

  /** Everything that the build wanted is done, or will not be. */
  private void done(BuildRun build) {
    if (build.active() && !build.request.watch() && build.isUnheard()) {
      // Its runs may have written what no task declares, and some task has read.
      if (build.looksOnceMore(tick)) {
        askForSync(build.id);
      }
      return;
    }
    if (build.active() && !build.prepared) {
      if (news.projectStale || loading) {
        load();
      } else {
        build.prepared = true;
        aim(build);
        aimedAnew = true;
      }
      return;
    }
    List<FileRef> vanished = vanished();
    boolean clean = build.stage == BuildRun.Stage.RUNNING && problems.isEmpty();
    if (clean && !build.tidied && !vanished.isEmpty() && !news.projectStale && !loading) {
      build.stage = BuildRun.Stage.TIDYING;
      news.removes(vanished);
      commands.add(new Command.Remove(vanished));
    } else {
      end(build);
    }
  }

  /** Files of ours that nothing makes any more: declared once, or left over. */
  private List<FileRef> vanished() {
    var vanished = scheduler.leftOver();
    for (Artefact artefact : graph.abandoned()) {
      if (artefact.oursDeclared && artefact.isOurs()) {
        vanished.add(artefact);
      }
    }
    return vanished.stream().map(a -> JobDesk.ref(a.path, a.state)).toList();
  }

  private void end(BuildRun build) {
    scheduler.builds.remove(build);
    boolean resting = build.request.watch() && !build.cancelled && !build.unavailable;
    if (news.projectStale && !resting && build.prepared) {
      warn(build, "the project changed meanwhile; this build went by what it was");
    }
    BuildReport report = Reports.of(build, nowNanos, false);
    lastGood = Reports.isGood(report) ? Optional.of(build.request) : Optional.empty();
    build.stage = resting ? BuildRun.Stage.RESTING : BuildRun.Stage.ENDED;
    event(build, resting ? "rested" : "ended", null, null, null, report);
    if (!resting) {
      builds.remove(build);
    }
    if (!build.request.dryRun()) {
      commands.add(new Command.Note(new Memory.BuildDone(build.request, report, build.startedMs)));
    }
    if (resting
        && (scheduler.following().isDoubtful() || news.projectStale)
        && build.againUnasked++ < AGAIN_MAX) {
      goRound(build, "what changed in the last round");
      aimedAnew = true;
    }
  }

  private Optional<BuildRun> running(String id) {
    return builds.stream().filter(b -> b.id.equals(id)).findFirst();
  }

  private void tell(TaskNode node, String kind, String message) {
    scheduler.wanting(node).forEach(b -> event(b, kind, node.name(), message, null, null));
  }

  private void event(
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
    commands.add(
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
        && graph.named(task).filter(n -> !n.group.cyclic() || scheduler.walker().isItsTurn(n)).isPresent();
  }

  /** What comes of news of files. */
  private final class Ear implements FileNews.Ear {
    @Override
    public void note(Memory memory) {
      commands.add(new Command.Note(memory));
    }

    @Override
    public void projectChanged() {
      load();
    }

    @Override
    public void stirs(List<String> paths) {
      wake(paths);
    }

    @Override
    public void isDisputed() {
      builds.stream()
          .filter(b -> b.stage == BuildRun.Stage.RESTING)
          .findFirst()
          .ifPresent(resting -> askForSync(resting.id));
    }

    @Override
    public long tick() {
      return tick;
    }
  }

  /** What the scheduler says, passed on. */
  private final class Voice implements Scheduler.Desk {
    @Override
    public void say(Command command) {
      commands.add(command);
    }

    @Override
    public void told(
        BuildRun build, String kind, @Nullable TaskNode node, @Nullable String message) {
      event(build, kind, node == null ? null : node.name(), message, null, null);
    }

    @Override
    public void sync(BuildRun build) {
      askForSync(build.id);
    }

    @Override
    public void done(BuildRun build) {
      Engine.this.done(build);
    }

    @Override
    public long tick() {
      return tick;
    }
  }
}
