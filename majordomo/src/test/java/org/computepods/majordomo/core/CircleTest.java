package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;

/** Circles of tasks: those that settle, those that do not, and those that may not be. */
class CircleTest {
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
}
