package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildReport.Cycle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person is told of cycles, and what stands in the workspace afterwards. */
class CycleTest {
  /** A text that holds its own length, as a table of contents moves the pages it lists. */
  private static final String BOOK =
      """
      tasks:
        text: {dependencies: [source], secondaryDependencies: [length], outputs: [text], command: [cat]}
        length: {dependencies: [text], outputs: [length], command: [length]}
        print: {dependencies: [text], outputs: [print], command: [cat]}
      """;

  /** Settles or not, as the source says. */
  private static final String MOODY =
      """
      tasks:
        mood: {dependencies: [source], secondaryDependencies: [mood], outputs: [mood], command: [moody]}
        echo: {dependencies: [mood], outputs: [echo], command: [cat]}
      """;

  @Test
  void member_thatFailsWithoutWhatAnotherMakes_runsAfterIt_andWhoDoesWithoutBegins() {
    World world =
        new World(
                """
                tasks:
                  contents: {dependencies: [source], secondaryDependencies: [index], outputs: [contents], command: [max, "3"]}
                  page: {dependencies: [contents], outputs: [page], command: [cat]}
                  index: {dependencies: [entries], outputs: [index], command: [include]}
                """)
            .write("source", "0")
            .write("entries", "#include page");

    BuildReport cold = world.build();

    assertThat(cold.exit()).isZero();
    assertThat(world.files).containsEntry("contents", "3").containsEntry("index", "3\n");
    assertThat(world.build().tasks().run()).isZero();
    world.delete("page").delete("index").delete("contents").restart();
    assertThat(world.build().exit()).isZero();
    assertThat(world.files).containsEntry("contents", "3").containsEntry("index", "3\n");
  }

