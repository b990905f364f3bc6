package org.computepods.majordomo.core;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.ProjectLoader;
import org.jspecify.annotations.Nullable;

/**
 * A whole federation in memory, around a real core: files, a watcher that is late, chefs that take
 * their time. What happens next among all that may happen is drawn from a seed, so that every
 * history can be had again.
 */
final class World {
  private static final int STEPS_MAX = 200_000;
  private static final String POD = "local";

  final TreeMap<String, String> files = new TreeMap<>();
  final List<BuildEvent> told = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();
  private final Map<Digest, String> contents = new HashMap<>();
  private final Map<String, Long> ctimes = new HashMap<>();
  private final List<Memory> memory = new ArrayList<>();
  private final Random random;

  /** What the watcher has seen and not yet said, in order. */
  private final ArrayDeque<Event.FileFact> unsaid = new ArrayDeque<>();

  /** What may happen next, in any order. */
  private final List<Runnable> pending = new ArrayList<>();

  private final Map<String, BuildFrom> jobs = new HashMap<>();
  private Engine engine;
  private long clock = 1;
  private int builds;

  /** Whether the watcher sees that a restore moves files aside, and says so before it is over. */
  boolean absenceSeenWhileRestoring;

  /** Jobs that were only asked what they make. */
  int replays;

  private @Nullable BuildReport ended;

  /** Called before each step of a build; a test may edit files there. */
  Consumer<World> meanwhile = _ -> {};

  /** Called when a tool has read what it reads, and before its end is told. */
  Consumer<World> whileRunning = _ -> {};

  /** Called when a job has read inputs that only the watcher vouches for. */
  Consumer<World> beforeVouching = _ -> {};

  World(long seed) {
    random = new Random(seed);
    engine = new Engine(List.of(), POD);
  }

  World(String project) {
    this(1);
    write("computepods.yaml", project);
  }

  World write(String path, String content) {
    files.put(path, content);
    contents.put(Digest.of(content), content);
    ctimes.put(path, clock += 100_000_000);
    unsaid.add(fact(path));
    return this;
  }

  /** Time goes by before the next thing happens. */
  World later() {
    clock += 60_000_000_000L;
    return this;
  }

  World link(String path, String target) {
    clock += 100_000_000;
    unsaid.add(new Event.FileFact(ArtefactPath.of(path), new ArtefactState.Link(target), 0, clock));
    return this;
  }

  World delete(String path) {
    files.remove(path);
    clock += 100_000_000;
    unsaid.add(new Event.FileFact(ArtefactPath.of(path), ArtefactState.absent(), 0, clock));
    return this;
  }

  /** Kills the core and starts another on what was noted. */
  World restart() {
    pending.clear();
    jobs.clear();
    unsaid.clear();
    var newestFirst = new ArrayList<Memory>();
    memory.forEach(
        m ->
            newestFirst.add(
                m instanceof Memory.TraceKept || m instanceof Memory.Settled
                    ? 0
                    : newestFirst.size(),
                m));
    engine = new Engine(newestFirst, POD);
    var tree = new ArrayList<Event.FileFact>();
    files.keySet().forEach(path -> tree.add(fact(path)));
    happen(new Event.TreeKnown(tree));
    return this;
  }

  BuildReport build(String... targets) {
    return build(request(List.of(targets), false, false));
  }

  static BuildRequest request(List<String> targets, boolean keepGoing, boolean dryRun) {
    return new BuildRequest(
        "w", targets, keepGoing, dryRun, false, 0, false, false, 0, Map.of("PATH", "/bin"));
  }

  BuildReport build(BuildRequest request) {
    ended = null;
    String id = "b-" + ++builds;
    happen(new Event.BuildAsked(id, request));
    for (int step = 0; ended == null; step++) {
      if (step > STEPS_MAX || pending.isEmpty()) {
        throw new AssertionError("the build hangs after " + step + " steps: " + told);
      }
      meanwhile.accept(this);
      pending.remove(random.nextInt(pending.size())).run();
      if (ended == null && random.nextInt(8) == 0) {
        say(random.nextInt(1 + unsaid.size()));
      }
    }
    return ended;
  }

  /** The watcher says now what it has seen. */
  void tell() {
    say(unsaid.size());
  }

  /** Lets happen whatever is still to happen. */
  void quiet() {
    for (int step = 0; !pending.isEmpty() || !unsaid.isEmpty(); step++) {
      if (step > STEPS_MAX) {
        throw new AssertionError("it never comes to rest: " + told);
      }
      say(unsaid.size());
      if (!pending.isEmpty()) {
        pending.remove(random.nextInt(pending.size())).run();
      }
    }
  }

  /** What stands, as the core says when it has heard everything. */
  Optional<Standing> standing() {
    obey(engine.beforeStanding());
    quiet();
    return engine.standing();
  }

  /** The stores have this content no more. */
  void lose(String content) {
    contents.remove(Digest.of(content));
  }

