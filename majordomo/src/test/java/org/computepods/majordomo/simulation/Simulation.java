package org.computepods.majordomo.simulation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Engine;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Memory;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.View;
import org.computepods.rules.project.ProjectLoader;

/**
 * A whole federation in simulated time around a real core. What happens when is drawn from a seed,
 * so that every history can be had again; the {@link Referee} looks at each step.
 */
final class Simulation {
  /** More than any build here can need; one that takes more hangs. */
  private static final int STEPS_MAX = 20_000;

  private static final int TRACE_KEPT = Integer.getInteger("computepods.tail", 150);
  private static final String POD = "local";

  /** Something that happens at its time. */
  private record Happening(long at, long order, Runnable what) {}

  final Disk disk = new Disk();
  final Random random;
  final Referee referee;
  ToyProject project;
  final java.util.SequencedMap<String, BuildReport> ended = new LinkedHashMap<>();
  final Map<String, BuildRequest> asked = new LinkedHashMap<>();
  private final PriorityQueue<Happening> future =
      new PriorityQueue<>(
          java.util.Comparator.comparingLong(Happening::at).thenComparingLong(Happening::order));
  private final ArrayDeque<String> story = new ArrayDeque<>();
  private final Remembered memory = new Remembered();
  private final Kitchen kitchen = new Kitchen(this);
  private final HomePod home = new HomePod(this);
  private final Set<String> made = new HashSet<>();
  private Faults faults = Faults.NONE;
  private Engine engine;
  private long now = 1;
  private long wallMs = 1_000_000;
  private long order;
  private int life;
  private int builds;
  private int steps;
  private boolean watching;
  private long hash = 7;

  Simulation(long seed, ToyProject project, Map<String, String> files) {
    random = new Random(seed);
    this.project = project;
    made.addAll(project.makers().keySet());
    referee = new Referee(this);
    files.forEach((path, text) -> disk.write(path, text, true));
    disk.write(ToyProject.FILE, project.yaml(), true);
    engine = new Engine(List.of(), POD);
    hear(new Event.SlotsChanged(1 + random.nextInt(4)));
    hear(new Event.TreeKnown(disk.tree()));
  }

  void faults(Faults these) {
    faults = these;
  }

  Faults faults() {
    return faults;
  }

  /** Which life of the core it is; what belongs to another comes to nothing. */
  int life() {
    return life;
  }

  /** A number that nothing had before. */
  long nextOrder() {
    return ++order;
  }

  EngineView view() {
    return engine.view();
  }

  /** A number that two runs of one history share. */
  long hash() {
    return hash;
  }

  /** The last of what happened, for people. */
  String tail() {
    return String.join("\n", story);
  }

  // ---- what people do ----

  void edit(String path, String text) {
    note("edit " + path + " [" + text.strip().replace("\n", "; ") + "]");
    disk.write(path, text, true);
    watch();
  }

  void delete(String path) {
    note("delete " + path);
    disk.delete(path);
    watch();
  }

  /** Whether a job that is at work in place may write there. */
  boolean inTheWorks(String path) {
    return kitchen.inTheWorks(path);
  }

  void project(ToyProject other) {
    project = other;
    made.addAll(other.makers().keySet());
    edit(ToyProject.FILE, other.yaml());
  }

  /** Whether nothing of this project, as it ever was, makes that file. */
  boolean isPrimary(String path) {
    return !made.contains(path);
  }

  /** All that a task reads, declared or as the core has discovered. */
  Set<String> reads(ToyTask task) {
    var reads = new java.util.LinkedHashSet<>(task.reads());
    if (!task.when().isEmpty()) {
      reads.add(ToyTask.path(task.when()));
    }
    view()
        .task(task.name())
        .ifPresent(known -> known.discovered().forEach(path -> reads.add(path.value())));
    return reads;
  }

  /** Whether a build under way wants to run what it need not. */
  boolean freshWanted() {
    return asked.entrySet().stream()
        .anyMatch(each -> each.getValue().fresh() && !ended.containsKey(each.getKey()));
  }

