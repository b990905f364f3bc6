package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.junit.jupiter.api.Test;

/**
 * Edits while a build runs, and rounds of a watch: nothing is lost, nothing is built of two states.
 */
class MidBuildTest {
  private static final String CHAIN =
      """
      project: chain
      tasks:
        middle: {dependencies: [source], outputs: [middle], command: [cat]}
        end: {dependencies: [middle, other], outputs: [end], command: [cat]}
      """;

  private static final BuildRequest WATCH =
      new BuildRequest("w", List.of(), false, false, false, 0, false, true, 0, Map.of());

  private static World chain() {
    return new World(CHAIN).write("source", "s").write("other", "o");
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
  void watch_ofATaskThatNeverSucceeded_triesAgainWhenAFileThatItFoundIsMended() {
    World world =
        new World("tasks: {o: {dependencies: [c], outputs: [o], command: [include]}}")
            .write("c", "#include h")
            .write("h", "broken");
    assertThat(world.build(WATCH).exit()).isEqualTo(1);

    world.write("h", "good");
    world.quiet();

    assertThat(world.files).containsEntry("o", "good\n");

    world.write("c", "#include later");
    world.quiet();
    world.write("later", "come");
    world.quiet();

    assertThat(world.files).containsEntry("o", "come\n");
  }

  @Test
  void build_cancelledWhileAnotherWantsTheSame_endsAtOnce_andTheOtherGoesOn() {
    World world =
        new World("tasks: {copy: {foreach: 's*', outputs: ['c-{stem}'], command: [cat]}}");
    for (int i = 0; i < 20; i++) {
      world.write("s" + i, "s" + i);
    }
    var asked = new AtomicBoolean();
    world.meanwhile =
        w -> {
          if (w.isPlanned("b-2")) {
            w.meanwhile = _ -> {};
            w.interrupt();
          } else if (w.isPlanned("b-1") && !asked.getAndSet(true)) {
            w.ask();
          }
        };

    BuildReport cancelled = world.build();
    world.quiet();

    assertThat(cancelled.result()).isEqualTo("cancelled");
    assertThat(cancelled.runs()).hasSizeLessThan(20);
    assertThat(world.report("b-1").result()).isEqualTo("succeeded");
    assertThat(world.report("b-1").runs()).hasSize(20);
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
  void chefs_thatComeOrGoInMidBuild_areNoChangeOfTheProject() {
    for (int at = 1; at <= 8; at++) {
      World world = chain();
      int[] steps = {at};
      world.meanwhile =
          w -> {
            if (--steps[0] == 0) {
              w.changeChefs();
            }
          };

      BuildReport report = world.build();

      assertThat(report.result()).isEqualTo("succeeded");
      assertThat(report.warnings()).isEmpty();
    }
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

  @Test
  void failure_ofWhatWasEditedWhileItRan_isNobodys() {
    World world = picky();
    editOnceWhileRunning(world, "source", "good");

    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(report.tasks()).isEqualTo(new BuildReport.Tasks(3, 0, 0, 0, 0));
    assertThat(report.runs().getFirst().again()).isEqualTo("source changed meanwhile");
    assertThat(world.files).containsEntry("end", "good");
  }

  @Test
  void failure_ofAFileOutsideThatIsFirstHeardOfThen_isBelieved() {
    World world = including("/usr/include/part.h");
    world.files.put("/usr/include/part.h", "broken");
    editOnceWhileRunning(world, "/usr/include/part.h", "broken");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.runs()).hasSize(1);
  }

  @Test
  void failure_ofAFileOutsideThatWasMendedMeanwhile_isNobodys() {
    World world = including("/usr/include/part.h").write("/usr/include/part.h", "fine");
    assertThat(world.build().exit()).isZero();
    world.write("/usr/include/part.h", "broken");
    editOnceWhileRunning(world, "/usr/include/part.h", "fine again");

    BuildReport report = world.build();

    assertThat(report.exit()).isZero();
    assertThat(report.runs()).hasSize(2);
    assertThat(world.files).containsEntry("page", "fine again\n");
  }

  private static World including(String path) {
    return new World(
            """
            tasks:
              page: {dependencies: [text], outputs: [page], command: [include], depfile: {path: d, format: list}}
            """)
        .write("text", "#include " + path);
  }

  @Test
  void failure_ofAFileThatCameWhileItWasMissed_isNobodys() {
    World world = including("part");
    editOnceWhileRunning(world, "part", "words");

    assertThat(world.build().exit()).isZero();
    assertThat(world.files).containsEntry("page", "words\n");
  }

  @Test
  void failure_ofWhatNobodyEdited_isOneRun() {
    World world = picky();
    editOnceWhileRunning(world, "elsewhere", "good");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.tasks()).isEqualTo(new BuildReport.Tasks(1, 0, 0, 1, 0));
  }

  @Test
  void failure_underEditsWithoutEnd_isBelievedAtLast() {
    World world = picky();
    int[] edits = {0};
    world.whileRunning = w -> w.write("source", "bad").write("noise", "n" + edits[0]++);
    world.write("noise", "n");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.runs()).hasSize(1 + Following.RUNS_MAX);
  }

