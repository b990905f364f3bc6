package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.computepods.chef.wire.rest.BuildReport;

/** Whole histories from a seed, each judged by the oracle at its end. */
final class Judgement {
  private static final int PASSES_MAX = 10;

  private final Simulation world;
  private final RandomWorkspace workspace;

  /** What each cycle wrote when it last settled, by its members. */
  private final Map<Set<String>, Map<String, String>> lastGood = new HashMap<>();

  private Judgement(Simulation world, RandomWorkspace workspace) {
    this.world = world;
    this.workspace = workspace;
  }

  /**
   * A build from nothing and builds after some edits: each as the oracle says, and nothing run
   * twice.
   *
   * @return a number that two runs of one seed share
   */
  static long oracle(long seed) {
    return oracle(seed, new RandomWorkspace(seed, true));
  }

  /** The same, where tasks write what they do not declare. */
  static long oracleOfParts(long seed) {
    return oracle(seed, RandomWorkspace.withParts(seed, true));
  }

  private static long oracle(long seed, RandomWorkspace workspace) {
    var world = new Simulation(seed, workspace.project(), workspace.files());
    var judgement = new Judgement(world, workspace);
    var random = new Random(seed * 31 + 1);
    judgement.judge(world.build(true), true);
    for (int round = 0; round < 3; round++) {
      var files = new ArrayList<>(workspace.files().keySet());
      String path = files.get(random.nextInt(files.size()));
      world.edit(path, workspace.text(path));
      judgement.judge(world.build(true), false);
      judgement.lastGoodStands(world.lastReport());
    }
    judgement.seldom(random);
    return world.hash();
  }

  /** What comes seldom: a file that was looked for in vain appears, and a recipe changes. */
  private void seldom(Random random) {
    ToyProject before = world.project;
    world.edit(RandomWorkspace.NOWHERE, workspace.text(RandomWorkspace.NOWHERE));
    judge(world.build(true), false);
    world.project(workspace.withAnotherRecipe(before, random));
    judge(world.build(true), false);
    world.delete(RandomWorkspace.NOWHERE);
    judge(world.build(true), false);
    world.project(before);
    judge(world.build(true), false);
  }

  /** People, faults and builds all at once; then quiet, and all must be well. */
  static long history(long seed) {
    return history(seed, new RandomWorkspace(seed, seed % 3 == 0));
  }

  /** The same, where tasks write what they do not declare. */
  static long historyOfParts(long seed) {
    return history(seed, RandomWorkspace.withParts(seed, seed % 3 == 0));
  }

  private static long history(long seed, RandomWorkspace workspace) {
    var world = new Simulation(seed, workspace.project(), workspace.files());
    var people = new People(world, workspace, new Random(seed * 31 + 2));
    world.faults(seed % 4 == 0 ? Faults.NONE : Faults.ROUGH);
    people.work(20 + (int) (seed % 40));
    people.workSeldom(6);
    world.faults(Faults.NONE);
    world.quiet();
    new Judgement(world, workspace).judge(world.build(true), false);
    return world.hash();
  }

  /** As a history, and the home is lost in its midst; then all must be well. */
  static long lostHomes(long seed) {
    var workspace = new RandomWorkspace(seed, seed % 3 == 0);
    var world = new Simulation(seed, workspace.project(), workspace.files());
    var people = new People(world, workspace, new Random(seed * 31 + 3));
    for (int home = 0; home < 3; home++) {
      world.faults(seed % 4 == 0 ? Faults.ROUGH : Faults.NONE);
      people.work(5 + (int) (seed % 10));
      world.loseHome();
    }
    world.faults(Faults.NONE);
    world.quiet();
    new Judgement(world, workspace).judge(world.build(true), false);
    return world.hash();
  }

  /**
   * Sources that are broken and mended while tasks run that fail of them; in the end all is well.
   */
  static long failures(long seed) {
    var random = new Random(seed);
    ToyProject project =
        ToyProject.of(
            ToyTask.of("t0", "fail-if:bad", "o0", "p0"),
            ToyTask.of("t1", "fail-if:bad", "o1", "p1", "o0"),
            ToyTask.of("t2", "mix", "o2", "o1", "p0"));
    var world = new Simulation(seed, project, Map.of("p0", "bad\n", "p1", "p 1\n"));
    world.faults(seed % 2 == 0 ? Faults.NONE : Faults.ROUGH);
    for (int deed = 0; deed < 40; deed++) {
      if (random.nextInt(3) == 0) {
        world.ask(List.of(), random.nextBoolean(), false);
      } else {
        String text = random.nextBoolean() ? "bad\n" : "p " + random.nextInt(3) + "\n";
        world.edit("p" + random.nextInt(2), text);
      }
      for (int step = random.nextInt(20); step > 0; step--) {
        world.step();
      }
    }
    world.faults(Faults.NONE);
    world.quiet();
    world.edit("p0", "p 7\n");
    world.edit("p1", "p 8\n");
    BuildReport last = world.build(false);
    if (last.exit() != 0) {
      throw world.failure("the last build ended with " + last.result());
    }
    return world.hash();
  }

