package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.jspecify.annotations.Nullable;

/**
 * Takes in what became of jobs and restores: outputs, traces, edges that were not known before, and
 * failures.
 */
final class Harvest {
  /**
   * A tool that ends so (EX_TEMPFAIL of sysexits.h) has neither run nor failed: it asks for the
   * files that it names as missing, before it does its work, and goes without those that nobody
   * makes.
   */
  private static final int ASKS = 75;

  private final ArtefactManager artefacts;
  private final DependencyManager graph;
  private final JobDesk desk;
  private final Reading reading;
  private final Scheduler scheduler;
  private final FileNews news;
  private final UndeclaredFiles undeclared;
  private final Telling telling;
  private final SavedFiles saved;
  private final Now now;
  private final String home;
  private final Consumer<Command> out;

  Harvest(
      ArtefactManager artefacts,
      DependencyManager graph,
      JobDesk desk,
      Reading reading,
      Scheduler scheduler,
      FileNews news,
      UndeclaredFiles undeclared,
      Telling telling,
      SavedFiles saved,
      Now now,
      String home,
      Consumer<Command> out) {
    this.artefacts = artefacts;
    this.graph = graph;
    this.desk = desk;
    this.reading = reading;
    this.scheduler = scheduler;
    this.news = news;
    this.undeclared = undeclared;
    this.telling = telling;
    this.saved = saved;
    this.now = now;
    this.home = home;
    this.out = out;
  }

  /** A job has ended; a late or repeated word about it is ignored. */
  void ended(BuildResults results) {
    Optional<JobDesk.Job> taken = desk.take(results.job(), now.tick());
    if (taken.isEmpty()) {
      return;
    }
    JobDesk.Job job = taken.get();
    TaskNode node = job.node();
    desk.took(results.ms());
    scheduler.jobEnded();
    if (job.message().scratch()) {
      scheduler.walker().replayed(results.job(), results.outputs());
      return;
    }
    undeclared.wrote(job, results);
    scheduler.neighbours().wrote(node, results, graph.rules());
    for (FileRef file : results.saved()) {
      boolean same =
          results.outputs().stream()
              .anyMatch(
                  output ->
                      output.path().equals(file.path())
                          && Objects.equals(output.sha256(), file.sha256()));
      if (!same && results.outcome() == Outcome.SUCCEEDED) {
        saved.replaced(job.owner(), file, results.pod());
      } else if (!same) {
        saved.keep(file, results.pod());
      }
    }
    if (!graph.has(node)) {
      results.outputs().forEach(output -> news.wrote(node, output));
      scheduler.cameToNothing(node);
      news.hearMeanwhile(node, results.outcome() == Outcome.SUCCEEDED);
      return;
    }
    switch (results.outcome()) {
      case SUCCEEDED ->
          scheduler
              .neighbours()
              .undoing(job, results)
              .ifPresentOrElse(
                  why -> wroteAnothers(job, results, why), () -> succeeded(job, results));
      case CANCELLED -> scheduler.cameToNothing(node);
      case INPUTS_GONE -> scheduler.following().inputsGone(node, results.moved());
      case FAILED, BROKE_ITS_WORD, TIMED_OUT, REFUSED -> failed(job, results);
    }
    news.hearMeanwhile(node, results.outcome() == Outcome.SUCCEEDED);
    scheduler.attribution().runEnded();
  }

  private void wroteAnothers(JobDesk.Job job, BuildResults results, String why) {
    job.node().runs++;
    results.outputs().forEach(output -> news.wrote(job.node(), output));
    count(job, results, why, null);
    scheduler.failures().failed(job.node(), why);
  }

  void impossible(String id, String reason) {
    desk.take(id, now.tick())
        .ifPresent(
            job -> {
              scheduler.jobEnded();
              if (job.message().scratch()) {
                scheduler.walker().replayed(id, List.of());
              } else {
                scheduler.failures().impossible(job.node(), job.node().name() + ": " + reason);
                news.hearMeanwhile(job.node(), false); // An attempt of it may have written.
              }
            });
  }

  /** Contents are back in place, or could not be put there. */
  void restored(Event.Restored restored) {
    Optional<Restores.Restore> restore = scheduler.restores().of(restored.restore());
    boolean inPlace = restored.missing().isEmpty() && restored.error().isEmpty();
    if (restore.isPresent() && inPlace) {
      for (FileRef output : restored.outputs()) {
        Artefact file = artefacts.of(ArtefactPath.of(output.path()));
        Restores.writer(restore.get(), file.path)
            .ifPresent(
                node -> {
                  if (restore.get().undeclared().contains(file)) {
                    scheduler.attribution().wroteUndeclared(node, file);
                    news.restoredUndeclared(node, file, output);
                  } else {
                    news.wrote(node, output);
                  }
                });
      }
      restore.get().nodes().stream()
          .flatMap(node -> scheduler.wanting(node).stream())
          .findFirst()
          .ifPresent(build -> restored.saved().forEach(file -> saved.replaced(build, file, home)));
    }
    scheduler.restores().answered(restored.restore(), inPlace);
    restore.ifPresent(
        r -> {
          r.nodes().forEach(node -> news.hearMeanwhile(node, inPlace));
          news.hearMeanwhile(r.undeclared(), inPlace);
        });
  }

