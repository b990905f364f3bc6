package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What was saved before a build was asked for is in what it builds, and what is saved later
 * follows.
 */
class FreshnessTest {

  private static final String LOUD =
      """
      project: loud
      tasks:
        loud:
          dependencies: [quiet.txt]
          outputs: [loud.txt]
          sh: "tr a-z A-Z < {dependencies} > {outputs}"
      """;

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace loud() {
    return kitchen.of(Map.of("computepods.yaml", LOUD, "quiet.txt", "begin\n"));
  }

  @Test
  void tool_thatIsFoundElsewhereInPath_makesItsWorkAnew_andIsRemembered() throws IOException {
    Path one = toolFolder("one", "#!/bin/sh\necho one > $1\n");
    Path two = toolFolder("two", "#!/bin/sh\necho two > $1\n");
    Path none = Files.createDirectories(kitchen.outside("none"));
    var work =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: tools
                tasks:
                  r: {outputs: [r], command: [theTool, r]}
                """));
    work.buildWithPath(one, "r").succeeds().ranOnly("r");
    work.buildWithPath(Path.of(none + ":" + one), "r").succeeds().ranNothing();

    work.buildWithPath(two, "r").succeeds().ranOnly("r").saying("theTool");
    assertThat(work.read("r")).isEqualTo("two\n");
    work.buildWithPath(two, "r").succeeds().ranNothing();
    work.buildWithPath(one, "r").succeeds().ranNothing();
    assertThat(work.read("r")).isEqualTo("one\n");

    Files.copy(two.resolve("theTool"), none.resolve("theTool"), StandardCopyOption.COPY_ATTRIBUTES);
    work.buildWithPath(Path.of(none + ":" + one), "r").succeeds().ranOnly("r");
    assertThat(work.read("r")).isEqualTo("two\n");

    work.cpCtrl("down").exits(0);
    work.buildWithPath(one, "r").succeeds().ranNothing();
    assertThat(work.read("r")).isEqualTo("one\n");
  }

  private Path toolFolder(String name, String script) throws IOException {
    Path folder = Files.createDirectories(kitchen.outside(name));
    Path tool = folder.resolve("theTool");
    Files.writeString(tool, script);
    assertThat(tool.toFile().setExecutable(true)).isTrue();
    return folder;
  }

  @Test
  void build_rightAfterEachOfTwentyEdits_isNeverStale() {
    var loud = loud();
    loud.build("loud.txt").succeeds();

    for (int edit = 1; edit <= 20; edit++) {
      loud.append("quiet.txt", "edit %d\n".formatted(edit));
      loud.build("loud.txt").succeeds().ranOnly("loud");
      assertThat(loud.read("loud.txt")).endsWith("EDIT %d\n".formatted(edit));
    }
  }

  @Test
  void watch_fileSavedTwentyTimes_everyResultFollows() {
    var loud = loud();
    try (var watch = loud.watch("loud.txt")) {
      awaitLoud(loud, "BEGIN\n");
      for (int save = 1; save <= 20; save++) {
        String text = "save %d\n".formatted(save);
        if (save % 2 == 0) {
          loud.write("quiet.txt", text);
        } else {
          loud.writeByRename("quiet.txt", text);
        }
        awaitLoud(loud, "SAVE %d\n".formatted(save));
      }
      watch.interrupt().ends().exits(130);
    }
    loud.build("loud.txt").succeeds().ranNothing();
  }

  @Test
  void fileBehindALinkOfIt_edited_isNeverStale() throws IOException {
    var loud = loud();
    Path outside = Files.createTempFile("elsewhere", ".txt");
    try {
      loud.write("inside/real.txt", "inside\n");
      for (String target : new String[] {"inside/real.txt", outside.toString()}) {
        Files.delete(loud.folder().resolve("quiet.txt"));
        Files.createSymbolicLink(loud.folder().resolve("quiet.txt"), Path.of(target));
        for (int edit = 1; edit <= 3; edit++) {
          Files.writeString(loud.folder().resolve(target), target.length() + " edit " + edit);
          loud.build("loud.txt").succeeds().ranOnly("loud");
          assertThat(loud.read("loud.txt")).isEqualTo(target.length() + " EDIT " + edit);
        }
        loud.build("loud.txt").succeeds().ranNothing();
      }
    } finally {
      Files.delete(outside);
    }
  }

  @Test
  void fileOutsideThatARunLookedForInVain_appearing_isNeverStale() throws IOException {
    Path settings = kitchen.outside("settings.conf");
    var project =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                default: a.txt
                tasks:
                  a:
                    dependencies: [in.txt]
                    outputs: [a.txt]
                    depfile: {path: a.d, format: list}
                    sh: "cat in.txt > a.txt; cat %s >> a.txt; echo %s > a.d"
                """
                    .formatted(settings, settings),
                "in.txt",
                "in\n"));
    project.build().succeeds();
    project.build().succeeds().ranNothing();

    Files.writeString(settings, "set\n");

    project.build().succeeds().ranOnly("a");
    assertThat(project.read("a.txt")).isEqualTo("in\nset\n");
    Files.delete(settings);
    project.build().succeeds();
    assertThat(project.read("a.txt")).isEqualTo("in\n");
  }

  @Test
  void editUndone_whoseOutputTheStoreGaveUp_isBuiltAgainWithoutAWord() throws IOException {
    var loud = loud();
    loud.build("loud.txt").succeeds();
    loud.write("quiet.txt", "edited\n");
    loud.build("loud.txt").succeeds().ranOnly("loud");
    evictAll(kitchen.firstHome().folder().resolve("store/store"));

    loud.write("quiet.txt", "begin\n");

    loud.build("loud.txt").succeeds().ranOnly("loud");
    assertThat(loud.read("loud.txt")).isEqualTo("BEGIN\n");
  }

  private static void evictAll(Path contents) throws IOException {
    try (var files = Files.walk(contents)) {
      var all = files.filter(Files::isRegularFile).toList();
      assertThat(all).as("contents").isNotEmpty();
      for (Path each : all) {
        Files.delete(each);
      }
    }
  }

  private static void awaitLoud(Workspace loud, String text) {
    FileWaits.until(
        loud.folder().resolve("loud.txt"),
        "loud.txt says " + text,
        () -> loud.has("loud.txt") && loud.readIfThere("loud.txt").equals(text));
  }

  @Test
  void inputMadeAnewWhileItsReaderRuns_build_runsTheReaderAgain() throws IOException {
    Path reading = kitchen.outside("reading");
    Path making = kitchen.outside("making");
    Path read = kitchen.outside("read");
    Path failed = kitchen.outside("failed");
    Path make = kitchen.outside("make");
    String waits = "while [ ! -e %s ]; do sleep 0.02; done";
    var chain =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                default: end.txt
                tasks:
                  middle:
                    dependencies: [in.txt]
                    outputs: [middle.txt]
                    sh: "if [ -e %s ]; then : > %s; %s; fi; cat in.txt > middle.txt"
                  end:
                    dependencies: [middle.txt]
                    outputs: [end.txt]
                    sh: ": > %s; %s; cat middle.txt > end.txt || { : > %s; exit 1; }"
                """
                    .formatted(
                        reading,
                        making,
                        waits.formatted(make),
                        reading,
                        waits.formatted(read),
                        failed),
                "in.txt",
                "old\n"));
    try (var build = chain.startBuild()) {
      FileWaits.until(reading, "the reader runs", () -> Files.exists(reading));
      chain.write("in.txt", "new\n");
      FileWaits.until(making, "its input is made anew", () -> Files.exists(making));
      Files.createFile(read);
      FileWaits.until(failed, "the reader has failed", () -> Files.exists(failed));
      Files.createFile(make);

      build.ends().exits(0);
    }
    assertThat(chain.read("end.txt")).isEqualTo("new\n");
  }
}