  /**
   * Holds a finished build against the oracle, and sees to it that another runs nothing.
   *
   * @param first whether it began from nothing
   */
  private void judge(BuildReport report, boolean first) {
    world.quiet();
    ToyProject project = world.project;
    List<String> wanted = project.targets().getOrDefault("all", List.of());
    var primary = new LinkedHashMap<>(world.disk.texts());
    // An output that nobody remembers having written is a person's.
    primary
        .keySet()
        .removeIf(
            path ->
                !world.disk.byPerson(path)
                    && (project.makers().containsKey(path) || !world.referee.notesLost()));
    Oracle.Answer answer = Oracle.cold(project, primary, wanted);
    List<String> problems =
        Oracle.disagreements(
            project,
            world.disk.texts(),
            wanted,
            excused(report, workspace.chaotic() ? Optional.empty() : Optional.of(answer)));
    if (!problems.isEmpty()) {
      throw world.failure(
          "after "
              + report.result()
              + " in "
              + report.build()
              + ": "
              + String.join("; ", problems)
              + report.warnings()
              + report.problems());
    }
    if (!workspace.chaotic() || first) {
      agree(report, answer, first);
    }
    if (first) {
      report.cycles().forEach(cycle -> honest(report, cycle, answer));
      notMoreThanAPlainWalk(report, answer);
    }
    if (report.exit() == 0) {
      nothingLeftToDo();
    }
    remember(report);
  }

  private void nothingLeftToDo() {
    BuildReport again = world.build(true);
    if (again.tasks().run() + again.tasks().restored() > 0 || again.exit() != 0) {
      throw world.failure("a build with nothing to do did " + again.tasks() + " " + again.runs());
    }
  }

  private void notMoreThanAPlainWalk(BuildReport report, Oracle.Answer answer) {
    if (!answer.discovered() && report.exit() == 0 && report.tasks().run() > answer.runs()) {
      throw world.failure(
          report.tasks().run()
              + " runs, and a plain walk takes "
              + answer.runs()
              + ": "
              + report.runs().stream().map(run -> run.task() + "/" + run.pass()).toList());
    }
  }

  private void agree(BuildReport report, Oracle.Answer answer, boolean first) {
    // An old output that can no longer be made may still be read by who does not demand it.
    boolean same = report.exit() == answer.exit();
    boolean bothBad = report.exit() != 0 && answer.exit() != 0;
    boolean oldOutputs = !first && answer.has(Oracle.Fate.IMPOSSIBLE);
    if (!same && !(bothBad && (oldOutputs || missesWhatIsSkipped(answer)))) {
      throw world.failure(
          "exit "
              + report.exit()
              + " ("
              + report.result()
              + ") of "
              + report.build()
              + ", and the oracle says "
              + answer.exit()
              + ": "
              + answer.fates()
              + report.problems());
    }
    // What a task made before its condition ceased to hold may still be read.
    if (report.exit() != 0 || (!first && answer.has(Oracle.Fate.INAPPLICABLE))) {
      return;
    }
    Predicate<String> undetermined = madeBy(readersOf(clocks()));
    for (Map.Entry<String, String> file : answer.files().entrySet()) {
      if (undetermined.test(file.getKey())) {
        continue;
      }
      String is = world.disk.read(file.getKey()).orElse("~");
      if (!file.getValue().equals(is) && !file.getKey().equals(ToyProject.FILE)) {
        throw world.failure(
            file.getKey() + " is [" + is + "], and a clean build makes [" + file.getValue() + "]");
      }
    }
  }

  /**
   * Whether a task fails from nothing for want of a file that some skipped task makes: who knows
   * already that it reads the file skips the task too.
   */
  private boolean missesWhatIsSkipped(Oracle.Answer answer) {
    return answer.has(Oracle.Fate.SKIPPED)
        && answer.fates().entrySet().stream()
            .filter(each -> each.getValue() == Oracle.Fate.FAILED)
            .flatMap(each -> world.project.task(each.getKey()).stream())
            .anyMatch(task -> task.word().equals("need"));
  }

