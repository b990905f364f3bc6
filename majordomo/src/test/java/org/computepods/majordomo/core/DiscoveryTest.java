package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;

/**
 * Dependencies, sources and tasks that come and go: what only runs tell of, what patterns match,
 * and rules that vanish.
 */
class DiscoveryTest {
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
  void include_thatIsMadeFromItsReader_isMadeFirst() {
    World world =
        new World(
                """
                tasks:
                  book: {dependencies: [text], outputs: [book], command: [include]}
                  figure: {dependencies: [script], secondaryDependencies: [book], outputs: [figure], command: [length]}
                """)
            .write("text", "#include figure\nbody")
            .write("script", "twelve signs");

    BuildReport report = world.build("book");

    assertThat(report.exit()).isZero();
    assertThat(world.files).containsEntry("book", "20\nbody\n").containsEntry("figure", "20");
    assertThat(report.cycles())
        .singleElement()
        .satisfies(cycle -> assertThat(cycle.verdict()).isEqualTo("settled"));
    assertThat(world.build("book").tasks().run()).isZero();
    world.delete("book").delete("figure").write("script", "thirteen sign");
    assertThat(world.build("book").exit()).isZero();
    assertThat(world.files).containsEntry("book", "21\nbody\n");
  }

  @Test
  void absenceOutside_thatARunSaw_endsAndRebuilds() {
    World world =
        new World(
                "tasks: {o: {dependencies: [c], outputs: [o], command: [look, /etc/site.conf]}}\n")
            .write("c", "1");
    assertThat(World.ran(world.build())).containsExactly("o");
    assertThat(World.ran(world.build())).isEmpty();
    assertThat(World.ran(world.restart().build())).isEmpty();

    world.write("/etc/site.conf", "here");

    assertThat(World.ran(world.build())).containsExactly("o");
    assertThat(world.files).containsEntry("o", "here");
    world.delete("/etc/site.conf");
    world.build();
    assertThat(world.files).containsEntry("o", "null");
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
  void include_ofARunThatFailed_isNoDependencyOnceItIsTakenBack() {
    World world =
        new World(
                """
                tasks:
                  o: {dependencies: [c], outputs: [o], command: [include]}
                  h: {dependencies: [source], outputs: [h], command: ["no", "bad"]}
                """)
            .write("c", "body")
            .write("source", "1");
    world.build("o");
    world.write("c", "#include h\n#include nowhere");
    assertThat(world.build("o").exit()).isEqualTo(1);

    world.write("c", "body");
    world.build("o");

    assertThat(world.view().task("o").orElseThrow().discovered()).isEmpty();
    world.write("source", "bad");
    assertThat(world.build("o").tasks().run()).isZero();
  }

  @Test
  void include_thatIsTakenOut_isNotMadeForItAnyMore() {
    World world =
        new World(
                """
                tasks:
                  o: {dependencies: [c], outputs: [o], command: [include]}
                  h: {dependencies: [source], outputs: [h], command: ["no", "bad"]}
                """)
            .write("c", "#include h\nbody")
            .write("source", "1");
    world.build("o");
    world.write("c", "body");
    world.build("o");

    world.write("source", "bad");

    assertThat(world.build("o").exit()).isZero();
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
  void branchSwitchedAndBack_withHeadersThatAreMade_runsNothing() {
    World world =
        new World(
                """
                default: o
                tasks:
                  g: {foreach: "*.def", outputs: ["{stem}.h"], command: [cat]}
                  o: {dependencies: [c], outputs: [o], command: [include]}
                """)
            .write("c", "#include b.h\nbody")
            .write("b.def", "b");
    world.build();
    world.delete("b.def").write("c.def", "c").write("c", "#include c.h\nbody");
    world.build();

    for (int round = 0; round < 2; round++) {
      world.delete("c.def").write("b.def", "b").write("c", "#include b.h\nbody");
      BuildReport back = world.build();
      assertThat(World.ran(back)).isEmpty();
      assertThat(back.tasks().restored()).isEqualTo(2);
      assertThat(world.files).containsEntry("o", "b\nbody\n");

      world.delete("b.def").write("c.def", "c").write("c", "#include c.h\nbody");
      BuildReport again = world.build();
      assertThat(World.ran(again)).isEmpty();
      assertThat(world.files).containsEntry("o", "c\nbody\n");
    }
  }

  @Test
  void branchSwitchedBack_withAHeaderThatComesOutOtherwise_runsItsReaderOnce() {
    World world =
        new World(
                """
                default: o
                tasks:
                  g: {foreach: "*.def", outputs: ["{stem}.h"], command: [cat]}
                  o: {dependencies: [c], outputs: [o], command: [include]}
                """)
            .write("c", "#include b.h\nbody")
            .write("b.def", "b");
    world.build();
    world.delete("b.def").write("c.def", "c").write("c", "#include c.h\nbody");
    world.build();

    world.delete("c.def").write("b.def", "other").write("c", "#include b.h\nbody");
    BuildReport back = world.build();

    assertThat(World.ran(back)).containsExactly("g[b.def]", "o");
    assertThat(world.files).containsEntry("o", "other\nbody\n");
  }
}
