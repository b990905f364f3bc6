package org.computepods.majordomo.core;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import javax.management.ObjectName;
import org.computepods.majordomo.state.StateStore;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Dependency;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.project.ProjectLoader;

/**
 * The core alone at a given size: what each step of a federation's life costs it, in milliseconds
 * of this thread, and what it keeps in memory. Run by hand; arguments: {@code wide}, {@code deep}
 * or {@code headers}, and the number of tasks.
 */
final class CoreAtScale {
  private static final String COPIES =
      """
      default: all
      targets: {all: {outputs: ["@copy"]}}
      tasks:
        copy: {foreach: "in/**/*.txt", outputs: ["{dir}{stem}.out"], command: [cp, "{dependencies[0]}", "{outputs[0]}"]}
      """;

  private final String kind;
  private final int size;
  private final Map<ArtefactPath, ArtefactState> states = new HashMap<>();

  CoreAtScale(String kind, int size) {
    this.kind = kind;
    this.size = size;
  }

  public static void main(String[] words) throws Exception {
    Path folder = Files.createTempDirectory("core-at-scale");
    try {
      new CoreAtScale(words[0], Integer.parseInt(words[1])).live(folder.resolve("state.db"));
    } finally {
      remove(folder);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /** A core in which everything is up to date, and planned. */
  Engine standing() throws Exception {
    Path folder = Files.createTempDirectory("core-at-scale");
    Path database = folder.resolve("state.db");
    plant(database);
    Engine engine;
    try (var store = StateStore.open(database, CoreAtScale::refuse)) {
      engine = new Engine(store.load("w"), "local");
    }
    remove(folder);
    String yaml = project();
    var loaded = ProjectLoader.load(path -> Optional.of(yaml), List.of());
    engine.on(new Event.TreeKnown(tree()), 1, 1);
    var read = new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files());
    if (engine.on(read, 1, 1).contains(new Command.LoadProject())) {
      engine.on(read, 1, 1);
    }
    build(engine, "first build");
    return engine;
  }

  private static void refuse(String message) {
    throw new IllegalStateException(message);
  }

  /** The word of one edit: each turn of another file, where there are many. */
  Event.FileFact edit(int turn) {
    int file = turn % size;
    String path = kind.equals("deep") ? source() : "in/" + file / 100 + "/" + file + ".txt";
    return fact(path, "edited " + turn, 10L + turn);
  }

  private void live(Path database) throws Exception {
    plant(database);
    states.clear();
    var store = StateStore.open(database, CoreAtScale::refuse);
    memory("nothing");
    Engine engine = begun(store);
    String yaml = project();
    var loaded =
        timed("read the project", () -> ProjectLoader.load(path -> Optional.of(yaml), List.of()));
    hearTree(engine);
    var read = new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files());
    List<Command> again = timed("bind", () -> engine.on(read, 1, 1));
    if (again.contains(new Command.LoadProject())) {
      timed("bind again", () -> engine.on(read, 1, 1));
    }
    build(engine, "first build");
    memory("after the first build");
    histogram();
    for (int i = 0; i < 3; i++) {
      build(engine, "nothing to do");
    }
    for (int i = 0; i < 3; i++) {
      var fact = fact(source(), "edited " + i, 10 + i);
      timed("one change", () -> engine.on(new Event.FilesChanged(List.of(fact)), 1, 1));
    }
    build(engine, "one edit, to its first job");
    if (engine.view().tasks().isEmpty()) {
      throw new IllegalStateException("kept alive until here");
    }
    store.close();
  }

  private Engine begun(StateStore store) throws Exception {
    List<Memory> remembered = timed("load the database", () -> store.load("w"));
    memory("remembered");
    return timed("begin with it", () -> new Engine(remembered, "local"));
  }

  private void hearTree(Engine engine) throws Exception {
    memory("begun");
    List<Event.FileFact> tree = tree();
    timed("hear the tree", () -> engine.on(new Event.TreeKnown(tree), 1, 1));
  }

