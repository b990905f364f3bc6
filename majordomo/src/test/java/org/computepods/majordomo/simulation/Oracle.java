package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A plain evaluator of projects, written for clarity: what every output must hold when all is
 * built, which tasks fail, and how cycles end. It knows the rules of cycles as the design states
 * them, and nothing of the core.
 */
final class Oracle {
  /** Restarts over newly discovered edges; each adds one. */
  private static final int EDGES_MAX = 10_000;

  /** What becomes of a task. */
  enum Fate {
    DONE,
    /** Its condition does not hold. */
    INAPPLICABLE,
    FAILED,
    /** It needs something that nothing makes. */
    IMPOSSIBLE,
    /** Something that it needs is not done. */
    SKIPPED,
    UNSETTLED
  }

  /**
   * How a cycle ends.
   *
   * @param verdict as in reports
   */
  record Ending(
      Set<String> members, List<String> order, String verdict, int period, int passes, int runs) {}

  /**
   * All that the oracle says.
   *
   * @param files primary ones and outputs
   * @param runs executions of a build from nothing
   * @param discovered whether only runs told of some files that tasks read
   */
  record Answer(
      Map<String, String> files,
      Map<String, Fate> fates,
      List<Ending> cycles,
      int runs,
      boolean discovered) {
    boolean has(Fate fate) {
      return fates.containsValue(fate);
    }

    /** The first of 1, 4, 5 that applies, else 0. */
    int exit() {
      if (has(Fate.FAILED)) {
        return 1;
      }
      if (has(Fate.UNSETTLED)) {
        return 4;
      }
      return has(Fate.IMPOSSIBLE) ? 5 : 0;
    }
  }

  private final ToyProject project;
  private final Map<String, ToyTask> makers;
  private final TreeMap<String, String> files;
  private final Map<String, Fate> fates = new LinkedHashMap<>();
  private final Map<String, Set<String>> discovered;

  /** What tools have failed without. */
  private final Map<String, Set<String>> missed;

  private final List<Ending> cycles = new ArrayList<>();
  private int runs;
  private long tick;
  private boolean newEdge;

  private Oracle(
      ToyProject project,
      Map<String, String> primary,
      Map<String, Set<String>> discovered,
      Map<String, Set<String>> missed) {
    this.project = project;
    this.makers = project.makers();
    this.files = new TreeMap<>(primary);
    this.files.keySet().removeAll(makers.keySet());
    this.discovered = discovered;
    this.missed = missed;
  }

  /** A build from nothing but the primary files. */
  static Answer cold(ToyProject project, Map<String, String> primary, Collection<String> wanted) {
    var discovered = new HashMap<String, Set<String>>();
    var missed = new HashMap<String, Set<String>>();
    for (int restart = 0; restart < EDGES_MAX; restart++) {
      var oracle = new Oracle(project, primary, discovered, missed);
      oracle.build(wanted);
      if (!oracle.newEdge) {
        return new Answer(
            oracle.files, oracle.fates, oracle.cycles, oracle.runs, oracle.edgesFound());
      }
    }
    throw new IllegalStateException("edges without end");
  }

