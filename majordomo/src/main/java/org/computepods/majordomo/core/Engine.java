package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The core of one workspace: hears events, and answers with commands. Owned by one thread;
 * repeatable, for its clock and its world are parameters.
 */
public final class Engine {
  private final Now now = new Now();
  private List<Command> commands = new ArrayList<>();
  private final ArtefactManager artefacts = new ArtefactManager();
  private final DependencyManager graph = new DependencyManager(artefacts);
  private final Generations generations = new Generations();
  private final UndeclaredFiles undeclared =
      new UndeclaredFiles(artefacts, memory -> commands.add(new Command.Note(memory)));

  private final Judge judge = new Judge(artefacts, undeclared);
  private final JobDesk desk = new JobDesk(judge, artefacts);
  private final Goals goals = new Goals(artefacts, graph);
  private final Scheduler scheduler;
  private final Project project;
  private final FileNews news;
  private final Telling telling;
  private final SavedFiles saved;
  private final Harvest harvest;
  private final LastGood lastGood;
  private final BuildRuns builds;

  /**
   * @param remembered what earlier lives noted, in their order; of traces under one key the newest
   *     first
   * @param home the pod that holds the workspace
   */
  public Engine(List<Memory> remembered, String home) {
    Consumer<Command> out = command -> commands.add(command);
    scheduler = new Scheduler(artefacts, graph, generations, undeclared, judge, desk, new Voice());
    project = new Project(artefacts, graph, scheduler, out);
    news = new FileNews(artefacts, graph, desk, scheduler, project, undeclared, new Ear());
    telling = new Telling(graph, scheduler, out);
    saved = new SavedFiles(now, telling, out);
    var reading = new Reading(artefacts, judge);
    harvest =
        new Harvest(
            artefacts,
            graph,
            desk,
            reading,
            scheduler,
            news,
            undeclared,
            telling,
            saved,
            now,
            home,
            out);
    lastGood = new LastGood(artefacts, graph, goals, project, news, scheduler, now);
    var aim = new Aim(graph, goals, project, scheduler, telling);
    builds =
        new BuildRuns(
            graph,
            judge,
            scheduler,
            news,
            project,
            aim,
            new GivenFiles(artefacts, graph),
            lastGood,
            telling,
            now,
            out);
    remembered.forEach(this::remember);
  }

  private void remember(Memory memory) {
    switch (memory) {
      case Memory.TraceKept(Trace trace) -> graph.remember(trace);
      case Memory.Wrote(var path, var state, String task, boolean declared) ->
          news.own(artefacts.of(path), state, task, declared);
      case Memory.WroteUndeclared file -> undeclared.remember(file);
      case Memory.Disowned(var path) -> artefacts.of(path).ours = null;
      case Memory.SavedAside aside -> saved.remember(aside);
      case Memory.Settled(Generation generation) -> generations.remember(generation);
      case Memory.TraceDropped _, Memory.GenerationDropped _, Memory.BuildDone _ -> {}
    }
  }

  // ---- what may be asked of it ----

  /** The read-only side. */
  public EngineView view() {
    return new EngineAnswers(
        artefacts, graph, judge, goals, saved.all(), undeclared, scheduler, project.problems());
  }

  /** How a build stands now. */
  public Optional<BuildReport> report(String build) {
    return builds
        .running(build)
        .map(b -> Reports.of(b, now.nanos(), b.stage != BuildRun.Stage.ENDED));
  }

  /** What must be heard before {@link #standing} can be told, though no build waits for it. */
  public Command.Sync beforeStanding() {
    return new Command.Sync("", now.tick(), news.toConfirm(), Optional.empty());
  }

  /**
   * The build that need not be asked for again: the last one, if nothing that it went by has
   * changed since, as far as the core has heard. Whatever is in doubt makes it none.
   */
  public Optional<Standing> standing() {
    return lastGood.standing();
  }

  // ---- what it hears ----

