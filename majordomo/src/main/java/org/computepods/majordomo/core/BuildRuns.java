package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.BuildRun.Stage;

/**
 * The builds that were asked for, each led through its stages: it hears of all changes, goes by the
 * project as it is now, is worked for, has removed what nothing makes any more, and ends; or rests,
 * where it is a watch, and goes round again for a change.
 */
final class BuildRuns {
  /** Files named where many changed at once. */
  private static final int CHANGES_SHOWN = 3;

  private static final String NOT_MADE =
      ", which nothing makes any more (the store may still have it: cpCtrl where)";

  private final DependencyManager graph;
  private final Judge judge;
  private final Scheduler scheduler;
  private final FileNews news;
  private final Project project;
  private final Aim aim;
  private final GivenFiles given;
  private final LastGood lastGood;
  private final Telling telling;
  private final Now now;
  private final Consumer<Command> out;
  private final List<BuildRun> builds = new ArrayList<>();

  /** Whether a build has only now come to what it was asked for. */
  boolean aimedAnew;

  BuildRuns(
      DependencyManager graph,
      Judge judge,
      Scheduler scheduler,
      FileNews news,
      Project project,
      Aim aim,
      GivenFiles given,
      LastGood lastGood,
      Telling telling,
      Now now,
      Consumer<Command> out) {
    this.graph = graph;
    this.judge = judge;
    this.scheduler = scheduler;
    this.news = news;
    this.project = project;
    this.aim = aim;
    this.given = given;
    this.lastGood = lastGood;
    this.telling = telling;
    this.now = now;
    this.out = out;
  }

  /** The build of this name, unless it has ended. */
  Optional<BuildRun> running(String id) {
    return builds.stream().filter(b -> b.id.equals(id)).findFirst();
  }

  // ---- how they begin ----

  void asked(String id, BuildRequest request) {
    builds.add(new BuildRun(id, request, now.nanos(), now.wallMs()));
    askForSync(id);
  }

  /** Asks for all that has changed, and for how files stand that we wrote and nobody spoke of. */
  void askForSync(String build) {
    Optional<String> toolPath =
        running(build).flatMap(b -> Optional.ofNullable(b.request.env().get("PATH")));
    out.accept(new Command.Sync(build, now.tick(), news.toConfirm(), toolPath));
  }

  void synced(String id, long asked, List<Event.FileFact> stand) {
    boolean clear = news.allSaid(asked, stand);
    Optional<BuildRun> build = running(id);
    if (!clear && build.isPresent()) {
      askForSync(id);
      return;
    }
    build.ifPresent(heard -> heard.heard(asked));
    build.filter(b -> b.stage == Stage.SYNCING).ifPresent(b -> goByProject(b, true));
    scheduler.questions().synced();
    scheduler.failures().heard(asked);
  }

  /** What changed cannot be heard. A watch that rests says so, for the next word may be heard. */
  void syncFailed(String id, String message) {
    running(id)
        .ifPresent(
            build -> {
              if (build.stage == Stage.RESTING) {
                telling.warning(build, message + "; the watch goes on");
                return;
              }
              build.problem(message);
              build.unavailable = true;
              stop(build);
            });
    scheduler.failures().heard(Long.MAX_VALUE);
    scheduler.questions().notSynced();
  }

  private void goByProject(BuildRun build, boolean explicit) {
    build.stage = Stage.SYNCED;
    if (!project.loadIfStale()) {
      begin(build, explicit);
    }
  }

  /** The project has been read, and may be gone by. */
  void projectKnown() {
    for (BuildRun build : List.copyOf(builds)) {
      if (build.stage == Stage.SYNCED) {
        begin(build, true);
      } else if (build.active()) {
        if (project.problems().isEmpty() || (!build.prepared && project.mayBeMended())) {
          aim(build);
        } else {
          refuse(build);
        }
      }
    }
  }

