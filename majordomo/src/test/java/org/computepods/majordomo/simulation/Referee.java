package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Memory;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.View;

/** Looks at each step of a core and says what must never be. */
final class Referee {
  /** A run that the core has taken for good. */
  private record Taken(Trace trace, List<String> command) {}

  /** A task whose inputs move is run no more often than that again. */
  private static final int RUNS_MAX = 3;

  /** So many traces of a task are kept at least; older ones may be forgotten. */
  private static final int TRACES_KEPT = 4;

  private final Simulation world;

  /** Jobs between their start and the first word of their end. */
  private final Map<String, BuildFrom> running = new LinkedHashMap<>();

  private final Map<String, BuildFrom> jobs = new HashMap<>();
  private final Map<String, List<Taken>> taken = new HashMap<>();
  private final Set<String> accepted = new HashSet<>();

  /** What a run had read that stood otherwise at its end, as it had read it. */
  private record Otherwise(boolean inPlace, Map<String, Optional<String>> read) {
    static final Otherwise NONE = new Otherwise(true, Map.of());
  }

  /** Of each job's run. */
  private final Map<String, Otherwise> otherwise = new HashMap<>();

  /** The same, of the last run of each task that the core has heard of. */
  private final Map<String, Otherwise> lastOtherwise = new HashMap<>();

  /** Of those done elsewhere, when the core first asked after their end what had changed. */
  private final Map<String, Long> askedSince = new HashMap<>();

  private final Set<String> dropped = new HashSet<>();

  /**
   * Tasks whose last run came to nothing, and what it read joined; nobody has judged them since.
   */
  private final Set<String> adrift = new HashSet<>();

  /**
   * Whether runs without a visible reason are to be expected: notes, contents or answers are lost.
   */
  private boolean forgiving;

  private boolean notesWereLost;

  Referee(Simulation world) {
    this.world = world;
  }

  void newLife(int notesLost) {
    running.clear();
    adrift.clear();
    forgiving |= notesLost > 0;
    notesWereLost |= notesLost > 0;
  }

  /** What a run made was never told. */
  void answerLost() {
    notesWereLost = true;
  }

  /** Whether the core may not know what it wrote. */
  boolean notesLost() {
    return notesWereLost;
  }

  /** From now on a run may be for want of contents. */
  void forgive() {
    forgiving = true;
  }

  void judge(Event event, List<Command> commands) {
    if (event instanceof Event.JobEnded(BuildResults results)) {
      running.remove(results.job());
      Otherwise stood = otherwise.remove(results.job());
      BuildFrom job = jobs.get(results.job());
      if (job != null && !job.scratch()) {
        adrift.add(job.task());
      }
      // Of a second attempt that did not begin, the run of the first says nothing.
      boolean ran = results.outcome() == Outcome.SUCCEEDED || results.outcome() == Outcome.FAILED;
      if (stood != null && job != null && ran) {
        lastOtherwise.put(job.task(), stood);
        askedSince.remove(job.task());
      }
    } else if (event instanceof Event.Synced synced) {
      standsAsRead(synced.asked());
    } else if (event instanceof Event.JobImpossible(String job, _)) {
      running.remove(job);
    }
    for (Command command : commands) {
      switch (command) {
        case Command.Start(BuildFrom job, _) -> started(job);
        case Command.Sync(_, long asked, _, _) ->
            lastOtherwise.keySet().forEach(task -> askedSince.putIfAbsent(task, asked));
        case Command.Remove(List<FileRef> files) -> files.forEach(f -> notPrimary(f.path()));
        case Command.Restore(_, List<FileRef> files, _, _) ->
            files.forEach(f -> notPrimary(f.path()));
        case Command.Note(Memory.TraceKept(Trace trace)) -> kept(event, trace);
        case Command.Note(Memory.TraceDropped(_, String id)) -> dropped.add(id);
        case Command.Tell(BuildEvent told) -> {
          BuildReport report = told.report();
          if (report != null) {
            failedRightly(report);
            judged(report);
          }
        }
        default -> {}
      }
    }
    if (!world.view().busy()) {
      tellsWhatIsStale();
    }
  }