  private void succeeded(JobDesk.Job job, BuildResults results) {
    TaskNode node = job.node();
    node.runs++;
    List<String> moved = moved(job, results);
    if (!moved.isEmpty()) {
      node.inTrouble().movedMeanwhile = moved;
    } else {
      node.ease(trouble -> trouble.movedMeanwhile = List.of());
    }
    Optional<List<Trace.Observed>> observed =
        moved.isEmpty() ? reading.observed(job, results, graph.rules()) : Optional.empty();
    results.outputs().forEach(output -> news.wrote(node, output));
    observed.ifPresent(seen -> results.reads().forEach(news::readOutside));
    Optional<Trace> trace = observed.map(seen -> trace(job, results, seen));
    undeclared(job, results)
        .forEach(
            (file, stands) -> {
              scheduler.attribution().wroteUndeclared(node, file);
              stands.ifPresent(state -> news.wroteUndeclared(node, file, state));
            });
    List<Edge> before = node.edges;
    trace.ifPresent(
        kept -> {
          node.keep(kept);
          node.ease(trouble -> trouble.joined = Map.of());
          out.accept(new Command.Note(new Memory.TraceKept(kept)));
        });
    if (trace.isEmpty()) {
      joinReads(node, results);
    }
    graph.link(node);
    count(job, results, null, null);
    scheduler.succeeded(job, results.outputs(), trace, !scheduler.plan().rewired(node, before));
  }

  /**
   * What changed under the run; its neighbours' runs of the same time are none to believe either.
   */
  private List<String> moved(JobDesk.Job job, BuildResults results) {
    Map<TaskNode, ArtefactPath> beside = scheduler.neighbours().beside(job);
    beside.keySet().stream()
        .filter(neighbour -> neighbour.phase != TaskNode.Phase.RUNNING)
        .forEach(scheduler::disbelieve);
    return Stream.concat(
            results.moved().stream(), beside.values().stream().map(ArtefactPath::value))
        .distinct()
        .toList();
  }

  /**
   * What the run wrote, as its tool says, that its task does not declare, and how it stands at the
   * end, where the pod says so: what another task makes and is not at, what some task reads, or may
   * come to read by what this run was seen to miss.
   */
  private Map<Artefact, Optional<FileRef>> undeclared(JobDesk.Job job, BuildResults results) {
    var stand = new HashMap<String, FileRef>();
    results.reads().forEach(file -> stand.put(file.path(), file));
    results.undeclared().forEach(file -> stand.put(file.path(), file));
    var undeclared = new LinkedHashMap<Artefact, Optional<FileRef>>();
    for (String path : results.writes()) {
      Artefact file = artefacts.of(ArtefactPath.of(path));
      Optional<FileRef> stands = Optional.ofNullable(stand.get(path));
      boolean foreign = job.node().task.writes().noneMatch(file.path::equals);
      boolean matters = !file.readers().isEmpty() || stands.isPresent() || file.producer != null;
      if (foreign && matters && !desk.writes(file)) {
        undeclared.put(file, stands);
      }
    }
    return undeclared;
  }

  /** What a run read joins the graph though its result is not kept: the next run waits for it. */
  private void joinReads(TaskNode node, BuildResults results) {
    for (FileRef read : results.reads()) {
      Artefact artefact = artefacts.of(ArtefactPath.of(read.path()));
      if (!artefact.path.outside()) {
        node.inTrouble().joins(Map.of(artefact.path, artefact));
      }
    }
  }

  /**
   * What a failed run read or missed joins the graph. What another task makes may be why it failed,
   * and is made anew before the next run; and who mends what people write has mended the task,
   * which a watch tries again.
   */
  private void joinRead(TaskNode node, BuildResults results) {
    Map<ArtefactPath, Artefact> read = new LinkedHashMap<>();
    for (FileRef file : results.reads()) {
      Artefact artefact = artefacts.of(ArtefactPath.of(file.path()));
      Optional<TaskNode> producer = graph.producer(artefact);
      boolean joins = producer.isPresent() ? producer.get() != node : isFound(artefact, results);
      if (joins && !artefact.path.outside()) {
        read.put(artefact.path, artefact);
      }
    }
    results.missing().stream()
        .flatMap(name -> scheduler.missing().candidates(node, name).stream())
        .filter(missed -> graph.producer(missed).isEmpty())
        .forEach(missed -> read.put(missed.path, missed));
    if (node.inTrouble().joins(read)) {
      graph.link(node);
    }
  }

  /** Whether the run found the file, and did not write it. */
  private static boolean isFound(Artefact artefact, BuildResults results) {
    String path = artefact.path.value();
    return !results.writes().contains(path) && !results.absentBefore().contains(path);
  }

