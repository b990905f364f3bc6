package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;

/** What another tool left, and a rule would make: taken as it is, and said where it is stale. */
class GivenFilesTest {
  private static final String OWN =
      """
      set: own
      rules:
        compile: {dependencies: ["{dir}{stem}.c"], outputs: ["{dir}{stem}.o"], command: [cat]}
      """;

  private static World objects(String... names) {
    String all = String.join(", ", names);
    var world =
        new World(
            """
            uses: [own.rules.yaml]
            tasks:
              program: {dependencies: [%s], outputs: [program], command: [cat]}
            """
                .formatted(all));
    return world.write("own.rules.yaml", OWN);
  }

  @Test
  void leftoverThatIsOlderThanItsSource_isTaken_andSaidOnceInEachBuild() {
    World world = objects("a.o").write("a.o", "old").later().write("a.c", "new");

    for (int build = 0; build < 2; build++) {
      BuildReport report = world.build();

      assertThat(report.exit()).isZero();
      assertThat(world.files).containsEntry("program", "old");
      assertThat(report.warnings())
          .containsExactly(
              "a.o is older than a.c, and was not made here, so it is taken as it is; delete it to have it made");
    }
    world.delete("a.o");
    assertThat(world.build().warnings()).isEmpty();
    assertThat(world.files).containsEntry("program", "new");
    world.write("a.c", "newer");
    assertThat(world.build().warnings()).isEmpty();
    assertThat(world.files).containsEntry("program", "newer");
  }

  @Test
  void leftoverThatIsNewerThanItsSource_orHasNone_isNotSpokenOf() {
    World world =
        objects("a.o", "b.o").write("a.c", "old").later().write("a.o", "new").write("b.o", "x");

    assertThat(world.build().warnings()).isEmpty();
    assertThat(world.files).containsEntry("program", "new+x");
  }

  @Test
  void fileThatCameWithItsSource_isNotSpokenOf() {
    World world = objects("a.o").write("a.o", "old").write("a.c", "new");

    assertThat(world.build().warnings()).isEmpty();
  }

  @Test
  void manyLeftovers_areSummedUp() {
    String[] names = {"a.o", "b.o", "c.o", "d.o", "e.o"};
    World world = objects(names);
    for (String name : names) {
      world.write(name, "old").later().write(name.replace(".o", ".c"), "new");
    }

    assertThat(world.build().warnings())
        .singleElement()
        .asString()
        .startsWith("a.o, b.o, c.o and 2 more are older than what rules would make them of")
        .contains("a.o of a.c");
  }

  @Test
  void leftover_isSaidByADryRun_andWhenItsSourceIsMadeInTheBuild() {
    World world = objects("a.o").write("a.o", "old").later().write("a.c", "new");
    assertThat(world.build(World.request(List.of(), false, true)).warnings()).hasSize(1);

    World generated =
        new World(
                """
                uses: [own.rules.yaml]
                tasks:
                  generate: {dependencies: [a.y], outputs: [a.c], command: [cat]}
                  program: {dependencies: [a.o, a.c], outputs: [program], command: [cat]}
                """)
            .write("own.rules.yaml", OWN)
            .write("a.y", "source")
            .write("a.o", "old")
            .later();
    assertThat(generated.build().warnings()).hasSize(1);
  }
}
