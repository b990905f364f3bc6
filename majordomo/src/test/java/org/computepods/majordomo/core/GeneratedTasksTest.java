package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks that tasks write join the build that writes them. */
class GeneratedTasksTest {
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
  void generatedTasks_brokenByHandBeforeTheirTaskEverRan_areMadeByIt() {
    World world =
        new World(
                """
                include: [more.yaml]
                tasks:
                  all: {dependencies: ["@m"], outputs: [all], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", "tasks: {m: {dependencies: [s], outputs: [made], command: [cat]}}")
            .write("s", "1")
            .write("more.yaml", "tasks: {m: [");

    BuildReport report = world.build("all");

    assertThat(report.problems()).isEmpty();
    assertThat(World.ran(report)).containsExactly("generate", "m", "all");
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

  @Test
  void generatedTasks_thatLackOneThatIsNamed_areMadeAgainWhenTheirSourceIsMended() {
    World world =
        new World(
                """
                include: [more.yaml]
                targets: {most: {outputs: ["@m"]}}
                tasks:
                  all: {dependencies: ["@m"], outputs: [all], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", "tasks: {n: {dependencies: [s], outputs: [made], command: [cat]}}")
            .write("s", "1");
    BuildReport lacking = world.build("all");
    BuildReport again = world.build("all");

    world.write("plan", "tasks: {m: {dependencies: [s], outputs: [made], command: [cat]}}");
    BuildReport mended = world.build("all");

    assertThat(lacking.exit()).isEqualTo(2);
    assertThat(lacking.problems()).anyMatch(p -> p.message().contains("no task 'm'"));
    assertThat(again.problems()).isEqualTo(lacking.problems());
    assertThat(mended.problems()).isEmpty();
    assertThat(World.ran(mended)).containsExactly("generate", "m", "all");
    assertThat(world.build("most").exit()).isZero();
  }

  @Test
  void generatedTasks_writtenByHandWithoutOneThatIsNamed_areMadeByTheirTask() {
    World world =
        new World(
                """
                include: [more.yaml]
                tasks:
                  all: {dependencies: ["@m"], outputs: [all], command: [cat]}
                  generate: {dependencies: [plan], outputs: [more.yaml], command: [cat]}
                """)
            .write("plan", "tasks: {m: {dependencies: [s], outputs: [made], command: [cat]}}")
            .write("s", "1")
            .write("more.yaml", "tasks: {n: {dependencies: [s], outputs: [n], command: [cat]}}");

    assertThat(world.build("all").exit()).isZero();
    world.write("more.yaml", "tasks: {n: {dependencies: [s], outputs: [n], command: [cat]}}");
    BuildReport report = world.build("all");

    assertThat(report.problems()).isEmpty();
    assertThat(world.files).containsEntry("all", "1").doesNotContainKey("n");
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

  @ParameterizedTest
  @CsvSource({"flip, oscillating, 2", "count, diverging, 0"})
  void taskFromAFileOfTasks_thatItsWriterReads_isOneCycleWithIt(
      String how, String verdict, int period) {
    World world =
        new World(
            """
            include: [more.yaml]
            default: x
            tasks:
              g: {secondaryDependencies: [x], outputs: [more.yaml], command: [define, %s]}
            """
                .formatted(how));

    BuildReport report = world.build();

    assertThat(report.exit()).isEqualTo(4);
    assertThat(report.problems()).isEmpty();
    assertThat(report.cycles()).hasSize(1);
    assertThat(report.cycles().getFirst().members()).containsExactlyInAnyOrder("g", "x");
    assertThat(report.cycles().getFirst().verdict()).isEqualTo(verdict);
    assertThat(report.cycles().getFirst().period()).isEqualTo(period);
  }
}