  private static World picky() {
    return new World(
            """
            tasks:
              middle: {dependencies: [source], secondaryDependencies: [noise], outputs: [middle], command: ["no", bad]}
              end: {dependencies: [middle], outputs: [end], command: [cat]}
            """)
        .write("source", "bad");
  }

  private static void editOnceWhileRunning(World world, String path, String content) {
    world.whileRunning =
        w -> {
          w.whileRunning = _ -> {};
          w.write(path, content);
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

  private static final String FAN =
      """
      project: fan
      tasks:
        one: {foreach: "in/*.txt", outputs: ["out/{stem}"], command: [cat]}
        all: {dependencies: ["@one"], outputs: [all], command: [cat]}
      """;

  private static World fan(int seed) {
    World world = new World(seed).write("computepods.yaml", FAN);
    for (int n = 0; n < 5; n++) {
      world.write("in/" + n + ".txt", "n" + n);
    }
    return world;
  }

  /** Files are edited, come and go while others are built. */
  private static void checkOutAtSteps(World world, Random random, int times) {
    int[] left = {times};
    world.meanwhile =
        w -> {
          if (left[0] > 0 && random.nextInt(4) == 0) {
            left[0]--;
            String path = "in/" + random.nextInt(8) + ".txt";
            if (w.files.containsKey(path) && random.nextBoolean()) {
              w.delete(path);
            } else {
              w.write(path, "edit" + left[0]);
            }
          }
        };
  }

  private static String allOf(World world) {
    return world.files.entrySet().stream()
        .filter(file -> file.getKey().startsWith("in/"))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .collect(Collectors.joining("+"));
  }

  @Test
  void watch_whereFilesComeAndGoInMidRound_restsOnAllThatThereAre() {
    for (int seed = 0; seed < 200; seed++) {
      World world = fan(seed);
      checkOutAtSteps(world, new Random(seed), 6);

      world.build(WATCH);
      world.meanwhile = _ -> {};
      world.quiet();

      assertThat(world.told.getLast().kind()).as("seed %d", seed).isEqualTo("rested");
      assertThat(world.files).as("seed %d", seed).containsEntry("all", allOf(world));
    }
  }

  @Test
  void build_whereFilesGoInMidBuild_doesWithoutThem() {
    for (int seed = 0; seed < 100; seed++) {
      World world = fan(seed);
      int[] steps = {seed % 20};
      world.meanwhile =
          w -> {
            if (steps[0]-- == 0) {
              w.delete("in/3.txt").write("in/7.txt", "new");
              w.tell();
            }
          };

      BuildReport report = world.build();

      assertThat(report.problems()).as("seed %d", seed).isEmpty();
      assertThat(report.result()).as("seed %d", seed).isEqualTo("succeeded");
      if (steps[0] < 0) {
        assertThat(world.files).as("seed %d", seed).containsEntry("all", allOf(world));
      }
    }
  }

  @Test
  void watch_hearingOfFurtherChangesInItsRound_tellsThemToo() {
    World world = chain();
    world.build(WATCH);
    assertThat(world.told).noneMatch(event -> event.kind().equals("also"));

    world.whileRunning =
        w -> {
          w.whileRunning = _ -> {};
          w.write("other", "o2");
        };
    world.write("source", "another");
    world.quiet();

    assertThat(world.told)
        .filteredOn(event -> List.of("changed", "also").contains(event.kind()))
        .extracting(event -> event.kind() + " " + event.message())
        .containsExactly("changed source", "also other");
    assertThat(world.told.getLast().kind()).isEqualTo("rested");
  }
}