  String ask(List<String> targets, boolean keepGoing, boolean fresh) {
    String id = "b-" + ++builds;
    var request =
        new BuildRequest(
            "w", targets, keepGoing, false, fresh, 0, false, false, 0, Map.of("PATH", "/bin"));
    asked.put(id, request);
    note("ask " + id + " " + targets + (keepGoing ? " -k" : "") + (fresh ? " --fresh" : ""));
    hear(new Event.BuildAsked(id, request));
    return id;
  }

  void cancel(String build) {
    note("cancel " + build);
    hear(new Event.BuildCancelled(build));
  }

  /** Builds, and waits for the end. */
  BuildReport build(boolean keepGoing, String... targets) {
    return await(ask(List.of(targets), keepGoing, false));
  }

  /** How the last build ended. */
  BuildReport lastReport() {
    return ended.sequencedValues().getLast();
  }

  BuildReport await(String build) {
    int begun = steps;
    while (!ended.containsKey(build)) {
      if (future.isEmpty()) {
        throw failure(build + " hangs: nothing is to happen any more");
      }
      if (steps - begun > STEPS_MAX) {
        throw failure(build + " does not end within " + STEPS_MAX + " steps");
      }
      step();
    }
    return ended.get(build);
  }

  /** Lets the next thing happen; whether there was any. */
  boolean step() {
    Happening next = future.poll();
    if (next == null) {
      return false;
    }
    steps++;
    now = Math.max(now, next.at());
    next.what().run();
    return true;
  }

  /** Lets everything that is under way come to its end. */
  void quiet() {
    int begun = steps;
    while (step()) {
      if (steps - begun > STEPS_MAX) {
        throw failure("no quiet within " + STEPS_MAX + " steps");
      }
    }
    asked.keySet().stream()
        .filter(build -> !ended.containsKey(build))
        .findFirst()
        .ifPresent(
            build -> {
              throw failure(build + " hangs: nothing is to happen any more");
            });
  }

  /** Kills the core, and starts another on what it had noted but for the last few notes. */
  void kill(int notesLost) {
    note("kill the core, " + notesLost + " notes lost");
    memory.lose(notesLost);
    referee.newLife(notesLost);
    beginAnew();
  }

  /** Database and store are gone; what was written is known from the notes in the workspace. */
  void loseHome() {
    note("lose the home");
    disk.loseAllBlobs();
    memory.become(
        disk.written().entrySet().stream()
            .<Memory>map(
                each ->
                    Memory.Wrote.by(
                        disk.writer(each.getKey()),
                        ArtefactPath.of(each.getKey()),
                        new ArtefactState.Present(each.getValue(), false)))
            .toList());
    referee.newLife(0);
    referee.forgive();
    beginAnew();
  }

  private void beginAnew() {
    life++;
    kitchen.close();
    asked.keySet().removeIf(build -> !ended.containsKey(build));
    engine = new Engine(memory.all(), POD);
    hear(new Event.SlotsChanged(1 + random.nextInt(4)));
    hear(new Event.TreeKnown(disk.tree()));
  }

  void loseBlobs() {
    note("the store loses contents");
    disk.loseBlobs(random);
    referee.forgive();
  }

  /** The wall clock jumps; nothing may depend on it. */
  void jump(long ms) {
    wallMs += ms;
  }

  AssertionError failure(String what) {
    return new AssertionError(
        what + "\n--- what happened last:\n" + tail() + "\n--- the project:\n" + project.yaml());
  }

  void note(String what) {
    hash = hash * 31 + what.hashCode();
    story.add(now + " " + what);
    if (story.size() > TRACE_KEPT) {
      story.remove();
    }
  }

  // ---- the world's machinery ----

  void at(int most, Runnable what) {
    future.add(new Happening(now + 1 + random.nextInt(most), order++, what));
  }

  /** Something that the core is told later, unless it is dead by then. */
  void tell(int most, Event event) {
    int then = life;
    Runnable telling =
        () -> {
          if (then == life) {
            hear(event);
          }
        };
    at(happens(faults.late()) ? most * 20 : most, telling);
    if (happens(faults.doubled()) && !(event instanceof Event.Synced)) {
      at(most * 4, telling);
    }
  }