  /** What is kept, by class: each with its number and its bytes. */
  private static void histogram() throws Exception {
    Object text =
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                "gcClassHistogram",
                new Object[] {new String[] {}},
                new String[] {String[].class.getName()});
    text.toString().lines().limit(40).forEach(System.out::println);
  }

  private void build(Engine engine, String what) throws Exception {
    String id = "b" + System.nanoTime();
    var request = World.request(List.of(), false, false);
    timed(
        what,
        () -> {
          engine.on(new Event.BuildAsked(id, request), 1, 1);
          List<Command> commands = engine.on(new Event.Synced(id, 1, List.of(), List.of()), 2, 2);
          System.out.print("  (" + commands.size() + " commands) ");
          return commands;
        });
  }

  private String source() {
    return switch (kind) {
      case "deep" -> "last.txt";
      default -> "in/0/5.txt";
    };
  }

  private String project() {
    if (kind.equals("deep")) {
      var text = new StringBuilder("tasks:\n");
      for (int n = 0; n < size; n++) {
        String last = n == size - 1 ? ", last.txt" : "";
        text.append(
            "  t%d: {dependencies: [%s%s], outputs: [%s], command: [cp, x, y]}\n"
                .formatted(n, n == 0 ? "first.txt" : link(n - 1), last, link(n)));
      }
      return text.toString();
    }
    return kind.equals("fan")
        ? COPIES.replace("[\"@copy\"]", "[all]")
            + "  gather: {dependencies: [\"@copy\"], outputs: [all], command: [cat]}\n"
        : COPIES;
  }

  private static String link(int n) {
    return "out/" + n / 100 + "/" + n + ".out";
  }

  private List<ArtefactPath> sources() {
    var sources = new ArrayList<ArtefactPath>();
    if (kind.equals("deep")) {
      sources.add(ArtefactPath.of("first.txt"));
      sources.add(ArtefactPath.of("last.txt"));
    } else {
      for (int n = 0; n < size; n++) {
        sources.add(ArtefactPath.of("in/" + n / 100 + "/" + n + ".txt"));
      }
    }
    return sources;
  }

  private List<Event.FileFact> tree() {
    var facts = new ArrayList<Event.FileFact>();
    for (ArtefactPath path : sources()) {
      facts.add(fact(path.value(), path.value(), 1));
      if (!kind.equals("deep")) {
        String output = path.value().replace(".txt", ".out");
        facts.add(fact(output, output, 1));
      }
    }
    for (int n = 0; n < size && kind.equals("deep"); n++) {
      facts.add(fact(link(n), link(n), 1));
    }
    if (kind.equals("fan")) {
      facts.add(fact("all", "all", 1));
    }
    return facts;
  }

  private static Event.FileFact fact(String path, String content, long ctime) {
    return new Event.FileFact(
        ArtefactPath.of(path), new ArtefactState.Present(Digest.of(content), false), 7, ctime);
  }

  private void plant(Path database) throws IOException {
    String yaml = project();
    var rules = ProjectLoader.load(path -> Optional.of(yaml), List.of()).rules();
    try (var store = StateStore.open(database, CoreAtScale::refuse)) {
      int n = 0;
      for (Task task : rules.bind(sources()).tasks()) {
        var observed = new ArrayList<Trace.Observed>();
        for (Dependency dependency : task.dependencies()) {
          observed.add(
              new Trace.Observed(dependency.path(), "", state(dependency.path()).sight(), true));
        }
        var tool = ArtefactPath.of("/usr/bin/cp");
        observed.add(new Trace.Observed(tool, "", Digest.ABSENT, false));
        ArtefactPath out = task.outputs().getFirst();
        var outputs = List.of(new Trace.Output(out, state(out)));
        String id = Digest.of(task.name()).brief() + ".b-mws2sg8r-01." + ++n;
        var trace =
            new Trace(
                id,
                task.name(),
                out.value(),
                task.recipe(),
                observed,
                outputs,
                "never built",
                "b-mws2sg8r-01",
                1,
                "local",
                "",
                1_700_000_000_000L,
                3);
        store.note("w", new Memory.TraceKept(trace));
        store.note("w", new Memory.Wrote(out, state(out), task.name(), true));
      }
    }
  }

  private ArtefactState state(ArtefactPath path) {
    return states.computeIfAbsent(
        path, same -> new ArtefactState.Present(Digest.of(same.value()), false));
  }

  private static <T> T timed(String what, Callable<T> step) throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long cpu = threads.getCurrentThreadCpuTime();
    long begin = System.nanoTime();
    T result = step.call();
    System.out.printf(
        "%-28s %10.3f ms, %10.3f ms of CPU%n",
        what, (System.nanoTime() - begin) / 1e6, (threads.getCurrentThreadCpuTime() - cpu) / 1e6);
    return result;
  }

  private void memory(String when) {
    System.gc();
    var heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    System.out.printf(
        "                                                 %.0f MiB, %d bytes per task: %s%n",
        heap.getUsed() / 1048576.0, heap.getUsed() / size, when);
  }
}
