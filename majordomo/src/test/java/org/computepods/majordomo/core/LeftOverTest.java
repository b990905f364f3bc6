package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.wire.rest.BuildReport;
import org.junit.jupiter.api.Test;

/** What we made and nobody would make now is not read as though it were current. */
class LeftOverTest {
  private static World conditional() {
    return new World(
            """
            tasks:
              notes: {dependencies: [text], when: {artefact: text, contains: note}, outputs: [notes], command: [cat]}
              end: {dependencies: [text], secondaryDependencies: [notes], outputs: [end], command: [cat]}
            """)
        .write("text", "a note");
  }

  @Test
  void taskThatNoLongerApplies_itsOutputGoes_andItsReaderRunsWithoutIt() {
    World world = conditional();
    world.build();
    assertThat(world.files).containsEntry("end", "a note+a note");

    world.write("text", "plain");
    assertThat(world.build().result()).isEqualTo("succeeded");

    assertThat(world.files).doesNotContainKey("notes").containsEntry("end", "plain");
    assertThat(world.build().tasks().run()).isZero();
  }

  @Test
  void taskThatAppliesAgain_isRestored() {
    World world = conditional();
    world.build();
    world.write("text", "plain");
    world.build();

    BuildReport back = world.write("text", "a note").build();

    assertThat(back.tasks().run()).isZero();
    assertThat(world.files).containsEntry("notes", "a note").containsEntry("end", "a note+a note");
  }

  @Test
  void outputThatAPersonChanged_staysWhenItsTaskNoLongerApplies() {
    World world = conditional();
    world.build();

    world.write("notes", "mine").write("text", "plain").build();

    assertThat(world.files).containsEntry("notes", "mine").containsEntry("end", "plain+mine");
  }

  @Test
  void outputOfAVanishedFile_isGoneBeforeAnythingRuns() {
    World world = family().write("in/a", "a").write("in/b", "b");
    world.build();
    assertThat(world.files).containsKeys("obj/a", "obj/b");

    var stood = new ArrayList<Boolean>();
    world.whileRunning = w -> stood.add(w.files.containsKey("obj/a"));
    BuildReport report = world.delete("in/a").build();

    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(World.ran(report)).containsExactly("all");
    assertThat(stood).containsExactly(false);
    assertThat(world.build().tasks()).isEqualTo(new BuildReport.Tasks(0, 0, 2, 0, 0));
    assertThat(world.write("in/a", "a").build().tasks().restored()).isEqualTo(2);
    assertThat(world.files).containsEntry("obj/a", "a").containsEntry("all", "a+b");
  }

  @Test
  void outputOfAVanishedFile_staysInADryRun_andWhereAPersonChangedIt() {
    World world = family().write("in/a", "a").write("in/b", "b").write("in/c", "c");
    world.build();
    world.write("obj/b", "mine").delete("in/a").delete("in/b");

    world.build(World.request(List.of(), false, true));
    assertThat(world.files).containsKeys("obj/a", "obj/b");

    world.build();
    assertThat(world.files).doesNotContainKey("obj/a").containsEntry("obj/b", "mine");
  }

  @Test
  void buildOfAPart_removesNothingThatAnotherTargetStillMakes() {
    World world = family().write("in/a", "a").write("in/b", "b");
    world.build();

    world.delete("in/a").build("obj/b");

    assertThat(world.files).doesNotContainKey("obj/a").containsKeys("obj/b", "all");
  }

  @Test
  void outputOfAVanishedFile_thatATaskDemands_isSaidToBeMissing() {
    World world =
        new World(
                """
                tasks:
                  one: {foreach: "in/*", outputs: ["obj/{stem}"], command: [cat]}
                  end: {dependencies: [obj/a], outputs: [end], command: [cat]}
                """)
            .write("in/a", "a")
            .write("in/b", "b");
    world.build();

    BuildReport report = world.delete("in/a").build();

    assertThat(report.exit()).isEqualTo(5);
    assertThat(report.problems().toString()).contains("obj/a does not exist", "'end'");
    assertThat(report.runs()).isEmpty();
  }

  private static World family() {
    return new World(
        """
        tasks:
          one: {foreach: "in/*", outputs: ["obj/{stem}"], command: [cat]}
          all: {dependencies: ["@one"], outputs: [all], command: [cat]}
        """);
  }

  @Test
  void outputOfARuleWhoseSourceIsGone_isNotReadAsCurrent() {
    World world =
        new World(
                """
                uses: [my.rules.yaml]
                tasks:
                  end: {dependencies: [x.out], outputs: [end], command: [cat]}
                """)
            .write(
                "my.rules.yaml",
                """
                set: my
                required: []
                rules:
                  make: {dependencies: ["{stem}.in"], outputs: ["{stem}.out"], command: [cat]}
                """)
            .write("x.in", "x");
    assertThat(world.build().result()).isEqualTo("succeeded");

    BuildReport report = world.delete("x.in").build();

    assertThat(report.exit()).isEqualTo(5);
    assertThat(report.problems().toString()).contains("x.out does not exist", "my.make");
    assertThat(world.files).doesNotContainKey("x.out");
    assertThat(world.write("x.in", "x").build().result()).isEqualTo("succeeded");
  }
}