  /**
   * Hears an event.
   *
   * @param nanos the monotonic clock
   * @param wallMs the wall clock, for people
   * @return what is to be done now, in this order
   */
  public List<Command> on(Event event, long nanos, long wallMs) {
    now.become(nanos, wallMs);
    commands = new ArrayList<>();
    hear(event);
    do {
      builds.aimedAnew = false;
      if (!project.isLoading()) {
        scheduler.advance();
      }
    } while (builds.aimedAnew);
    return commands;
  }

  private void hear(Event event) {
    switch (event) {
      case Event.FilesChanged(var files) -> news.said(files);
      case Event.TreeKnown(var files) -> news.tree(files, true, true);
      case Event.TreePart(var files, boolean first, boolean last) -> news.tree(files, first, last);
      case Event.ProjectLoaded loaded -> {
        if (project.loaded(loaded)) {
          builds.projectKnown();
        }
      }
      case Event.BuildAsked(String id, var request) -> builds.asked(id, request);
      case Event.BuildCancelled(String id) -> builds.cancel(id);
      case Event.Synced(String id, long asked, _, var stand) -> builds.synced(id, asked, stand);
      case Event.SyncFailed(String id, String message) -> builds.syncFailed(id, message);
      case Event.JobStarted(String job, String pod) ->
          desk.job(job).ifPresent(j -> telling.of(j.node(), "started", pod));
      case Event.JobEnded(var results) -> harvest.ended(results);
      case Event.JobImpossible(String job, String reason) -> harvest.impossible(job, reason);
      case Event.JobWaits(String job, String reason) ->
          desk.job(job).ifPresent(j -> telling.of(j.node(), "waiting", reason));
      case Event.Seen(var path, var content, var view, var sight) ->
          seen(path, content, view, sight);
      case Event.SeenThrough seen -> seenThrough(seen);
      case Event.Compared answer -> scheduler.walker().compared(answer);
      case Event.Restored restored -> harvest.restored(restored);
      case Event.Removed(var paths) -> {
        builds.tidied(paths.stream().filter(this::isDeclared).toList());
        news.removed(paths);
      }
      case Event.SlotsChanged(int slots) -> scheduler.jobs().slots(slots);
      case Event.ChefsChanged() -> project.load();
    }
  }

  private boolean isDeclared(String path) {
    return artefacts.of(ArtefactPath.of(path)).oursDeclared;
  }

  private void seen(ArtefactPath path, Digest content, String view, Optional<Digest> sight) {
    sight.ifPresent(s -> artefacts.seen(content, view, s));
    var look = new Command.Look(path, content, view);
    scheduler.questions().seen(look, sight.isPresent());
    builds.seen(look);
  }

  private void seenThrough(Event.SeenThrough seen) {
    Command.Look look = seen.look();
    for (FileRef looker : seen.lookers()) {
      Artefact tool = artefacts.of(ArtefactPath.of(looker.path()));
      if (tool.path.outside()) {
        tool.become(FileRefs.state(looker), now.tick());
      }
      artefacts.looksThrough(tool, look.view());
    }
    if (!seen.failure().isEmpty()) {
      scheduler.questions().notSeen(look, seen.failure());
    }
    seen(look.path(), look.content(), look.view(), seen.sight());
  }

  /** What comes of news of files. */
  private final class Ear implements FileNews.Ear {
    @Override
    public void note(Memory memory) {
      commands.add(new Command.Note(memory));
    }

    @Override
    public void stirs(List<String> paths) {
      builds.wake(paths);
    }

    @Override
    public void isDisputed() {
      builds.dispute();
    }

    @Override
    public long tick() {
      return now.tick();
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
      telling.of(build, kind, node, message);
    }

    @Override
    public void sync(BuildRun build) {
      builds.askForSync(build.id);
    }

    @Override
    public void done(BuildRun build) {
      builds.done(build);
    }

    @Override
    public void binds() {
      builds.bind();
    }

    @Override
    public boolean clears() {
      return builds.clears();
    }

    @Override
    public long tick() {
      return now.tick();
    }
  }
}