  /**
   * A cycle ends as the oracle's walk does. One that does not settle may be looked at for longer.
   */
  private void honest(BuildReport report, BuildReport.Cycle cycle, Oracle.Answer answer) {
    for (Oracle.Ending ending : answer.cycles()) {
      if (!ending.members().equals(new TreeSet<>(cycle.members()))) {
        continue;
      }
      int most =
          cycle.verdict().equals("settled")
              ? ending.passes()
              : ending.passes() + Math.max(1, ending.period());
      boolean tooLong =
          cycle.verdict().equals("capped") && ending.passes() + ending.period() > PASSES_MAX;
      boolean same =
          tooLong
              || (ending.verdict().equals(cycle.verdict()) && ending.period() == cycle.period());
      boolean discovered = answer.discovered() && !cycle.verdict().equals("settled");
      if (!same || (cycle.passes() > most && !discovered)) {
        throw world.failure(
            "the cycle "
                + cycle
                + " should be "
                + ending.verdict()
                + " with period "
                + ending.period()
                + " after "
                + ending.passes()
                + " passes in the order "
                + ending.order()
                + ", and took "
                + report.runs().stream()
                    .filter(run -> cycle.members().contains(run.task()))
                    .map(run -> run.task() + "/" + run.pass() + " " + run.reason())
                    .toList());
      }
    }
  }

  private void remember(BuildReport report) {
    for (BuildReport.Cycle cycle : report.cycles()) {
      if (cycle.verdict().equals("settled")) {
        lastGood.put(new TreeSet<>(cycle.members()), written(cycle));
      }
    }
  }

  private Map<String, String> written(BuildReport.Cycle cycle) {
    var files = new TreeMap<String, String>();
    cycle.members().stream()
        .flatMap(name -> world.project.task(name).stream())
        .flatMap(task -> task.writes().stream())
        .forEach(path -> files.put(path, world.disk.read(path).orElse("~")));
    return files;
  }

  /** A cycle that did not settle has left what it wrote when it last did. */
  private void lastGoodStands(BuildReport report) {
    for (BuildReport.Cycle cycle : report.cycles()) {
      Map<String, String> good = lastGood.get(new TreeSet<>(cycle.members()));
      boolean bad = !cycle.verdict().equals("settled") && cycle.passes() > 0;
      if (bad && good != null && !good.equals(written(cycle))) {
        throw world.failure(
            "the cycle "
                + cycle
                + " left "
                + written(cycle)
                + ", and when it last settled, there was "
                + good);
      }
    }
  }

  /** Tasks that this build could not bring up to date, and all that reads what they make. */
  private Set<String> excused(BuildReport report, Optional<Oracle.Answer> answer) {
    var excused = new TreeSet<String>();
    answer.ifPresent(
        known ->
            known
                .fates()
                .forEach(
                    (task, fate) -> {
                      if (fate != Oracle.Fate.DONE && fate != Oracle.Fate.INAPPLICABLE) {
                        excused.add(task);
                      }
                    }));
    report.cycles().stream()
        .filter(cycle -> !cycle.verdict().equals("settled"))
        .forEach(cycle -> excused.addAll(cycle.members()));
    excused.addAll(failed(report));
    if (report.exit() != 0) {
      world.project.tasks().stream()
          .filter(task -> task.required().stream().anyMatch(this::lacks))
          .forEach(task -> excused.add(task.name()));
    }
    return readersOf(excused);
  }

  /** Tasks of which no two runs make the same, though they may be in no cycle any more. */
  private Set<String> clocks() {
    var clocks = new TreeSet<String>();
    world.project.tasks().stream()
        .filter(task -> task.word().equals("clock"))
        .forEach(task -> clocks.add(task.name()));
    return clocks;
  }

  /** These tasks, and all that read what they make, near or far. */
  private Set<String> readersOf(Set<String> tasks) {
    boolean more = true;
    while (more) {
      more = false;
      for (ToyTask task : world.project.tasks()) {
        more |= world.reads(task).stream().anyMatch(madeBy(tasks)) && tasks.add(task.name());
      }
    }
    return tasks;
  }

  /** Tasks whose last run failed. */
  private static Set<String> failed(BuildReport report) {
    var failed = new TreeSet<String>();
    for (BuildReport.Run run : report.runs()) {
      Integer exit = run.exit();
      if (exit != null && exit == 0) {
        failed.remove(run.task());
      } else {
        failed.add(run.task());
      }
    }
    return failed;
  }

  private boolean lacks(String path) {
    return !world.project.makers().containsKey(path) && world.disk.read(path).isEmpty();
  }

  private Predicate<String> madeBy(Set<String> tasks) {
    Map<String, ToyTask> makers = world.project.makers();
    return path -> {
      ToyTask maker = makers.get(path);
      return maker != null && tasks.contains(maker.name());
    };
  }
}
