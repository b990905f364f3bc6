package org.computepods.majordomo.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reasons that a person is given for a run. */
class ReasonTest {
  private static final String TASK =
      "tasks: {end: {dependencies: [one], outputs: [end], command: [cat, plain, -x], env: {TZ: UTC}}}";

  private static World built() {
    World world = new World(TASK).write("one", "1").write("two", "2");
    world.build();
    return world;
  }

  private static String reason(World world) {
    return world.build().runs().getFirst().reason();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          plain          | loud           | its command has 'loud' for 'plain'
          plain, -x      | plain, -y, -x  | its command has '-y' now
          ', plain, -x'  | ''             | its command has no 'plain -x' any more
          [one]          | [one, two]     | two is new among its dependencies
          [one]          | [two]          | two is new among its dependencies, one is no longer among its dependencies
          TZ: UTC        | TZ: CET        | its environment has TZ=CET
          '{TZ: UTC}'    | '{}'           | TZ is no longer in its environment
          """)
  void change_ofATask_isNamed(String before, String after, String reason) {
    World world = built();

    world.write("computepods.yaml", TASK.replace(before, after));

    assertThat(reason(world)).isEqualTo(reason);
  }

  @Test
  void change_inALongWord_isShownWhereItIs() {
    String script = "echo one two three four five six seven eight nine > out";
    String task = "tasks: {end: {outputs: [end], command: [cat, \"%s\"]}}";
    World world = new World(task.formatted(script));
    world.build();

    world.write("computepods.yaml", task.formatted(script.replace("five", "fife")));

    assertThat(reason(world)).isEqualTo("its command has '...fife...' for '...five...'");
  }

  @Test
  void change_ofADependency_isNamedAfterARestart() {
    World world = built();

    world.write("computepods.yaml", TASK.replace("[one]", "[one, two]")).restart();

    assertThat(reason(world)).isEqualTo("two is new among its dependencies");
  }

  @Test
  void outputPutBack_afterAnInterruptedPass_isNotCalledForeign() {
    World world =
        new World(
                """
                tasks:
                  text: {dependencies: [source], secondaryDependencies: [length], outputs: [text], command: [cat]}
                  length: {dependencies: [text], outputs: [length], command: [length]}
                """)
            .write("source", "s");
    world.build();
    world.write("source", "another");
    world.told.clear();
    world.meanwhile =
        w -> {
          if (w.told.stream().anyMatch(event -> event.kind().equals("finished"))) {
            w.meanwhile = _ -> {};
            w.interrupt();
          }
        };
    assertThat(world.build().result()).isEqualTo("cancelled");

    assertThat(reason(world)).isEqualTo("text was put back to what was made before");
  }
}