  /** All is known that the build must know: what it wants is planned, and goes ahead. */
  private void begin(BuildRun build, boolean explicit) {
    if (!project.problems().isEmpty() && !project.mayBeMended()) {
      refuse(build);
      return;
    }
    boolean alone = scheduler.idle();
    project.bind(alone);
    build.doubting = explicit;
    build.stage = Stage.RUNNING;
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

  /** Files came or went in mid-build: what is asked for is what the project names now. */
  void bind() {
    if (project.isUnbound()) {
      project.bind(false);
      builds.stream().filter(BuildRun::active).toList().forEach(this::aim);
    }
  }

  private void aim(BuildRun build) {
    if (!aim.take(build)) {
      stop(build);
    }
  }

  private void refuse(BuildRun build) {
    project.refuse(build);
    stop(build);
  }

  // ---- dry runs ----

  /** A content was seen that dry runs may have waited for. */
  void seen(Command.Look look) {
    builds.stream().filter(b -> b.active() && b.hasSeen(look)).toList().forEach(this::dryRun);
  }

  private void dryRun(BuildRun build) {
    Plan plan = scheduler.planBeside(build.goals);
    build.wanted = Wanted.only(new LinkedHashSet<>(plan.tasks));
    DryRun.Answer answer =
        new DryRun(judge).of(plan.groups.stream().flatMap(g -> g.members().stream()).toList());
    if (build.looksFor(answer.unseen())) {
      scheduler.replan();
      answer.unseen().forEach(out);
      return; // It goes on when all of it has been seen.
    }
    for (List<CycleOrder.Link> circle : plan.requiredCircles()) {
      Reports.circle(circle).forEach(build.problems::add);
      build.invalid = true;
    }
    plan.lacks.forEach(lack -> build.problem(Reports.lack(lack, graph)));
    tell(build, plan.given);
    build.runs.addAll(answer.runs());
    List<String> left = knowsWhatIsMade() ? scheduler.abandoned() : List.of();
    if (!left.isEmpty()) {
      telling.warning(build, "would remove " + some(left) + ", which nothing makes any more");
    }
    scheduler.replan();
    end(build);
  }

  // ---- how they end ----

  void cancel(String id) {
    running(id).ifPresent(this::cancel);
  }

  private void cancel(BuildRun build) {
    build.cancelled = true;
    boolean resting = build.stage == Stage.RESTING;
    stop(build);
    if (!resting) {
      scheduler.cancelUnwanted();
    }
  }

  /** Begins nothing more for the build; it ends as soon as nothing runs for it. */
  private void stop(BuildRun build) {
    if (scheduler.builds.contains(build)) {
      build.stage = Stage.STOPPING;
      scheduler.replan();
    } else {
      end(build);
    }
  }

  /** Everything that the build wanted is done, or will not be. */
  void done(BuildRun build) {
    if (build.active() && !build.request.watch() && build.isUnheard()) {
      // Its runs may have written what no task declares, and some task has read.
      if (build.looksOnceMore(now.tick())) {
        askForSync(build.id);
      }
    } else if (build.active() && !build.prepared) {
      if (!project.loadIfStale()) {
        build.prepared = true;
        aim(build);
        aimedAnew = true;
      }
    } else if (build.active() && project.isUnbound()) {
      scheduler.replan();
      aimedAnew = true;
    } else if (!build.active() || !tidies(List.of(build))) {
      tell(build, scheduler.plan().given());
      end(build);
    }
  }

  /**
   * A plan was made: before anything of it is begun, what nothing makes any more goes, so that no
   * task comes upon it that does not say what it reads.
   *
   * @return whether the builds wait for that
   */
  boolean clears() {
    List<BuildRun> active = builds.stream().filter(BuildRun::active).toList();
    active.stream().filter(b -> b.prepared).forEach(b -> tell(b, scheduler.plan().given()));
    boolean first = active.stream().anyMatch(build -> !build.cleared);
    if (!first || !active.stream().allMatch(build -> build.prepared)) {
      return false;
    }
    active.forEach(build -> build.cleared = true);
    return tidies(active);
  }

  /** Says once which files are what another tool once made; that may show at the end only. */
  private void tell(BuildRun build, Set<Artefact> left) {
    if (!build.givenTold && !left.isEmpty()) {
      Optional<String> warning = given.warning(left);
      build.givenTold = warning.isPresent();
      warning.ifPresent(text -> telling.warning(build, text));
    }
  }

  /** Has removed what nothing makes any more; says whether there is any that these wait for. */
  private boolean tidies(List<BuildRun> waiting) {
    if (!knowsWhatIsMade()) {
      return false;
    }
    var vanished = new ArrayList<FileRef>();
    for (FileRef file : scheduler.vanished()) {
      boolean asked = true;
      for (BuildRun build : waiting) {
        asked &= !build.tidied.add(file.path());
      }
      if (!asked) {
        vanished.add(file);
      }
    }
    if (vanished.isEmpty()) {
      return false;
    }
    waiting.forEach(build -> build.stage = Stage.TIDYING);
    news.removes(vanished);
    out.accept(new Command.Remove(vanished));
    return true;
  }

  private boolean knowsWhatIsMade() {
    boolean known = !project.isStale() && !project.isLoading() && project.problems().isEmpty();
    return known && aim.knowsAllTasks();
  }

  /**
   * What nothing makes any more was removed, and may have been read: the builds that wait for that
   * look once more.
   *
   * @param removed what tasks made that the project has named, and people will miss
   */
  void tidied(List<String> removed) {
    for (BuildRun build : builds) {
      if (build.stage == Stage.TIDYING) {
        if (!removed.isEmpty()) {
          telling.warning(build, "removed " + some(removed) + NOT_MADE);
        }
        build.stage = Stage.RUNNING;
        scheduler.replan();
      }
    }
  }

  private void end(BuildRun build) {
    scheduler.builds.remove(build);
    boolean resting = build.request.watch() && !build.cancelled && !build.unavailable;
    if (project.isStale() && !resting && build.prepared) {
      telling.warning(build, "the project changed meanwhile; this build went by what it was");
    }
    BuildReport report = Reports.of(build, now.nanos(), false);
    lastGood.ended(build.request, report);
    if (!build.remarks.isEmpty()) {
      build.remarks.values().forEach(said -> said.forEach(each -> telling.warning(build, each)));
      report = Reports.of(build, now.nanos(), false);
    }
    List<String> meanwhile = news.byOthers(build.changedMeanwhile);
    if (resting && !meanwhile.isEmpty()) {
      telling.of(build, "also", null, some(meanwhile));
    }
    build.stage = resting ? Stage.RESTING : Stage.ENDED;
    telling.ended(build, report);
    if (!resting) {
      builds.remove(build);
    }
    if (!build.request.dryRun()) {
      out.accept(new Command.Note(new Memory.BuildDone(build.request, report, build.startedMs)));
    }
    if (resting && build.isStirred()) {
      goRound(build, "what changed in the last round");
      aimedAnew = true;
      return;
    }
    boolean doubtful = scheduler.following().isDoubtful() || project.isStale();
    if (resting && doubtful && build.goesRoundUnasked()) {
      goRound(build, "what changed in the last round");
      aimedAnew = true;
    }
  }

  // ---- how watches go round ----

  /** A change that some resting watch may care for. */
  void wake(List<String> changed) {
    for (BuildRun build : List.copyOf(builds)) {
      if (build.stage == Stage.RESTING) {
        build.wakes(changed);
        goRound(build, some(changed));
      } else {
        build.hears(changed);
        if (build.stage == Stage.STOPPING) {
          build.stirs();
        }
      }
    }
  }

  /** A file stands otherwise than our runs say: a watch asks how, where one rests. */
  void dispute() {
    builds.stream()
        .filter(b -> b.stage == Stage.RESTING)
        .findFirst()
        .ifPresent(resting -> askForSync(resting.id));
  }

  private void goRound(BuildRun build, String why) {
    build.nextRound(now.nanos());
    telling.of(build, "changed", null, why);
    goByProject(build, false);
  }

  private static String some(List<String> paths) {
    int shown = Math.min(CHANGES_SHOWN, paths.size());
    String text = String.join(", ", paths.subList(0, shown));
    return paths.size() > shown ? text + " and " + (paths.size() - shown) + " more" : text;
  }
}