  /** What is known of the last build, and a look at every task, come to the same. */
  private void tellsWhatIsStale() {
    Set<String> told = new TreeSet<>(world.view().stale(Integer.MAX_VALUE).names());
    var seen = new TreeSet<String>();
    for (var task : world.view().outlook()) {
      String name = task.task().name();
      if (task.state() != EngineView.TaskState.FRESH) {
        seen.add(name);
      } else if (!adrift.contains(name)) {
        dependsOnWhatItReads(task);
      }
    }
    if (!told.equals(seen)) {
      throw world.failure("said to be stale: " + told + ", and on a look: " + seen);
    }
  }

  /** A build of all that ended well has found each task fresh that it could not do without. */
  private void judged(BuildReport report) {
    BuildRequest request = world.asked.get(report.build());
    if (report.exit() == 0 && request != null && request.targets().isEmpty()) {
      adrift.removeIf(
          name -> world.project.task(name).filter(task -> task.when().isEmpty()).isPresent());
    }
  }

  /**
   * A fresh task depends on what it declares and on what its last run was seen to read: not on
   * less, or a change goes unheard, nor on what only earlier ones read, which would be built for
   * it.
   */
  private void dependsOnWhatItReads(EngineView.TaskView task) {
    List<Trace> traces = world.view().traces(task.task().name());
    if (traces.isEmpty()) {
      return; // It does not apply.
    }
    var read = new TreeSet<ArtefactPath>();
    traces.getFirst().observed().stream()
        .filter(each -> !each.declared())
        .forEach(each -> read.add(each.path()));
    if (!read.equals(new TreeSet<>(task.discovered()))) {
      throw world.failure(
          task.task().name() + " depends on " + task.discovered() + ", and has read " + read);
    }
  }

  /** A run of this job came to its end, which read these inputs otherwise than they stood then. */
  void ran(BuildFrom job, boolean inPlace, Map<String, Optional<String>> otherwise) {
    if (!job.scratch()) {
      this.otherwise.put(job.job(), new Otherwise(inPlace, otherwise));
    }
  }

  /**
   * The core hears all that has changed. What a run elsewhere read is what was pinned for it, and
   * nothing that came and went here while it ran was ever before it; so its failure belongs to what
   * stands here if that is, at the first question after its end, just what it read. Of a run in
   * place nobody can say so: it may have read what came and went.
   */
  private void standsAsRead(long asked) {
    lastOtherwise.replaceAll(
        (task, stood) -> {
          Long since = askedSince.get(task);
          if (stood.inPlace() || since == null || since != asked) {
            return stood;
          }
          var read = new HashMap<>(stood.read());
          read.entrySet().removeIf(each -> each.getValue().equals(world.disk.read(each.getKey())));
          return new Otherwise(false, read);
        });
  }

  /**
   * What failed has read what stood there when it ended (or, elsewhere, when the core had heard all
   * that had changed by then: {@link #standsAsRead}), or was run often enough.
   */
  private void failedRightly(BuildReport report) {
    var runs = new HashMap<String, List<BuildReport.Run>>();
    for (BuildReport.Run run : report.runs()) {
      runs.computeIfAbsent(run.task(), _ -> new ArrayList<>()).add(run);
    }
    runs.forEach(
        (task, all) -> {
          BuildReport.Run last = all.getLast();
          boolean believed = last.message() != null && last.again() == null;
          Set<String> other = lastOtherwise.getOrDefault(task, Otherwise.NONE).read().keySet();
          if (report.result().equals("failed")
              && believed
              && all.size() <= RUNS_MAX
              && !other.isEmpty()) {
            throw world.failure(
                report.build()
                    + " ends with a failure of "
                    + task
                    + ", which read "
                    + other
                    + " otherwise than it stood");
          }
        });
  }

  // ---- starts ----

  private void started(BuildFrom job) {
    if (jobs.put(job.job(), job) != null) {
      throw world.failure("two jobs are called " + job.job());
    }
    if (job.scratch()) {
      return;
    }
    job.outputs().forEach(this::notPrimary);
    job.auxiliaries().forEach(this::notPrimary);
    alone(job);
    notBesideANeighbour(job);
    running.put(job.job(), job);
    pinned(job);
    notBehindAFailure(job);
    hasAReason(job);
  }