  boolean happens(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  void watch() {
    if (!watching && disk.unsaid()) {
      watching = true;
      at(
          60,
          () -> {
            watching = false;
            say(1);
            watch();
          });
    }
  }

  private void say(int most) {
    var facts = new ArrayList<Event.FileFact>();
    while (disk.unsaid() && facts.size() < most) {
      disk.say().ifPresent(facts::add);
    }
    if (!facts.isEmpty()) {
      hear(new Event.FilesChanged(facts));
    }
  }

  void hear(Event event) {
    note("> " + Words.of(event));
    if (event instanceof Event.JobEnded(BuildResults results)) {
      kitchen.over(results.job());
    } else if (event instanceof Event.JobImpossible(String job, _)) {
      kitchen.over(job);
    }
    wallMs++;
    List<Command> commands = engine.on(event, now * 1_000_000, wallMs);
    for (Command command : commands) {
      if (!(command instanceof Command.Note) && !(command instanceof Command.Tell)) {
        note("  < " + Words.of(command));
      }
    }
    referee.judge(event, commands);
    commands.forEach(this::obey);
    watch();
  }

  private void obey(Command command) {
    switch (command) {
      case Command.Sync(String build, long asked, var confirm, _) -> {
        int then = life;
        at(
            20,
            () -> {
              if (then == life) {
                say(Integer.MAX_VALUE);
                hear(new Event.Synced(build, asked, List.of(), disk.confirm(confirm)));
              }
            });
      }
      case Command.LoadProject() -> load();
      case Command.GiveUpLook _ -> {}
      case Command.Look(ArtefactPath path, Digest content, String view) ->
          at(
              10,
              () -> {
                Optional<Digest> sight =
                    disk.content(path.value(), content)
                        .map(text -> View.parse(view).of(bytes(text)));
                tell(10, new Event.Seen(path, content, view, sight));
              });
      case Command.Start(BuildFrom job, _) -> kitchen.start(job);
      case Command.Cancel(String job) -> kitchen.cancel(job);
      case Command.Compare(String question, ArtefactPath path, List<Digest> versions) ->
          at(10, () -> tell(5, compared(question, path, versions)));
      case Command.Restore(String id, var outputs, var ours, var undeclared) -> {
        int then = life;
        at(
            15,
            () -> {
              if (then == life) {
                home.restore(id, outputs, ours, undeclared);
              }
            });
      }
      case Command.Remove(List<FileRef> wanted) -> {
        int then = life;
        at(
            15,
            () -> {
              if (then == life) {
                home.remove(wanted);
              }
            });
      }
      case Command.Tell(BuildEvent event) -> {
        BuildReport report = event.report();
        if (report != null && event.kind().equals("ended")) {
          note("  < ended " + event.build() + " " + report.result() + " " + report.tasks());
          ended.put(event.build(), report);
        }
      }
      case Command.Note(Memory note) -> memory.note(note);
    }
  }

  private Event compared(String question, ArtefactPath path, List<Digest> versions) {
    List<String> texts =
        versions.stream().map(each -> disk.content(path.value(), each).orElse("")).toList();
    List<Long> sizes =
        versions.stream()
            .map(each -> disk.content(path.value(), each).map(t -> (long) t.length()).orElse(-1L))
            .toList();
    boolean numbers = texts.stream().allMatch(text -> text.matches("n \\d+\n"));
    List<Long> values =
        numbers
            ? texts.stream().map(text -> Long.parseLong(text.substring(2).strip())).toList()
            : List.of();
    return new Event.Compared(
        question, sizes, values, "- " + texts.getFirst() + "+ " + texts.getLast(), true);
  }

  private void load() {
    int then = life;
    at(
        10,
        () -> {
          if (then == life) {
            var loaded = ProjectLoader.load(path -> disk.read(path.value()), List.of());
            tell(1, new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files()));
          }
        });
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
