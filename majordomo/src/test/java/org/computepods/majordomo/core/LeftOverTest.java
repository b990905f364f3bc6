package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

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