  /**
   * What is not as it must be when everything is built: each wanted task, run again on the files as
   * they are, must give the outputs that are there.
   *
   * @param excused tasks that failed or did not settle, and what waits for them
   */
  static List<String> disagreements(
      ToyProject project,
      Map<String, String> files,
      Collection<String> wanted,
      Set<String> excused) {
    var problems = new ArrayList<String>();
    Map<String, ToyTask> makers = project.makers();
    var todo = new ArrayList<String>(wanted);
    var done = new LinkedHashSet<String>();
    while (!todo.isEmpty()) {
      ToyTask task = makers.get(todo.removeLast());
      if (task == null || !done.add(task.name())) {
        continue;
      }
      todo.addAll(task.reads());
      if (!task.when().isEmpty()) {
        todo.add(ToyTask.path(task.when()));
      }
      if (excused.contains(task.name()) || !applies(task, files)) {
        continue;
      }
      Optional<String> lacks =
          task.required().stream().filter(path -> !files.containsKey(path)).findFirst();
      if (lacks.isPresent()) {
        problems.add(task.name() + " lacks " + lacks.get());
        continue;
      }
      Tool.Work work = Tool.run(task.command(), path -> Optional.ofNullable(files.get(path)), 0);
      todo.addAll(work.noted());
      if (!work.ok()) {
        problems.add(task.name() + " would fail");
      } else if (!task.word().equals("clock")) {
        work.outputs()
            .forEach(
                (path, text) -> {
                  if (!text.equals(files.get(path))) {
                    problems.add(
                        path
                            + " is ["
                            + files.get(path)
                            + "], and "
                            + task.name()
                            + " makes ["
                            + text
                            + "] of what is there");
                  }
                });
      }
    }
    return problems;
  }

  private static boolean applies(ToyTask task, Map<String, String> files) {
    if (task.when().isEmpty()) {
      return true;
    }
    String text = files.get(ToyTask.path(task.when()));
    return text != null && text.contains(ToyTask.regex(task.when()).orElse(""));
  }

  /** Names of the tasks that a build of these artefacts is about. */
  static Set<String> closure(
      ToyProject project, Collection<String> wanted, Map<String, Set<String>> discovered) {
    Map<String, ToyTask> makers = project.makers();
    var todo = new ArrayList<String>(wanted);
    var tasks = new LinkedHashSet<String>();
    while (!todo.isEmpty()) {
      ToyTask task = makers.get(todo.removeLast());
      if (task != null && tasks.add(task.name())) {
        todo.addAll(reads(task, discovered));
      }
    }
    return tasks;
  }

  private static Set<String> reads(ToyTask task, Map<String, Set<String>> discovered) {
    var reads = new LinkedHashSet<>(task.reads());
    if (!task.when().isEmpty()) {
      reads.add(ToyTask.path(task.when()));
    }
    reads.addAll(discovered.getOrDefault(task.name(), Set.of()));
    return reads;
  }

  private boolean edgesFound() {
    return discovered.entrySet().stream()
        .anyMatch(each -> !task(each.getKey()).writes().containsAll(each.getValue()));
  }

  private void build(Collection<String> wanted) {
    for (Set<String> group : Circles.groups(dependencies(closure(project, wanted, discovered)))) {
      if (group.size() > 1 || readsItself(group.iterator().next())) {
        new Loop(group).run();
      } else {
        fates.put(group.iterator().next(), once(group.iterator().next()));
      }
    }
  }

  /** For each task the tasks that make what it reads. */
  private Map<String, Set<String>> dependencies(Set<String> tasks) {
    var edges = new TreeMap<String, Set<String>>();
    for (String name : tasks) {
      var makes = new TreeSet<String>();
      for (String path : reads(task(name), discovered)) {
        ToyTask maker = makers.get(path);
        if (maker != null) {
          makes.add(maker.name());
        }
      }
      edges.put(name, makes);
    }
    return edges;
  }

  private boolean readsItself(String name) {
    return reads(task(name), discovered).stream().anyMatch(task(name).makes()::contains);
  }

  private ToyTask task(String name) {
    return project.task(name).orElseThrow();
  }

  private Fate once(String name) {
    ToyTask task = task(name);
    Optional<Fate> hindered = hindrance(task);
    if (hindered.isPresent()) {
      return hindered.get();
    }
    return execute(task) ? Fate.DONE : Fate.FAILED;
  }