  private void failed(JobDesk.Job job, BuildResults results) {
    TaskNode node = job.node();
    boolean asks = results.outcome() == Outcome.FAILED && results.exit() == ASKS;
    int missedBefore = node.trouble().missed().size();
    Optional<ArtefactPath> missed =
        results.outcome() == Outcome.FAILED
            ? scheduler.missing().joined(node, results, asks, !results.pod().equals(home))
            : Optional.empty();
    boolean asksAnew = asks && node.trouble().missed().size() > missedBefore;
    if (asks && (missed.isPresent() || asksAnew)) {
      telling.of(node, "asked", String.join(", ", results.missing()));
      graph.link(node);
      scheduler.cameToNothing(node);
      return;
    }
    node.runs++;
    if (missed.isPresent()) {
      count(job, results, null, "it misses " + missed.get() + ", which can be had");
      graph.link(node);
      scheduler.cameToNothing(node);
    } else if (!isOvertaken(job, results)) {
      scheduler.failures().doubt(node, now.tick(), () -> believe(job, results));
    }
  }

  /** All is known that had changed when the run failed. */
  private void believe(JobDesk.Job job, BuildResults results) {
    if (!isOvertaken(job, results)) {
      String message = message(job.node(), results);
      count(job, results, message, null);
      joinRead(job.node(), results);
      scheduler.failures().failed(job.node(), message);
    }
  }

  /** Whether the failure belongs to files that are others now; then the task runs again. */
  private boolean isOvertaken(JobDesk.Job job, BuildResults results) {
    TaskNode node = job.node();
    Optional<String> by = reading.overtakenBy(job, results).or(() -> come(job, results));
    if (by.isEmpty() || node.trouble().overtaken >= Following.RUNS_MAX) {
      return false;
    }
    count(job, results, null, by.get());
    scheduler.overtaken(node);
    return true;
  }

  /** A file that the run missed, and that has come meanwhile. */
  private Optional<String> come(JobDesk.Job job, BuildResults results) {
    return results.missing().stream()
        .flatMap(name -> scheduler.missing().candidates(job.node(), name).stream())
        .filter(artefact -> artefact.state.exists() && artefact.changedSince(job.tick()))
        .map(artefact -> artefact.path + " has come meanwhile")
        .findFirst();
  }

  /**
   * Where the tool has not spoken for itself, the task's own place in the project is what helps.
   */
  private static String message(TaskNode node, BuildResults results) {
    return switch (results.outcome()) {
      case BROKE_ITS_WORD, REFUSED -> results.message() + " (" + node.task.origin() + ")";
      case FAILED ->
          Remarks.of(results.logTail()).failure().orElseGet(() -> messageOfItsOwn(results));
      default -> messageOfItsOwn(results);
    };
  }

  private static String messageOfItsOwn(BuildResults results) {
    return results.message().isEmpty()
        ? "it failed with exit code " + results.exit()
        : results.message();
  }

  /**
   * What the run wrote, logs left out; at last what its task does not declare: what runs made, and
   * what it has left otherwise than it had read it, so that another run would make something else.
   */
  private List<Trace.Output> wrote(
      TaskNode node, BuildResults results, List<Trace.Observed> observed) {
    var wrote = new ArrayList<Trace.Output>();
    for (Trace.Output output : FileRefs.outputs(results, graph.rules())) {
      wrote.add(new Trace.Output(artefacts.of(output.path()).path, output.state()));
    }
    for (FileRef each : results.undeclared()) {
      Artefact file = artefacts.of(ArtefactPath.of(each.path()));
      ArtefactState state = FileRefs.state(each);
      boolean counts =
          undeclared.isLeftBy(node.name(), file.path, state)
              || reading.isLeftOtherwise(node, observed, file, state);
      if (counts && file.producer == null && !graph.rules().isLog(file.path)) {
        wrote.add(new Trace.Output(file.path, state, false));
      }
    }
    return wrote;
  }

  private Trace trace(JobDesk.Job job, BuildResults results, List<Trace.Observed> observed) {
    return new Trace(
        job.id(),
        job.node().name(),
        job.node().key(),
        job.recipe(),
        artefacts.shared(observed),
        wrote(job.node(), results, observed),
        job.reason(),
        job.owner().id,
        job.node().runs,
        results.pod(),
        Optional.ofNullable(results.logDigest()).orElse(""),
        now.wallMs(),
        results.ms());
  }

  private void count(
      JobDesk.Job job, BuildResults results, @Nullable String message, @Nullable String again) {
    TaskNode node = job.node();
    Remarks remarks = Remarks.of(results.logTail());
    var run =
        new BuildReport.Run(
            node.name(),
            node.task.rule(),
            node.runs,
            job.reason(),
            results.pod(),
            results.exit(),
            results.ms(),
            remarks.log(),
            message,
            again,
            results.startedMs());
    if (results.outcome() == Outcome.REFUSED) {
      scheduler.wanting(node).forEach(build -> build.notBegun++);
    }
    for (BuildRun build : scheduler.wanting(node)) {
      build.ran(node, run, remarks.warnings(), now.tick());
      telling.finished(build, node, run);
    }
  }
}