  private void notPrimary(String path) {
    boolean made = world.project.makers().containsKey(path);
    if (!made && world.isPrimary(path)) {
      throw world.failure("a person's file is to be written or removed: " + path);
    }
  }

  private void alone(BuildFrom job) {
    for (BuildFrom other : running.values()) {
      var both = new HashSet<>(writes(job));
      both.retainAll(writes(other));
      if (!both.isEmpty()) {
        throw world.failure(job.task() + " and " + other.task() + " at once write " + both);
      }
    }
  }

  private static Set<String> writes(BuildFrom job) {
    var writes = new LinkedHashSet<>(job.outputs());
    writes.addAll(job.auxiliaries());
    return writes;
  }

  private void notBesideANeighbour(BuildFrom job) {
    if (running.isEmpty()) {
      return;
    }
    for (BuildFrom other : running.values()) {
      boolean joined = reads(job, other) || reads(other, job);
      if (joined && inOneCycle(job.task(), other.task())) {
        throw world.failure(
            job.task() + " is started while " + other.task() + " runs, its neighbour in a cycle");
      }
    }
  }

  private boolean reads(BuildFrom reader, BuildFrom writer) {
    var paths = new HashSet<String>();
    reader.inputs().forEach(input -> paths.add(input.path()));
    paths.addAll(reader.absent());
    paths.retainAll(writes(writer));
    return !paths.isEmpty();
  }

  private boolean inOneCycle(String one, String other) {
    return world.view().cycles().stream()
        .map(EngineView.CycleView::members)
        .anyMatch(members -> members.contains(one) && members.contains(other));
  }

  /** All declared inputs are pinned, as the core knows them. */
  private void pinned(BuildFrom job) {
    Optional<ToyTask> task = world.project.task(job.task());
    var stated = new TreeMap<String, String>();
    job.inputs().forEach(input -> stated.put(input.path(), String.valueOf(input.sha256())));
    job.absent().forEach(path -> stated.put(path, "absent"));
    if (task.isPresent() && task.get().command().equals(job.command())) {
      for (String path : task.get().reads()) {
        if (!stated.containsKey(path)) {
          throw world.failure(job.task() + " is started without a word about " + path);
        }
      }
    }
    stated.forEach(
        (path, digest) -> {
          String known =
              world.view().state(ArtefactPath.of(path)) instanceof ArtefactState.Present(var is, _)
                  ? is.hex()
                  : "absent";
          if (!path.contains(":/") && !known.equals(digest) && !known.equals("absent")) {
            throw world.failure(
                job.task() + " is started on " + path + " " + digest + ", which is " + known);
          }
        });
  }

  /**
   * What reads, or may read, what a failed task makes, waits for that; in a cycle that begins anew
   * the failure is not known before the member's turn.
   */
  private void notBehindAFailure(BuildFrom job) {
    var reads = new TreeSet<>(job.absent());
    job.inputs().forEach(input -> reads.add(input.path()));
    for (String read : reads) {
      ArtefactPath path = ArtefactPath.of(read);
      world
          .view()
          .maker(path)
          .filter(maker -> maker.task().writes().anyMatch(path::equals)) // what it declares
          .filter(maker -> maker.state() == EngineView.TaskState.FAILED)
          .filter(maker -> !inOneCycle(job.task(), maker.task().name()))
          .ifPresent(
              maker -> {
                throw world.failure(
                    job.task() + " is started, and " + maker.task().name() + " has failed");
              });
    }
  }

  /** No run that the core has taken says already what this one would give. */
  private void hasAReason(BuildFrom job) {
    if (forgiving || world.freshWanted()) {
      return;
    }
    List<Taken> all = taken.getOrDefault(job.task(), List.of());
    for (Taken earlier : all.subList(Math.max(0, all.size() - TRACES_KEPT), all.size())) {
      if (!dropped.contains(earlier.trace().id())
          && earlier.command().equals(job.command())
          && holds(earlier.trace())) {
        throw world.failure(
            job.task() + " is started, and trace " + earlier.trace().id() + " holds already");
      }
    }
  }

  private boolean holds(Trace trace) {
    return trace.observed().stream()
            .allMatch(each -> sight(each.path(), each.view()).equals(Optional.of(each.sight())))
        && trace.outputs().stream()
            .allMatch(each -> world.view().state(each.path()).equals(each.state()));
  }