  /** Why a task cannot run, or need not. */
  private Optional<Fate> hindrance(ToyTask task) {
    if (!applies(task, files)) {
      return Optional.of(Fate.INAPPLICABLE);
    }
    for (String path : task.required()) {
      ToyTask maker = makers.get(path);
      if (maker == null && !files.containsKey(path)) {
        return Optional.of(Fate.IMPOSSIBLE);
      }
      Fate fate = maker == null ? Fate.DONE : fates.getOrDefault(maker.name(), Fate.DONE);
      if (fate != Fate.DONE) {
        return Optional.of(fate == Fate.IMPOSSIBLE ? Fate.IMPOSSIBLE : Fate.SKIPPED);
      }
    }
    for (String path : reads(task, discovered)) {
      ToyTask maker = makers.get(path);
      if (maker != null && fates.get(maker.name()) == Fate.UNSETTLED) {
        return Optional.of(Fate.SKIPPED);
      }
    }
    return Optional.empty();
  }

  private boolean execute(ToyTask task) {
    runs++;
    Tool.Work work = Tool.run(task.command(), path -> Optional.ofNullable(files.get(path)), ++tick);
    Set<String> known = discovered.computeIfAbsent(task.name(), _ -> new TreeSet<>());
    newEdge |= known.addAll(work.noted());
    newEdge |= missed.computeIfAbsent(task.name(), _ -> new TreeSet<>()).addAll(work.missing());
    files.putAll(work.outputs());
    return work.ok();
  }

  /** The rounds of one cycle. */
  private final class Loop {
    private final Set<String> members;
    private final List<String> order;
    private final Map<String, String> lastSeen = new HashMap<>();
    private final Map<String, Integer> states = new HashMap<>();
    private int passes;
    private int before;

    Loop(Set<String> members) {
      this.members = members;
      this.order = Circles.order(members, project, discovered, missed);
    }

    void run() {
      before = runs;
      for (String name : members) {
        Optional<Fate> hindered = hindrance(task(name));
        if (hindered.isPresent()) {
          members.forEach(each -> fates.put(each, hindered.get()));
          return;
        }
      }
      int passesMax = members.stream().mapToInt(name -> task(name).passesMax()).min().orElse(1);
      while (true) {
        for (String name : order) {
          String sees = sees(name);
          if (!sees.equals(lastSeen.get(name))) {
            lastSeen.put(name, sees);
            if (!execute(task(name))) {
              members.forEach(each -> fates.put(each, Fate.SKIPPED));
              fates.put(name, Fate.FAILED);
              return;
            }
          }
        }
        passes++;
        var state = new StringBuilder();
        order.forEach(name -> state.append(name).append(sees(name)).append(lastSeen.get(name)));
        Integer earlier = states.put(state.toString(), passes);
        if (order.stream().allMatch(name -> sees(name).equals(lastSeen.get(name)))) {
          end("settled", 0, Fate.DONE);
          return;
        } else if (earlier != null) {
          end("oscillating", passes - earlier, Fate.UNSETTLED);
          return;
        } else if (passes >= passesMax) {
          end(atTheCap(), 0, Fate.UNSETTLED);
          return;
        }
      }
    }

    private String atTheCap() {
      if (members.stream().anyMatch(name -> task(name).word().equals("clock"))) {
        return "nondeterministic";
      }
      boolean grows = members.stream().anyMatch(name -> task(name).word().equals("grow"));
      return grows && passes > 5 ? "diverging" : "capped";
    }

    private void end(String verdict, int period, Fate fate) {
      members.forEach(name -> fates.put(name, fate));
      cycles.add(new Ending(members, order, verdict, period, passes, runs - before));
    }

    /** All that a task observes, as it stands now. */
    private String sees(String name) {
      ToyTask task = task(name);
      var seen = new TreeMap<String, String>();
      List<String> declared = new ArrayList<>(task.inputs());
      declared.addAll(task.secondary());
      declared.forEach(input -> seen.put(input, Views.text(files.get(ToyTask.path(input)), input)));
      discovered
          .getOrDefault(name, Set.of())
          .forEach(path -> seen.put(path, Views.text(files.get(path), path)));
      return seen.toString();
    }
  }
}
