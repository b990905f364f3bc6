package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/**
 * What fails, what cannot be built, and what does not apply: what a person is told, and what is
 * built all the same.
 */
class FailureTest {
  private static final String CHAIN =
      """
      project: chain
      tasks:
        middle: {dependencies: [source], outputs: [middle], command: [cat]}
        end: {dependencies: [middle, other], outputs: [end], command: [cat]}
      """;

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

  @Test
  void personsFile_whereATaskWrites_isOnlySaidToBeReplacedOnceItIs() {
    String task = "tasks: {a: {dependencies: [in], outputs: [out], command: [no, bad]}}";
    World world = new World(task).write("in", "bad").write("out", "mine");

    assertThat(world.build().warnings()).isEmpty();
    BuildReport good = world.write("in", "good").build();

    assertThat(good.warnings())
        .singleElement()
        .asString()
        .contains("out was not ours", "and replaced");
  }

  @Test
  void file_behindALinkOfAFolder_isSaidToHaveAnotherName() {
    World world =
        new World(
                """
                tasks:
                  inner: {dependencies: [d/lib/a.x], outputs: [inner], command: [cat]}
                  outer: {dependencies: [ext/b.x], outputs: [outer], command: [cat]}
                """)
            .write("d/src/a.x", "a")
            .link("d/lib", "src")
            .link("ext", "../elsewhere");

    assertThat(world.build("inner").problems().getFirst().message())
        .contains("'d/lib' is a link", "one name: d/src/a.x");
    assertThat(world.build("outer").problems().getFirst().message())
        .contains("'ext' is a link that leads out of the workspace", "the file itself");
    assertThat(world.build("d/lib/a.x").problems().getFirst().message())
        .contains("one name: d/src/a.x");
  }

  @Test
  void output_behindALinkOfAFolder_isNotWritten_andSaysItsName() {
    World world =
        new World("tasks: {copy: {dependencies: [a], outputs: [lib/b], command: [cat]}}")
            .write("a", "a")
            .link("lib", "src");

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.runs()).isEmpty();
    assertThat(report.problems().getFirst().message())
        .contains("copy: it cannot write lib/b (computepods.yaml:1:", "one name: src/b");
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
  void failure_byWhatAnotherTaskMadeBadly_isOverWhenThatIsMended() {
    World world =
        new World(
                """
                tasks:
                  figure: {dependencies: [data], outputs: [part], command: [cat]}
                  page: {dependencies: [text], outputs: [page], command: [include], depfile: {path: d, format: list}}
                """)
            .write("text", "#include part")
            .write("data", "broken");
    world.build("part");
    assertThat(world.build("page").exit()).isEqualTo(1);

    world.write("data", "good");

    assertThat(World.ran(world.build("page"))).containsExactly("figure", "page");
    assertThat(world.files).containsEntry("page", "good\n");
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
}
