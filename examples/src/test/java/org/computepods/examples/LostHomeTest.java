package org.computepods.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A federation whose home was lost, its database and store with it: what it wrote in a workspace is
 * still known to be its own.
 */
class LostHomeTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace hello;

  @BeforeEach
  void buildAndLoseTheHome() {
    hello = kitchen.of(Map.of("hello.c", saying("Hello.")));
    hello.build("hello").succeeds();
    hello.run("./hello").exits(0).saying("Hello.");
    hello.home().lose();
  }

  private static String saying(String words) {
    return "#include <stdio.h>\nint main(void) { puts(\"%s\"); return 0; }\n".formatted(words);
  }

  @Test
  void sourceThatChangedMeanwhile_isInWhatIsBuilt() {
    hello.write("hello.c", saying("Other words."));

    var build = hello.build("hello").succeeds();

    hello.run("./hello").exits(0).saying("Other words.");
    assertThat(build.said().err()).as("ours, and replaced without a word").doesNotContain("saved");
    hello.build("hello").succeeds().ranNothing();
  }

  @Test
  void intermediateEditedByHand_isSavedWithOneWarning_andMadeAnew() {
    hello.write("hello.o", "by hand\n");

    hello.build("hello").succeeds().saying("hello.o");

    hello.run("./hello").exits(0).saying("Hello.");
    hello
        .cpCtrl("where", "hello.o")
        .exits(0)
        .saying(Digests.sha256("by hand\n".getBytes(UTF_8)).substring(0, 12));
    hello.build("hello").succeeds().ranNothing();
  }

  @Test
  void whatNoTaskMakesAnyMore_isRemoved() {
    String project =
        """
        tasks:
          part: {outputs: [parts/%s.txt], sh: "echo %s > {outputs}"}
          whole: {dependencies: ["@part"], outputs: [whole.txt], sh: "cat parts/*.txt > {outputs}"}
        """;
    var parts = kitchen.of(Map.of("computepods.yaml", project.formatted("old", "old")));
    parts.build().succeeds();
    parts.home().lose();
    parts.write("computepods.yaml", project.formatted("new", "new"));

    parts.build().succeeds();

    assertThat(parts.read("whole.txt")).isEqualTo("new\n");
    assertThat(parts.has("parts/old.txt")).isFalse();
  }

  @Test
  void fileOfAPersonWhereOursWasCleanedAway_isThatPersons() {
    hello.build("hello").succeeds();
    hello.cpCtrl("clean").exits(0);
    hello.home().lose();
    hello.write("other.c", saying("A person's."));
    hello.run("gcc", "-c", "other.c", "-o", "hello.o").exits(0);

    hello.build("hello").succeeds();

    hello.run("./hello").exits(0).saying("A person's.");
  }
}
