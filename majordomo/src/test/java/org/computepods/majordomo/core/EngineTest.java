package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.project.ProjectLoader;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person sees of the core, told in small worlds. */
class EngineTest {
  private static final String CHAIN =
      """
      project: chain
      tasks:
        middle: {dependencies: [source], outputs: [middle], command: [cat]}
        end: {dependencies: [middle, other], outputs: [end], command: [cat]}
      """;

  private static World chain() {
    return new World(CHAIN).write("source", "s").write("other", "o");
  }

  private static final BuildRequest WATCH =
      new BuildRequest("w", List.of(), false, false, false, 0, false, true, 0, Map.of());

  @Test
  void build_fromNothing_runsEverythingInOrder() {
    World world = chain();

    BuildReport report = world.build();

    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(World.ran(report)).containsExactly("middle", "end");
    assertThat(world.files).containsEntry("end", "s+o");
  }

  @Test
  void build_askedWhileTheProjectIsRead_waitsForTheTree() {
    var loaded =
        ProjectLoader.load(
            path ->
                Optional.of(
                    """
                    tasks:
                      copy: {foreach: "in/*", outputs: ["out/{stem}"], command: [cat]}
                    """),
            List.of());
    var read = new Event.ProjectLoaded(loaded.rules(), loaded.problems(), loaded.files());
    var engine = new Engine(List.of(), "pod");
    engine.on(new Event.SlotsChanged(1), 0, 0);
    engine.on(read, 0, 0);
    engine.on(new Event.BuildAsked("b", World.request(List.of(), false, false)), 1, 1);

    List<Command> early = engine.on(read, 2, 2);
    engine.on(new Event.TreeKnown(List.of(file("in/a"))), 3, 3);
    List<Command> late = engine.on(new Event.Synced("b", 1, List.of(), List.of()), 4, 4);

    assertThat(early).noneMatch(Command.Tell.class::isInstance);
    assertThat(late).anyMatch(Command.Start.class::isInstance);
  }

  private static Event.FileFact file(String path) {
    var state = new ArtefactState.Present(Digest.of(path.getBytes(StandardCharsets.UTF_8)), false);
    return new Event.FileFact(ArtefactPath.of(path), state, 1, 1);
  }

  @Test
  void build_again_runsNothing() {
    World world = chain();
    world.build();

    BuildReport again = world.build();

    assertThat(again.tasks()).isEqualTo(new BuildReport.Tasks(0, 0, 2, 0, 0));
  }

  @Test
  void edit_ofOneSource_runsOnlyWhatReadsIt() {
    World world = chain();
    world.build();

    world.write("other", "p");

    assertThat(World.ran(world.build())).containsExactly("end");
    assertThat(world.files).containsEntry("end", "s+p");
  }

  @Test
  void restart_withNothingChanged_runsNothing() {
    World world = chain();
    world.build();

    assertThat(world.restart().build().tasks().run()).isZero();
  }

  @Test
  void output_asBefore_cutsOff() {
    World world =
        new World(
                """
                tasks:
                  middle: {dependencies: [source], outputs: [middle], command: [const]}
                  end: {dependencies: [middle], outputs: [end], command: [cat]}
                """)
            .write("source", "s");
    world.build();

    world.write("source", "t");

    assertThat(World.ran(world.build())).containsExactly("middle");
  }

  @Test
  void edit_andItsUndo_restoreInsteadOfRunning() {
    World world = chain();
    world.build();
    world.write("source", "t");
    world.build();

    world.write("source", "s");
    BuildReport undone = world.build();

    assertThat(undone.tasks().run()).isZero();
    assertThat(undone.tasks().restored()).isEqualTo(2);
    assertThat(world.files).containsEntry("end", "s+o");
  }

  @Test
  void output_deleted_isBroughtBack() {
    World world = chain();
    world.build();

    world.delete("middle");
    BuildReport report = world.build();

    assertThat(world.files).containsEntry("middle", "s");
    assertThat(report.tasks().run()).isZero();
  }

  @Test
  void failure_stopsTheBuild_andIsTriedAgainWhenAsked() {
    World world =
        new World(
                """
                tasks:
                  bad: {dependencies: [source], outputs: [bad], command: [fail]}
                  end: {dependencies: [bad], outputs: [end], command: [cat]}
                """)
            .write("source", "s");

    assertThat(world.build().exit()).isEqualTo(1);
    BuildReport again = world.build();

    assertThat(again.result()).isEqualTo("failed");
    assertThat(World.ran(again)).containsExactly("bad");
  }