  @Test
  void progress_ofACycle_countsItsMembersInEachPass() {
    World world = new World(BOOK).write("source", "words");

    world.build();

    assertThat(world.told.stream().filter(event -> event.kind().equals("finished")))
        .extracting(event -> event.task() + " " + event.done() + "/" + event.total())
        .startsWith("text 1/3", "length 2/3", "text 1/3", "length 2/3")
        .endsWith("print 3/3");
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void oscillation_isNamedInItsPeriodAndTwoPasses_andShown(int period) {
    World world =
        new World(
            "tasks: {a: {secondaryDependencies: [a], outputs: [a], command: [turn, \"%d\"]}}\n"
                .formatted(period));

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    Cycle cycle = report.cycles().getFirst();
    assertThat(cycle.verdict()).isEqualTo("oscillating");
    assertThat(cycle.period()).isEqualTo(period);
    assertThat(cycle.passes()).isLessThanOrEqualTo(period + 2);
    assertThat(cycle.moving()).containsExactly("a");
    assertThat(cycle.evidence()).contains("a alternates", " | ");
    assertThat(report.tasks().run()).isEqualTo(cycle.passes());
  }

  @ParameterizedTest
  @ValueSource(strings = {"count", "grow"})
  void counter_isDiverging_andItsGrowthIsShown(String tool) {
    World world =
        new World(
            "tasks: {a: {secondaryDependencies: [b], outputs: [a], command: [%s]}, b: {dependencies: [a], outputs: [b], command: [cat]}}\n"
                .formatted(tool));

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    Cycle cycle = report.cycles().getFirst();
    assertThat(cycle.verdict()).isEqualTo("diverging");
    assertThat(cycle.passes()).isEqualTo(10);
    assertThat(cycle.moving()).containsExactlyInAnyOrder("a", "b");
    assertThat(cycle.evidence()).containsPattern("a (counts up|grows): 5, 6, 7, 8, 9, 10");
  }

  @Test
  void taskThatWritesTheTime_isNondeterministic_andNamed() {
    World world =
        new World(
            """
            tasks:
              stamp: {secondaryDependencies: [text], outputs: [stamp], command: [clock]}
              text: {dependencies: [stamp], outputs: [text], command: [cat]}
              end: {dependencies: [text], outputs: [end], command: [cat]}
            """);

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    Cycle cycle = report.cycles().getFirst();
    assertThat(cycle.verdict()).isEqualTo("nondeterministic");
    assertThat(cycle.moving()).containsExactly("stamp");
    assertThat(cycle.evidence()).contains("'stamp' makes another stamp of the same inputs", " | ");
    assertThat(report.tasks().run()).as("replays are no runs").isEqualTo(20);
    assertThat(world.files).doesNotContainKey("end");
  }

  @Test
  void passes_thatEndWithoutAPattern_areCapped_andWhatMovesIsShown() {
    World world =
        new World(
            "tasks: {a: {secondaryDependencies: [a], outputs: [a], command: [turn, \"7\"], passes_max: 4}}\n");

    Cycle cycle = world.build().cycles().getFirst();

    assertThat(cycle.verdict()).isEqualTo("capped");
    assertThat(cycle.evidence()).contains("a still changes", "2 | 3");
  }

  @Test
  void unsettledCycle_leavesWhatLastSettled() {
    World world = new World(MOODY).write("source", "calm");
    assertThat(world.build().exit()).isZero();
    var good = new TreeMap<>(world.files);

    world.write("source", "restless");
    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    assertThat(world.files).containsEntry("mood", good.get("mood"));
    assertThat(world.files).containsEntry("echo", good.get("echo"));
    world.write("source", "calm");
    BuildReport back = world.build();
    assertThat(back.exit()).isZero();
    assertThat(back.tasks().run()).isZero();
  }

  @Test
  void unsettledCycle_afterBuildsInWhichItWasNone_leavesWhatTheLastOfThemMade() {
    String copies =
        """
        tasks:
          a: {dependencies: [source], outputs: [a], command: [cat]}
          b: {dependencies: [a], outputs: [b], command: [cat]}
        """;
    String grows =
        """
        tasks:
          a: {secondaryDependencies: [b], outputs: [a], command: [grow]}
          b: {dependencies: [a], outputs: [b], command: [cat]}
        """;
    World world = new World(copies);
    for (String text : List.of("seven", "eight")) {
      world.write("computepods.yaml", copies).write("source", text);
      assertThat(world.build().exit()).isZero();

      world.write("computepods.yaml", grows);
      BuildReport unsettled = world.build();

      assertThat(unsettled.exit()).isEqualTo(4);
      assertThat(world.files).containsEntry("a", text).containsEntry("b", text);
    }
  }

  @Test
  void cycleThatFlipsAndNeverSettled_leavesWhatThereIs() {
    World world = new World(MOODY).write("source", "restless");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    assertThat(report.cycles().getFirst().verdict()).isEqualTo("oscillating");
    assertThat(report.cycles().getFirst().evidence())
        .endsWith("it never settled, so what it made last is left");
    assertThat(world.files).containsKey("mood");
  }

  private static final String GROWS =
      """
      tasks:
        a: {dependencies: [seed], secondaryDependencies: [b], outputs: [a], command: [grow]}
        b: {dependencies: [a], outputs: [b], command: [cat]}
      """;

  @Test
  void growingCycleThatNeverSettled_leavesWhatStoodBefore_andGrowsNoFurtherInTheNextBuild() {
    World world = new World(GROWS).write("seed", "s");

    BuildReport first = world.build();
    var after = new TreeMap<>(world.files);
    BuildReport second = world.build();

    assertThat(after).doesNotContainKeys("a", "b");
    assertThat(world.files).isEqualTo(after);
    assertThat(first.exit()).isEqualTo(4);
    assertThat(first.cycles().getFirst().evidence())
        .contains("nothing stood before this build, so what it made is gone");
    assertThat(second.cycles()).isEqualTo(first.cycles());
    assertThat(second.tasks()).isEqualTo(first.tasks());
  }

  @Test
  void cycleThatNeverSettled_leavesAPersonsFile_whereOneStood() {
    World world = new World(GROWS).write("seed", "s").write("b", "by hand");

    for (int build = 0; build < 2; build++) {
      BuildReport report = world.build();
      assertThat(report.exit()).isEqualTo(4);
      assertThat(report.cycles().getFirst().evidence())
          .contains("what stood before this build is back");
      assertThat(world.files).containsEntry("b", "by hand").doesNotContainKey("a");
    }
  }

  @Test
  void cycleThatNeverSettled_andIsKnownOnlyFromItsRuns_leavesWhatStoodBefore() {
    World world =
        new World(
                """
                tasks:
                  a: {dependencies: [text], outputs: [a], command: [include], depfile: {path: d, format: list}}
                  b: {dependencies: [a], outputs: [b], command: [grow]}
                """)
            .write("text", "#include b")
            .write("b", "x");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    assertThat(world.files).containsEntry("b", "x").doesNotContainKey("a");
  }

  @Test
  void unsettledCycle_accepted_isPassedOn() {
    World world = new World(MOODY).write("source", "calm");
    world.build();

    world.write("source", "restless");
    var request =
        new org.computepods.chef.wire.rest.BuildRequest(
            "w", List.of(), false, false, false, 0, true, false, 0, java.util.Map.of());
    BuildReport report = world.build(request);

    assertThat(report.exit()).isZero();
    assertThat(report.result()).isEqualTo("unsettled");
    assertThat(world.files.get("echo")).isEqualTo(world.files.get("mood")).isNotEqualTo("calm");
  }

  @Test
  void settledCycle_whoseInputsAreBack_isRestoredWhole() {
    World world = new World(BOOK).write("source", "one").write("other", "");
    world.build();
    var first = new TreeMap<>(world.files);
    world.write("source", "another text, and longer");
    world.build();
    assertThat(world.files).isNotEqualTo(first);

    world.write("source", "one");
    BuildReport back = world.build();

    assertThat(back.tasks().run()).isZero();
    assertThat(back.tasks().restored()).isEqualTo(3);
    assertThat(world.files).isEqualTo(first);
    assertThat(back.cycles().getFirst().verdict()).isEqualTo("settled");
    assertThat(world.build().tasks().restored()).isZero();
  }

  @Test
  void settledCycle_isRestoredInAnotherLife() {
    World world = new World(BOOK).write("source", "one");
    world.build();
    world.write("source", "another text, and longer");
    world.build();

    world.restart();
    world.write("source", "one");

    assertThat(world.build().tasks().run()).isZero();
  }

  @Test
  void generation_whoseContentsAreGone_isBuiltAgainWithoutAWord() {
    World world = new World(BOOK).write("source", "one");
    world.build();
    var first = new TreeMap<>(world.files);
    world.write("source", "another text, and longer");
    world.build();

    world.lose(first.getOrDefault("text", ""));
    world.write("source", "one");
    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(report.warnings()).isEmpty();
    assertThat(world.files).isEqualTo(first);
  }

  @Test
  void interruptedCycle_leavesWhatLastSettled() {
    World world = new World(BOOK).write("source", "one");
    world.build();
    var first = new TreeMap<>(world.files);

    world.write("source", "another text, and longer");
    world.meanwhile =
        w -> {
          if (!w.files.getOrDefault("length", "").equals(first.get("length"))) {
            w.meanwhile = _ -> {};
            w.interrupt();
          }
        };
    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(130);
    assertThat(world.files).containsEntry("text", first.get("text"));
    assertThat(world.files).containsEntry("length", first.get("length"));
  }

  @Test
  void edit_inMidCycle_goesOnFromWhereItLastSettled() {
    World world =
        new World(
                """
                tasks:
                  n: {dependencies: [source], secondaryDependencies: [m], outputs: [n], command: [climb]}
                  m: {dependencies: [n], outputs: [m], command: [cat]}
                """)
            .write("source", "up to 2");
    world.build();
    assertThat(world.files).containsEntry("n", "2");

    world.write("source", "up to 99");
    world.meanwhile =
        w -> {
          if ("5".equals(w.files.get("m"))) {
            w.meanwhile = _ -> {};
            w.write("source", "up to 3");
          }
        };
    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(world.files).containsEntry("n", "3").containsEntry("m", "3");
  }

  @Test
  void wordOfTheMovingAside_duringARestore_isNoChangeFromOutside() {
    World world = new World(MOODY).write("source", "calm");
    world.build();
    world.write("source", "restless");

    world.absenceSeenWhileRestoring = true;
    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    assertThat(report.cycles().getFirst().passes()).isEqualTo(report.tasks().run());
    assertThat(world.files).containsEntry("mood", "calm").containsEntry("echo", "calm");
  }

  @Test
  void cycle_brokenOffByACrash_goesOnFromWhereItLastSettled() {
    World world = new World(MOODY).write("source", "calm");
    world.build();
    world.write("source", "restless");
    world.meanwhile =
        w -> {
          if (w.files.getOrDefault("mood", "").equals("down")) {
            throw new Crash();
          }
        };
    try {
      world.build();
    } catch (Crash expected) {
      world.meanwhile = _ -> {};
    }

    world.restart().write("source", "quiet");
    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(world.files).containsEntry("mood", "calm").containsEntry("echo", "calm");
  }

  @Test
  void healthyCycle_afterAnEditThatMovesNothing_takesOnePass() {
    World world = new World(BOOK).write("source", "one");
    world.build();

    world.write("source", "two");
    BuildReport report = world.build();

    assertThat(report.cycles().getFirst().passes()).isEqualTo(1);
    assertThat(World.ran(report)).containsExactly("text", "length", "print");
  }

  @Test
  void failure_inACycle_isNoVerdict_andLeavesWhatLastSettled() {
    World world =
        new World(
                """
                tasks:
                  text: {dependencies: [source], secondaryDependencies: [length], outputs: [text], command: [include]}
                  length: {dependencies: [text], outputs: [length], command: [length]}
                """)
            .write("source", "one");
    world.build();
    var first = new TreeMap<>(world.files);

    world.write("source", "#include nothing");
    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.cycles()).isEmpty();
    assertThat(world.files).containsEntry("text", first.get("text"));
    assertThat(world.files).containsEntry("length", first.get("length"));
  }

  private static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