  /** Asks for a build beside the one that is under way. */
  void ask(String... targets) {
    happen(new Event.BuildAsked("b-" + ++builds, request(List.of(targets), false, false)));
  }

  /** Interrupts the build that was asked for last. */
  void interrupt() {
    happen(new Event.BuildCancelled("b-" + builds));
  }

  /** Chefs come, or go. */
  void changeChefs() {
    happen(new Event.ChefsChanged());
  }

  /** Whether a build was told what it is going to do. */
  boolean isPlanned(String build) {
    return told.stream().anyMatch(e -> e.build().equals(build) && e.kind().equals("planned"));
  }

  /** The report of a build that has ended. */
  BuildReport report(String build) {
    return told.stream()
        .filter(event -> event.build().equals(build))
        .flatMap(event -> Optional.ofNullable(event.report()).stream())
        .findFirst()
        .orElseThrow();
  }

  EngineView view() {
    return engine.view();
  }

  /** The names of the tasks that a build ran, in the order of their ends. */
  static List<String> ran(BuildReport report) {
    return report.runs().stream().map(BuildReport.Run::task).toList();
  }

  private void happen(Event event) {
    for (Command command : engine.on(event, clock, clock / 1_000_000)) {
      obey(command);
    }
  }

  private void obey(Command command) {
    switch (command) {
      case Command.Sync(String build, long asked, var confirm, _) ->
          pending.add(
              () -> {
                say(unsaid.size());
                var stand = confirm.stream().map(path -> fact(path.value())).toList();
                happen(new Event.Synced(build, asked, List.of(), stand));
              });
      case Command.LoadProject() ->
          pending.add(
              () -> {
                var loaded =
                    ProjectLoader.load(
                        path -> Optional.ofNullable(files.get(path.value())), List.of());
                happen(new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files()));
              });
      case Command.GiveUpLook _ -> {}
      case Command.Look(var path, Digest content, String view) ->
          pending.add(() -> look(path, content, view));
      case Command.Start(BuildFrom job, _) -> {
        jobs.put(job.job(), job);
        pending.add(() -> cook(job));
      }
      case Command.Cancel(String job) -> pending.add(() -> cancel(job));
      case Command.Compare compare -> pending.add(() -> compare(compare));
      case Command.Restore(String id, var outputs, _, _) -> pending.add(() -> restore(id, outputs));
      case Command.Remove(var refs) -> pending.add(() -> remove(refs));
      case Command.Tell(BuildEvent event) -> {
        told.add(event);
        if (event.report() != null) {
          ended = event.report();
        }
      }
      case Command.Note(Memory note) -> memory.add(note);
    }
  }

  private void say(int words) {
    var facts = new ArrayList<Event.FileFact>();
    for (int i = 0; i < words; i++) {
      facts.add(unsaid.remove());
    }
    if (!facts.isEmpty()) {
      happen(new Event.FilesChanged(facts));
    }
  }

  private void look(ArtefactPath path, Digest content, String view) {
    Optional<Digest> sight =
        Optional.ofNullable(contents.get(content))
            .map(text -> View.parse(view).of(text.getBytes(StandardCharsets.UTF_8)));
    happen(new Event.Seen(path, content, view, sight));
  }

  private void cook(BuildFrom job) {
    if (jobs.remove(job.job()) == null) {
      return;
    }
    if (job.scratch()) {
      replay(job);
      return;
    }
    happen(new Event.JobStarted(job.job(), POD));
    for (FileRef input : job.inPlace().inputs()) {
      if (!state(input.path()).equals(FileRefs.state(input))) {
        happen(new Event.JobEnded(results(job, Outcome.INPUTS_GONE, null, List.of(), List.of())));
        return;
      }
    }
    Task task = engine.view().task(job.task()).orElseThrow().task();
    List<FileRef> saved = saved(job);
    Tools.Effect effect = Tools.run(task, files::get, () -> clock++);
    whileRunning.accept(this);
    var absentBefore = new ArrayList<String>();
    for (String path : effect.outputs().keySet()) {
      if (!files.containsKey(path)) {
        absentBefore.add(path);
      }
    }
    List<FileRef> found =
        job.readBack().stream().filter(files::containsKey).map(this::ref).toList();
    if (effect.ok()) {
      effect.outputs().forEach(this::write);
    }
    if (job.isVouchedFor()) {
      beforeVouching.accept(this);
      say(unsaid.size());
    }
    happen(
        new Event.JobEnded(
            results(
                job,
                effect.ok() ? Outcome.SUCCEEDED : Outcome.FAILED,
                effect,
                absentBefore,
                found,
                saved)));
  }

  /** The files in the places of outputs that we did not write. */
  private List<FileRef> saved(BuildFrom job) {
    return job.outputs().stream()
        .filter(files::containsKey)
        .map(this::ref)
        .filter(file -> !Objects.equals(file.sha256(), job.ours().get(file.path())))
        .toList();
  }

  /** Runs a job on its pinned inputs, and only tells what it made. */
  private void replay(BuildFrom job) {
    replays++;
    Map<String, String> pinned = new HashMap<>();
    for (FileRef input : job.inputs()) {
      if (input.sha256() != null) {
        pinned.put(input.path(), contents.get(Digest.parse(input.sha256())));
      }
    }
    Task task = engine.view().task(job.task()).orElseThrow().task();
    Tools.Effect effect = Tools.run(task, pinned::get, () -> clock++);
    var outputs = new ArrayList<FileRef>();
    effect
        .outputs()
        .forEach(
            (path, content) -> {
              contents.put(Digest.of(content), content);
              outputs.add(
                  new FileRef(path, Digest.of(content).hex(), false, null, 0, 0, 0, List.of()));
            });
    BuildResults r =
        results(
            job, effect.ok() ? Outcome.SUCCEEDED : Outcome.FAILED, effect, List.of(), List.of());
    happen(
        new Event.JobEnded(
            new BuildResults(
                1,
                job.job(),
                1,
                POD,
                POD,
                r.outcome(),
                r.exit(),
                outputs,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                null,
                "",
                "",
                0,
                1,
                null)));
  }

  private void compare(Command.Compare compare) {
    List<String> versions =
        compare.versions().stream().map(d -> contents.getOrDefault(d, "")).toList();
    boolean numbers = versions.stream().allMatch(v -> v.matches("\\d{1,18}"));
    happen(
        new Event.Compared(
            compare.question(),
            versions.stream().map(v -> (long) v.length()).toList(),
            numbers ? versions.stream().map(Long::parseLong).toList() : List.of(),
            String.join(" | ", versions),
            versions.stream().allMatch(v -> v.indexOf(0) < 0)));
  }

  private void cancel(String id) {
    BuildFrom job = jobs.remove(id);
    if (job != null) {
      happen(new Event.JobEnded(results(job, Outcome.CANCELLED, null, List.of(), List.of())));
    }
  }

  private void restore(String id, List<FileRef> outputs) {
    if (absenceSeenWhileRestoring) {
      for (FileRef output : outputs) {
        clock += 100_000_000;
        happen(
            new Event.FilesChanged(
                List.of(
                    new Event.FileFact(
                        ArtefactPath.of(output.path()), ArtefactState.absent(), 0, clock))));
      }
    }
    List<String> missing =
        outputs.stream()
            .filter(o -> o.sha256() != null && !contents.containsKey(Digest.parse(o.sha256())))
            .map(FileRef::sha256)
            .toList();
    if (missing.isEmpty()) {
      for (FileRef output : outputs) {
        if (output.sha256() == null) {
          delete(output.path());
        } else {
          write(output.path(), contents.getOrDefault(Digest.parse(output.sha256()), ""));
        }
      }
    }
    List<FileRef> now = outputs.stream().map(o -> ref(o.path())).toList();
    happen(new Event.Restored(id, now, missing, List.of(), Optional.empty()));
  }

  private void remove(List<FileRef> refs) {
    var removed = new ArrayList<String>();
    for (FileRef file : refs) {
      if (state(file.path()).equals(FileRefs.state(file))) {
        delete(file.path());
        removed.add(file.path());
      }
    }
    happen(new Event.Removed(removed));
  }

  private BuildResults results(
      BuildFrom job,
      Outcome outcome,
      Tools.@Nullable Effect effect,
      List<String> absentBefore,
      List<FileRef> found) {
    return results(job, outcome, effect, absentBefore, found, List.of());
  }

  private BuildResults results(
      BuildFrom job,
      Outcome outcome,
      Tools.@Nullable Effect effect,
      List<String> absentBefore,
      List<FileRef> found,
      List<FileRef> saved) {
    boolean ok = outcome == Outcome.SUCCEEDED;
    List<FileRef> reads =
        effect == null ? List.of() : effect.discovered().stream().map(this::ref).toList();
    return new BuildResults(
        1,
        job.job(),
        1,
        POD,
        POD,
        outcome,
        ok ? 0 : 1,
        ok ? job.outputs().stream().map(this::ref).toList() : List.of(),
        reads,
        absentBefore,
        List.of(),
        found,
        List.of(),
        List.of(),
        List.of(),
        effect == null ? List.of() : effect.missing(),
        saved,
        null,
        "",
        "",
        0,
        1,
        null);
  }

  private FileRef ref(String path) {
    FileRef ref = FileRefs.ref(ArtefactPath.of(path), state(path));
    return new FileRef(
        path, ref.sha256(), false, null, 0, 0, ctimes.getOrDefault(path, 0L), List.of());
  }

  private ArtefactState state(String path) {
    String content = files.get(path);
    return content == null
        ? ArtefactState.absent()
        : new ArtefactState.Present(Digest.of(content), false);
  }

  private Event.FileFact fact(String path) {
    return new Event.FileFact(ArtefactPath.of(path), state(path), 0, ctimes.getOrDefault(path, 0L));
  }
}
