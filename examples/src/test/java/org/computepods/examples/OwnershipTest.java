package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose file is it? What we wrote, we may replace and remove; what a person wrote is kept. */
class OwnershipTest {

  private static final String LOUD =
      """
      project: loud
      default: loud
      tasks:
        loud:
          dependencies: [quiet.txt]
          outputs: [loud.txt]
          sh: "tr a-z A-Z < {dependencies} > {outputs}"
      """;

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace loud() {
    return kitchen.of(Map.of("computepods.yaml", LOUD, "quiet.txt", "words\n"));
  }

  @Test
  void filesWeBuilt_clean_areRemovedAndNothingElse() {
    var engine = kitchen.example("engine");
    var before = engine.digests();
    engine.build().succeeds();

    engine.cpCtrl("clean").exits(0);

    assertThat(engine.digests()).isEqualTo(before);
    engine.build().succeeds();
    engine.run("bin/engine", "programs/collatz.calc").saying("111");
  }

  @Test
  void fileOfAPersonAtAnOutput_build_isSavedBeforeItIsReplaced() {
    var loud = loud();
    String own = "my own words\n";
    loud.write("loud.txt", own);

    loud.build().succeeds().saying("loud.txt");

    assertThat(loud.read("loud.txt")).isEqualTo("WORDS\n");
    loud.cpCtrl("where", "loud.txt")
        .exits(0)
        .saying(
            Digests.sha256(own.getBytes(java.nio.charset.StandardCharsets.UTF_8)).substring(0, 12));
  }

  @Test
  void outputEditedByAPerson_clean_keepsIt() {
    var loud = loud();
    loud.build().succeeds();
    loud.append("loud.txt", "and mine\n");

    loud.cpCtrl("clean").exits(0);

    assertThat(loud.read("loud.txt")).endsWith("and mine\n");
  }

  /** A tool that says what it wrote beside its output; it fails in the end, at times. */
  private Workspace book() {
    return kitchen.of(
        Map.of(
            "computepods.yaml",
            """
            default: book
            tasks:
              book:
                dependencies: [book.txt]
                outputs: [book.out]
                depfile: {path: book.fls, format: fls}
                sh: |
                  cp {dependencies} part.aux; cat {dependencies} >> notes.txt; cp {dependencies} {outputs}
                  printf 'OUTPUT part.aux\\nOUTPUT notes.txt\\n' > book.fls; ! grep broken {dependencies}
            """,
            "book.txt",
            "first\n",
            "notes.txt",
            "a person's\n"));
  }

  @Test
  void fileThatNoTaskDeclares_clean_removesItIfARunMadeIt() {
    var book = book();
    var before = book.digests().keySet();
    for (String text : new String[] {"first\n", "broken\n", "second\n"}) {
      book.write("book.txt", text).build();
    }
    assertThat(book.read("part.aux")).isEqualTo("second\n");
    assertThat(book.home().down()).isEmpty();

    book.cpCtrl("up").exits(0);
    book.cpCtrl("clean", "book").exits(0);

    assertThat(book.digests().keySet()).isEqualTo(before);
    assertThat(book.read("notes.txt")).startsWith("a person's\n");
  }

  @Test
  void fileThatNoTaskDeclares_editedByAPerson_clean_keepsIt() {
    var book = book();
    book.build().succeeds();
    book.append("part.aux", "and mine\n");

    book.cpCtrl("clean").exits(0);

    assertThat(book.read("part.aux")).endsWith("and mine\n");
    assertThat(book.has("book.out")).isFalse();
  }

  @Test
  void fileThatNoTaskDeclares_goesWithTheTaskThatMadeIt_unlessAPersonChangedIt() {
    for (boolean changed : new boolean[] {false, true}) {
      var book = book();
      book.build().succeeds();
      if (changed) {
        book.append("part.aux", "and mine\n");
      }

      book.write("computepods.yaml", LOUD).write("quiet.txt", "words\n");
      book.build().succeeds();

      assertThat(book.has("book.out")).isFalse();
      assertThat(book.has("part.aux")).isEqualTo(changed);
      assertThat(book.read("notes.txt")).startsWith("a person's\n");
    }
  }

  @Test
  void outputDeleted_build_makesItAgain() {
    var loud = loud();
    loud.build().succeeds();
    loud.delete("loud.txt");

    loud.build().succeeds().ranOnly("loud");

    assertThat(loud.read("loud.txt")).isEqualTo("WORDS\n");
  }

  @Test
  void taskRemovedFromProject_build_removesItsOutput() {
    var loud = loud();
    loud.build().succeeds();

    loud.write("computepods.yaml", LOUD.replace("loud.txt", "louder.txt"));
    loud.build().succeeds();

    assertThat(loud.has("loud.txt")).isFalse();
    assertThat(loud.read("louder.txt")).isEqualTo("WORDS\n");
  }

  @Test
  void taskThatChangesItsOwnSource_build_saysSo() {
    var loud = loud();
    loud.write(
        "computepods.yaml",
        LOUD.replace("> {outputs}", "> {outputs}; echo more >> {dependencies}"));

    loud.build()
        .ends(1, "failed")
        .saying("loud: its dependencies still move; quiet.txt changed during its last run")
        .saying("If the task itself changes it");
  }

  private static final String TWO_STEPS =
      """
      project: two steps
      tasks:
        first: {dependencies: [in.txt], outputs: [one.txt], sh: "cp in.txt one.txt"}
        second: {dependencies: [one.txt], outputs: [two.txt], sh: "cp one.txt two.txt"}
      """;

  @Test
  void outputOfATaskThatWasTakenOut_isRemovedWithAWord_andKeptInTheStore() {
    var project = kitchen.of(Map.of("computepods.yaml", TWO_STEPS, "in.txt", "text\n"));
    project.build().succeeds();

    project.replace(
        "computepods.yaml",
        "  first: {dependencies: [in.txt], outputs: [one.txt], sh: \"cp in.txt one.txt\"}\n",
        "");

    project.build("-n").saying("would remove one.txt");
    assertThat(project.has("one.txt")).isTrue();
    project.build().ends(5, "impossible").saying("removed one.txt, which nothing makes any more");
    project.cpCtrl("where", "one.txt").exits(0).saying("by first");
  }

  @Test
  void outputs_whereTheProjectFileIsAway_stay() {
    var project = kitchen.of(Map.of("computepods.yaml", TWO_STEPS, "in.txt", "text\n"));
    project.build().succeeds();

    project.delete("computepods.yaml");

    project.build("two.txt").ends(5, "impossible").saying("nothing can build two.txt");
    assertThat(project.has("one.txt")).isTrue();
    assertThat(project.has("two.txt")).isTrue();
    project.write("computepods.yaml", TWO_STEPS).build().succeeds().ranNothing();
  }
}