  private Optional<Digest> sight(ArtefactPath path, String view) {
    ArtefactState state = world.view().state(path);
    if (view.isEmpty()) {
      return Optional.of(state.sight());
    }
    return switch (state) {
      case ArtefactState.Present(Digest digest, _) ->
          world.disk.meaning(digest).map(text -> View.parse(view).of(bytes(text)));
      case ArtefactState.Absent() -> Optional.of(View.parse(view).ofAbsent());
      case ArtefactState.Link _ -> Optional.empty();
    };
  }

  // ---- results ----

  private void kept(Event event, Trace trace) {
    if (!(event instanceof Event.JobEnded(BuildResults results))) {
      throw world.failure("trace " + trace.id() + " of " + trace.task() + " is kept without a run");
    }
    if (!accepted.add(results.job())) {
      throw world.failure("the result of " + results.job() + " is taken twice");
    }
    BuildFrom job = jobs.get(results.job());
    if (job == null) {
      throw world.failure("a trace is kept of " + results.job() + ", which nobody started");
    }
    adrift.remove(trace.task());
    taken
        .computeIfAbsent(trace.task(), _ -> new ArrayList<>())
        .add(new Taken(trace, job.command()));
    isTrue(trace, job);
  }

  /** The tool, run on what the trace says was read, makes what the trace says was made. */
  private void isTrue(Trace trace, BuildFrom job) {
    if (job.command().getFirst().equals("clock")) {
      return;
    }
    var seen = new HashMap<String, String>();
    for (Trace.Observed each : trace.observed()) {
      String path = each.path().value();
      if (!each.path().outside() && !each.view().startsWith("contains ")) {
        if (each.sight().equals(Digest.ABSENT)) {
          continue;
        }
        Optional<String> text = text(each.view(), each.sight());
        if (text.isEmpty()) {
          throw world.failure("trace " + trace.id() + " says of " + path + " what never was in it");
        }
        if (!seen.containsKey(path) || each.view().isEmpty()) {
          seen.put(path, text.get());
        }
      }
    }
    Tool.Work work = Tool.run(job.command(), path -> Optional.ofNullable(seen.get(path)), 0);
    var says = new TreeMap<String, Digest>();
    trace.outputs().forEach(each -> says.put(each.path().value(), each.state().sight()));
    var makes = new TreeMap<String, Digest>();
    says.keySet().forEach(path -> makes.put(path, Digest.ABSENT));
    work.outputs()
        .forEach(
            (path, text) -> {
              if (!Tool.isPart(path) || says.containsKey(path)) {
                makes.put(path, Digest.of(text));
              }
            });
    if (!says.equals(makes)) {
      throw world.failure(
          "trace "
              + trace.id()
              + " of "
              + trace.task()
              + " is not true: it says that "
              + seen
              + " gives "
              + meanings(says)
              + ", and it gives "
              + work.outputs());
    }
  }

  private Map<String, String> meanings(Map<String, Digest> digests) {
    var texts = new TreeMap<String, String>();
    digests.forEach((path, digest) -> texts.put(path, world.disk.meaning(digest).orElse("~")));
    return texts;
  }

  private Optional<String> text(String view, Digest sight) {
    if (view.isEmpty()) {
      return world.disk.meaning(sight);
    }
    View seenThrough = View.parse(view);
    return world.disk.meanings().stream()
        .map(Map.Entry::getValue)
        .filter(text -> seenThrough.of(bytes(text)).equals(sight))
        .findFirst();
  }

  // ---- files ----

  /** A file was replaced by a restore. */
  void replaced(String path, String old) {
    if (world.disk.byPerson(path) && !world.disk.pinned(old)) {
      throw world.failure("a person's " + path + " is replaced and saved nowhere");
    }
  }

  /** A file was removed. */
  void removed(String path) {
    if (world.disk.byPerson(path)) {
      throw world.failure("a person's " + path + " is removed");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Names of all tasks that run now. */
  Set<String> runningTasks() {
    var names = new TreeSet<String>();
    running.values().forEach(job -> names.add(job.task()));
    return names;
  }
}