  @RepeatedTest(5)
  void progress_afterAFailure_doesNotGoBack(RepetitionInfo turn) {
    World world =
        new World(turn.getCurrentRepetition())
            .write(
                "computepods.yaml",
                """
                tasks:
                  bad: {dependencies: [source], outputs: [bad], command: [fail]}
                  good: {foreach: "in*", outputs: ["out{stem}"], command: [cat]}
                """)
            .write("source", "s");
    for (int i = 0; i < 8; i++) {
      world.write("in" + i, "i");
    }

    world.build();

    assertThat(world.told).extracting(BuildEvent::done).isSorted();
  }

  @Test
  void keepGoing_buildsWhatDoesNotDependOnTheFailure() {
    World world =
        new World(
                """
                tasks:
                  bad: {dependencies: [source], outputs: [bad], command: [fail]}
                  behind: {dependencies: [bad], outputs: [behind], command: [cat]}
                  good: {dependencies: [source], outputs: [good], command: [cat]}
                """)
            .write("source", "s");

    BuildReport report = world.build(World.request(List.of(), true, false));

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.tasks()).isEqualTo(new BuildReport.Tasks(2, 0, 0, 1, 1));
    assertThat(world.files).containsKey("good");
  }

  @Test
  void dependency_thatNothingBuilds_isImpossibleAndRunsNothing() {
    World world = new World(CHAIN).write("source", "s");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(5);
    assertThat(report.runs()).isEmpty();
    assertThat(report.problems().getFirst().message()).contains("other", "'end'");
  }

  @Test
  void outputOfAVanishedTask_isGoneForItsReadersToo() {
    World world =
        new World(
                """
                tasks:
                  style: {dependencies: [text], outputs: [style], command: [cat]}
                  page: {dependencies: [text], secondaryDependencies: [style], outputs: [page], command: [cat]}
                """)
            .write("text", "words");
    world.build();
    assertThat(world.files).containsEntry("page", "words+words");

    world.write(
        "computepods.yaml",
        "tasks: {page: {dependencies: [text], secondaryDependencies: [style], outputs: [page], command: [cat]}}\n");
    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(world.files).doesNotContainKey("style").containsEntry("page", "words");
    assertThat(world.build().tasks().run()).isZero();
  }

  @Test
  void taskThatDoesNotApply_lacksNothing() {
    World world =
        new World(
                """
                tasks:
                  index: {dependencies: [words], outputs: [index], command: [cat], when: {artefact: words, contains: "x"}}
                  page: {dependencies: [text], secondaryDependencies: [index], outputs: [page], command: [cat]}
                """)
            .write("text", "words");

    assertThat(world.build().exit()).isZero();
    assertThat(world.files).containsEntry("page", "words");
  }

  @Test
  void secondaryDependency_thatCannotBeBuilt_isDoneWithout() {
    World world =
        new World(
                """
                tasks:
                  style: {dependencies: [theme], outputs: [style], command: [cat]}
                  shades: {dependencies: [style], outputs: [shades], command: [cat]}
                  page: {dependencies: [text], secondaryDependencies: [shades], outputs: [page], command: [cat]}
                targets: {all: {outputs: [page]}}
                default: all
                """)
            .write("text", "words");

    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(World.ran(report)).containsExactly("page");
    assertThat(world.files).containsEntry("page", "words");
    world.write("theme", "dark");
    world.build();
    assertThat(world.files).containsEntry("page", "words+dark");
  }

  @Test
  void cycle_thatConverges_settlesAndStaysSettled() {
    World world =
        new World(
                """
                tasks:
                  a: {dependencies: [source], secondaryDependencies: [b], outputs: [a], command: [max, "5"]}
                  b: {dependencies: [a], outputs: [b], command: [max, "5"]}
                  end: {dependencies: [b], outputs: [end], command: [cat]}
                """)
            .write("source", "0");

    BuildReport report = world.build();

    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(report.cycles())
        .containsExactly(new BuildReport.Cycle(List.of("a", "b"), 4, "settled", 0, List.of(), ""));
    assertThat(world.files).containsEntry("end", "5");
    BuildReport again = world.build();
    assertThat(again.tasks().run()).isZero();
    assertThat(again.cycles().getFirst().passes()).isZero();
  }

  @Test
  void cycle_thatReachesPassesMax_isCappedAndNamesItsMembers() {
    World world =
        new World(
            """
                tasks:
                  a: {secondaryDependencies: [b], outputs: [a], command: [max, "99"], passes_max: 4}
                  b: {dependencies: [a], outputs: [b], command: [max, "99"]}
                  end: {dependencies: [b], outputs: [end], command: [cat]}
                """);

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    BuildReport.Cycle cycle = report.cycles().getFirst();
    assertThat(cycle.members()).containsExactly("a", "b");
    assertThat(cycle.verdict()).isEqualTo("capped");
    assertThat(cycle.passes()).isEqualTo(4);
    assertThat(cycle.moving()).containsExactly("a", "b");
    assertThat(world.files).doesNotContainKey("end");
  }

  @Test
  void cycle_thatAlternates_isOscillatingWithItsPeriod() {
    World world =
        new World(
            """
            tasks:
              a: {secondaryDependencies: [a], outputs: [a], command: [turn, "3"]}
            """);

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    BuildReport.Cycle cycle = report.cycles().getFirst();
    assertThat(cycle.verdict()).isEqualTo("oscillating");
    assertThat(cycle.period()).isEqualTo(3);
    assertThat(cycle.passes()).isLessThanOrEqualTo(5);
    assertThat(cycle.moving()).containsExactly("a");
  }

  @Test
  void circle_ofRequiredDependencies_isInvalidAndPrintsTheWholeCircle() {
    World world =
        new World(
            """
            tasks:
              a: {dependencies: [c], outputs: [a], command: [cat]}
              b: {dependencies: [a], outputs: [b], command: [cat]}
              c: {dependencies: [b], outputs: [c], command: [cat]}
            """);

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(2);
    assertThat(report.runs()).isEmpty();
    assertThat(report.problems()).hasSize(3).allMatch(p -> p.line() > 0);
  }

  @Test
  void circle_thatIsMended_buildsWithoutClean() {
    World world =
        new World(
            "tasks: {a: {dependencies: [b], outputs: [a], command: [cat]}, b: {dependencies: [a], outputs: [b], command: [cat]}}\n");
    world.build();

    world.write(
        "computepods.yaml",
        "tasks: {a: {dependencies: [s], outputs: [a], command: [cat]}, b: {dependencies: [a], outputs: [b], command: [cat]}}\n");
    world.write("s", "s");

    assertThat(world.build().exit()).isZero();
  }

  @Test
  void include_isDiscovered_andItsEditRebuilds() {
    World world =
        new World("tasks: {o: {dependencies: [c], outputs: [o], command: [include]}}\n")
            .write("c", "#include h\nbody")
            .write("h", "1");
    world.build();

    world.write("h", "2");

    assertThat(World.ran(world.build())).containsExactly("o");
    assertThat(world.files.get("o")).startsWith("2");
  }

  @Test
  void include_thatAnotherTaskMakes_joinsAndIsNoFailure() {
    World world =
        new World(
                """
                tasks:
                  o: {dependencies: [c], outputs: [o], command: [include]}
                  h: {dependencies: [source], outputs: [h], command: [cat]}
                """)
            .write("c", "#include h\nbody")
            .write("source", "1");

    BuildReport report = world.build("o");

    assertThat(report.exit()).isZero();
    assertThat(world.files.get("o")).startsWith("1");
    assertThat(world.build("o").tasks().run()).isZero();
    world.write("source", "2");
    world.build("o");
    assertThat(world.files.get("o")).startsWith("2");
  }

  @Test
  void task_thatVanishes_takesItsOutputWithIt() {
    World world =
        new World(
                """
                tasks:
                  objects: {foreach: "*.c", outputs: ["{stem}.o"], command: [cat]}
                  end: {dependencies: ["@objects"], outputs: [end], command: [cat, "{dependencies}"]}
                """)
            .write("x.c", "x")
            .write("y.c", "y");
    world.build();

    world.delete("y.c");
    BuildReport report = world.build();

    assertThat(World.ran(report)).containsExactly("end");
    assertThat(world.files).doesNotContainKey("y.o").containsEntry("end", "x");
  }

  @Test
  void file_thatTheGlobMatches_joins() {
    World world =
        new World(
                """
                tasks:
                  objects: {foreach: "*.c", outputs: ["{stem}.o"], command: [cat]}
                  end: {dependencies: ["@objects"], outputs: [end], command: [cat, "{dependencies}"]}
                """)
            .write("x.c", "x");
    world.build();

    world.write("y.c", "y");

    assertThat(World.ran(world.build())).containsExactly("objects[y.c]", "end");
    assertThat(world.files).containsEntry("end", "x+y");
  }

  @Test
  void fileBetweenRules_editedByHand_isMadeAgainAndFollowsItsSource() {
    World world =
        new World("uses: [my.rules.yaml]\n")
            .write(
                "my.rules.yaml",
                """
                set: my
                rules:
                  first: {dependencies: ["{dir}{stem}.src"], outputs: ["{dir}{stem}.mid"], command: [cat]}
                  last: {dependencies: ["{dir}{stem}.mid"], outputs: ["{dir}{stem}.end"], command: [cat]}
                """)
            .write("a.src", "1");
    world.build("a.end");

    world.write("a.mid", "junk");
    world.build("a.end");

    assertThat(world.files).containsEntry("a.mid", "1").containsEntry("a.end", "1");
    world.write("a.src", "2");
    assertThat(world.build("a.end").exit()).isZero();
    assertThat(world.files).containsEntry("a.end", "2");
  }

  @Test
  void dryRun_saysWhatWouldRunAndWhy_andRunsNothing() {
    World world = chain();
    world.build();
    world.write("source", "t");

    BuildReport report = world.build(World.request(List.of(), false, true));

    assertThat(report.tasks().run()).isZero();
    assertThat(report.runs())
        .extracting(BuildReport.Run::task, BuildReport.Run::reason, BuildReport.Run::exit)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("middle", "source changed", null),
            org.assertj.core.groups.Tuple.tuple("end", "middle may change", null));
    assertThat(world.files).containsEntry("end", "s+o");
  }

  @Test
  void tasksThatATaskWrites_areReadBeforeTheyAreWanted() {
    World world =
        new World(
                """
                include: [more.yaml]
                default: all
                targets: {all: {outputs: [made]}}
                tasks:
                  all: {dependencies: [s], outputs: [other], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", "tasks: {m: {dependencies: [s], outputs: [made], command: [cat]}}")
            .write("s", "1");

    BuildReport first = world.build();
    BuildReport second = world.build();
    world.write("plan", "tasks: {m: {dependencies: [t], outputs: [made], command: [cat]}}");
    world.write("t", "2");
    BuildReport third = world.build();

    assertThat(first.exit()).isZero();
    assertThat(World.ran(first)).containsExactly("generate", "m");
    assertThat(World.ran(second)).isEmpty();
    assertThat(World.ran(third)).containsExactly("generate", "m");
    assertThat(world.files).containsEntry("made", "2").doesNotContainKey("other");
  }

  @Test
  void patternForWhatGeneratedTasksMake_isNotDoubtedBeforeTheyAreRead() {
    World world =
        new World(
                """
                include: [more.yaml]
                tasks:
                  all: {dependencies: ['made/*'], outputs: [all], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", "tasks: {m: {dependencies: [s], outputs: [made/1], command: [cat]}}")
            .write("s", "1");

    BuildReport report = world.build("all");

    assertThat(World.ran(report)).containsExactly("generate", "m", "all");
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void generatedTasks_thatAreBroken_areMadeAgainWhenTheirSourceIsMended() {
    World world =
        new World(
                """
                include: [more.yaml]
                default: all
                targets: {all: {outputs: [other]}}
                tasks:
                  all: {dependencies: [s], outputs: [other], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", "tasks: {m: {dependencies: [s], outputs: [made], command: [cat]}}")
            .write("s", "1");
    world.build();

    world.write("plan", "tasks: {m: [}");
    BuildReport broken = world.build();
    BuildReport again = world.build();
    world.write("plan", "tasks: {n: {dependencies: [s], outputs: [more], command: [cat]}}");
    BuildReport mended = world.build();

    assertThat(broken.exit()).isEqualTo(2);
    assertThat(broken.problems()).isNotEmpty().allMatch(p -> p.file().equals("more.yaml"));
    assertThat(again.exit()).isEqualTo(2);
    assertThat(mended.exit()).isZero();
    assertThat(World.ran(mended)).contains("generate");
    assertThat(world.build("more").exit()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tasks: {m: {dependencies: [s], outputs: [other], command: [cat]}}",
        "tasks: {m: {dependencies: [n], outputs: [m], command: [cat]},"
            + " n: {dependencies: [m], outputs: [n], command: [cat]}}"
      })
  void generatedTasks_thatContradict_areMadeAgainWhenTheirSourceIsMended(String bad) {
    World world =
        new World(
                """
                include: [more.yaml]
                tasks:
                  all: {dependencies: [s], outputs: [other], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", bad)
            .write("s", "1");
    assertThat(world.build().exit()).isEqualTo(2);
    assertThat(world.build().exit()).isEqualTo(2);

    world.write("plan", "tasks: {m: {dependencies: [s], outputs: [m], command: [cat]}}");
    BuildReport mended = world.build();

    assertThat(mended.problems()).isEmpty();
    assertThat(mended.exit()).isZero();
    assertThat(world.files).containsEntry("m", "1").containsEntry("other", "1");
  }

  @Test
  void project_editedInMidBuild_isSaid_andTakenByTheNext() {
    World world = new World(CHAIN).write("source", "s").write("other", "o");
    editProjectAtStep(world, 4);

    BuildReport report = world.build();
    BuildReport next = world.build();

    assertThat(report.warnings()).anyMatch(warning -> warning.contains("project changed"));
    assertThat(next.warnings()).isEmpty();
    assertThat(world.files).containsEntry("end", "o+s");
  }

  @Test
  void project_editedInMidRoundOfAWatch_isTakenByAnotherRound() {
    World world = new World(CHAIN).write("source", "s").write("other", "o");
    editProjectAtStep(world, 4);

    world.build(WATCH);
    world.quiet();

    assertThat(world.told.getLast().kind()).isEqualTo("rested");
    assertThat(world.files).containsEntry("end", "o+s");
  }

  private static void editProjectAtStep(World world, int step) {
    int[] steps = {step};
    world.meanwhile =
        w -> {
          if (--steps[0] == 0) {
            w.write("computepods.yaml", CHAIN.replace("[middle, other]", "[other, middle]"));
            w.tell();
          }
        };
  }

  @Test
  void edit_whileItsTaskRuns_endsWithTheRightResult() {
    for (long seed = 1; seed <= 20; seed++) {
      World world = new World(seed);
      world.write("computepods.yaml", CHAIN).write("source", "s").write("other", "o");
      editAtEachStep(world, 2);

      BuildReport report = world.build();
      world.meanwhile = _ -> {};
      world.build();

      assertThat(report.exit()).as("seed %d", seed).isZero();
      assertThat(world.files)
          .as("seed %d", seed)
          .containsEntry("end", world.files.get("source") + "+o");
    }
  }

  @Test
  void build_underMoreEditsThanItFollows_leavesNothingToTheNextUnseen() {
    for (int seed = 0; seed < 50; seed++) {
      World world = new World(seed);
      world.write("computepods.yaml", CHAIN).write("source", "s").write("other", "o");
      editAtEachStep(world, 15);

      world.build();
      world.meanwhile = _ -> {};
      world.build();

      assertThat(world.files)
          .as("seed %d", seed)
          .containsEntry("end", world.files.get("source") + "+o");
    }
  }

  @Test
  void watch_underManyEdits_restsOnTheLast() {
    for (int seed = 0; seed < 50; seed++) {
      World world = new World(seed);
      world.write("computepods.yaml", CHAIN).write("source", "s").write("other", "o");
      editAtEachStep(world, 15);

      world.build(WATCH);
      world.meanwhile = _ -> {};
      world.quiet();

      assertThat(world.told.getLast().kind()).isEqualTo("rested");
      assertThat(world.files)
          .as("seed %d", seed)
          .containsEntry("end", world.files.get("source") + "+o");
    }
  }

  @Test
  void edit_ofOneOfVeryManyInputsWhileTheyAreRead_isInTheResult() {
    World world = new World(3);
    world.write(
        "computepods.yaml",
        """
        project: fan
        tasks:
          one: {foreach: "in/*.txt", outputs: ["out/{stem}"], command: [cat]}
          all: {dependencies: ["@one"], outputs: [all], command: [cat]}
        """);
    for (int n = 0; n <= BuildFrom.MANY_INPUTS; n++) {
      world.write("in/" + n + ".txt", "n" + n);
    }
    int[] edits = {1};
    world.beforeVouching =
        w -> {
          if (edits[0]-- > 0) {
            w.write("in/7.txt", "edited").write("out/8", "by hand");
          }
        };

    BuildReport report = world.build("all");
    BuildReport again = world.build("all");

    assertThat(report.exit()).isZero();
    assertThat(again.runs()).isEmpty();
    assertThat(world.files.get("all")).contains("edited", "n8").doesNotContain("n7+", "by hand");
  }

  private static void editAtEachStep(World world, int times) {
    int[] edits = {times};
    world.meanwhile =
        w -> {
          if (edits[0] > 0) {
            w.write("source", "edit" + edits[0]--);
          }
        };
  }

  @Test
  void watch_goesRoundAgainOnAnEdit() {
    World world = chain();
    BuildReport first = world.build(WATCH);
    assertThat(first.result()).isEqualTo("succeeded");

    world.write("source", "another");
    world.quiet();

    assertThat(world.told.getLast().kind()).isEqualTo("rested");
    assertThat(world.files.get("end")).startsWith("another");
  }
}
