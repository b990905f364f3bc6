package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A federation that ended and begins again: what is as it was left is said to be up to date at
 * once, and whatever happened while nobody watched is found, however it was hidden.
 */
class RestartTest {
  private static final String AS_LEFT = "is as it was left";

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Path tool;
  private Workspace notes;

  /** A tool outside of the workspace, a glob, a chain, a file that is looked for in vain. */
  @BeforeEach
  void buildAndEnd() throws IOException {
    tool = kitchen.outside("shout");
    writeTool("tr a-z A-Z");
    notes =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: notes
                uses: []
                default: all
                targets: {all: {outputs: [all.txt, style.txt]}}
                tasks:
                  loud:
                    foreach: "in/*.txt"
                    outputs: ["out/{stem}.loud"]
                    command: [%s, "{dependencies[0]}", "{outputs[0]}"]
                  all:
                    dependencies: ["@loud"]
                    outputs: [all.txt]
                    sh: "cat {dependencies} > {outputs}"
                  style:
                    secondaryDependencies: [style.json]
                    outputs: [style.txt]
                    sh: "cat style.json > style.txt 2>&1 || echo plain > style.txt"
                """
                    .formatted(tool),
                "in/a.txt",
                "a\n",
                "in/b.txt",
                "b\n"));
    notes.build().succeeds();
    notes.build().succeeds().ranNothing();
    end();
  }

  private void writeTool(String by) throws IOException {
    Files.writeString(tool, "#!/bin/sh\n%s < \"$1\" > \"$2\"\n".formatted(by));
    assertThat(tool.toFile().setExecutable(true)).isTrue();
  }

  private void end() {
    assertThat(notes.home().down()).as("processes left").isEmpty();
  }

  private void kill() {
    for (var process : notes.home().processes()) {
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** How often a workspace was found as it was left, in all lives of this home. */
  private long timesAsLeft() {
    return notes.home().logs().lines().filter(line -> line.contains(AS_LEFT)).count();
  }

  private void isUpToDate(Build build) {
    build.succeeds().ranNothing();
    assertThat(build.report().tasks()).isEqualTo(new Report.Tasks(0, 0, 4, 0, 0));
  }

  /** Something that happens while nobody watches, and what then must be in all.txt. */
  private record Change(String what, Happening happening, String all) {}

  private interface Happening {
    void happen() throws IOException;
  }

  private List<Change> changes() {
    Path edited = notes.folder().resolve("in/a.txt");
    return List.of(
        new Change("an edit", () -> notes.write("in/a.txt", "one\n"), "ONE\nB\n"),
        new Change(
            "an edit that hides behind the old size and time",
            () -> {
              FileTime before = Files.getLastModifiedTime(edited);
              Files.writeString(edited, "two\n");
              Files.setLastModifiedTime(edited, before);
            },
            "TWO\nB\n"),
        new Change("an output that went", () -> notes.delete("out/a.loud"), "TWO\nB\n"),
        new Change("an output that a person wrote", () -> notes.write("all.txt", "x"), "TWO\nB\n"),
        new Change(
            "a source that came, and one that went",
            () -> notes.write("in/c.txt", "c\n").delete("in/b.txt"),
            "TWO\nC\n"),
        new Change(
            "another project",
            () -> notes.replace("computepods.yaml", "cat {dependencies} >", "cat out/c.loud >"),
            "C\n"),
        new Change("another tool", () -> writeTool("tr a-z b-za"), "d\n"),
        new Change("a file renamed over it", () -> notes.writeByRename("in/c.txt", "q\n"), "r\n"));
  }

  @Test
  void restart_somethingHappenedMeanwhile_isNeverTakenAsItWasLeft() throws IOException {
    for (Change change : changes()) {
      change.happening().happen();
      notes.build().succeeds();
      assertThat(notes.read("all.txt")).as("after %s", change.what()).isEqualTo(change.all());
      assertThat(notes.read("out/a.loud")).as("after %s", change.what()).isNotEmpty();
      notes.build().succeeds().ranNothing();
      end();
    }
    assertThat(timesAsLeft()).isZero();
    assertThat(notes.has("out/b.loud")).isFalse();
    notes.write("style.json", "{}\n");
    notes.build().succeeds().ranOnly("style");
    assertThat(timesAsLeft()).isZero();
  }

  @Test
  void restart_nothingHappened_isUpToDateAtOnceLifeAfterLife() {
    isUpToDate(notes.build());
    end();
    isUpToDate(notes.build());
    isUpToDate(notes.build());
    notes.build("style").succeeds().ranNothing();
    isUpToDate(notes.build());
    end();
    isUpToDate(notes.build());
    assertThat(timesAsLeft()).isEqualTo(3);
  }

  @Test
  void restart_changedAfterTheFirstAnswer_isNeverStale() throws IOException {
    isUpToDate(notes.build());
    notes.write("in/a.txt", "one\n");
    notes.build().succeeds().ranOnly("loud[in/a.txt]", "all");
    assertThat(notes.read("all.txt")).isEqualTo("ONE\nB\n");
    notes.build().succeeds().ranNothing();
    end();
    isUpToDate(notes.build());
    writeTool("tr a-z b-za");
    notes.build().succeeds().ran("loud[in/b.txt]", "all");
    assertThat(notes.read("all.txt")).isEqualTo("pof\nc\n");
    notes.build().succeeds().ranNothing();
    end();
    isUpToDate(notes.build());
    notes.build("--fresh").succeeds().ranNothing();
    assertThat(timesAsLeft()).isEqualTo(3);
  }

  @Test
  void restart_editedAndPutBackWhileAway_isUpToDate() {
    notes.write("in/a.txt", "edited\n").write("in/a.txt", "a\n");
    isUpToDate(notes.build());
    assertThat(notes.read("all.txt")).isEqualTo("A\nB\n");
    assertThat(timesAsLeft()).as("what was touched is looked at").isZero();
  }

  @Test
  void restart_editedRightBeforeTheEnd_builds() {
    isUpToDate(notes.build());
    notes.write("in/a.txt", "late\n");
    end();
    notes.build().succeeds();
    assertThat(notes.read("all.txt")).isEqualTo("LATE\nB\n");
  }

  @Test
  void restart_killed_seesEveryEdit() {
    isUpToDate(notes.build());
    kill();
    isUpToDate(notes.build());
    assertThat(timesAsLeft()).as("a life that changed nothing may end as it likes").isEqualTo(2);
    notes.write("in/a.txt", "one\n");
    kill();
    notes.build().succeeds();
    assertThat(notes.read("all.txt")).isEqualTo("ONE\nB\n");
  }

  @Test
  void restart_killedWhileItEnds_seesEveryEdit() {
    for (int round = 1; round <= 4; round++) {
      notes.build().succeeds();
      var ending = CompletableFuture.runAsync(() -> notes.cpCtrl("down"));
      if (round % 2 == 0) {
        notes.write("in/a.txt", "round %d\n".formatted(round));
      }
      kill();
      ending.join();
      if (round % 2 == 1) {
        notes.write("in/a.txt", "round %d\n".formatted(round));
      }
      notes.build().succeeds();
      assertThat(notes.read("all.txt")).isEqualTo("ROUND %d\nB\n".formatted(round));
    }
  }

  @Test
  void restart_afterAnotherHomeBuilt_seesWhatThatOneLeft() {
    var other = kitchen.home();
    notes.write("in/a.txt", "other\n");
    other.cpCtrl(notes.folder(), "build").exits(0);
    other.down();
    notes.build().succeeds();
    assertThat(notes.read("all.txt")).isEqualTo("OTHER\nB\n");
  }
}
