package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What people do to the folder itself while a federation has it open. */
class WorkspaceLifeTest {

  private static final Map<String, String> PROJECT =
      Map.of(
          "computepods.yaml",
          "tasks: {up: {dependencies: [in], outputs: [out], command: [cp, in, out]}}\n",
          "in",
          "first\n");

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void output_thatCannotBeRemoved_isNamedByClean() throws IOException {
    var work =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  a: {outputs: [fast/a], sh: "echo a > fast/a"}
                  b: {outputs: [b], sh: "echo b > b"}
                """));
    work.build("a", "b").succeeds();
    // Nobody may change a folder that is immutable, not even root, who alone can make it so.
    boolean immutable = work.run("sh", "-c", "chattr +i fast 2> /dev/null").exit() == 0;
    assertThat(immutable || work.folder().resolve("fast").toFile().setWritable(false)).isTrue();
    try {
      work.cpCtrl("clean").exits(1).saying("cannot remove fast/a: ", "removed 1 file");
    } finally {
      work.run("sh", "-c", immutable ? "chattr -i fast" : "chmod u+w fast").exits(0);
    }
    assertThat(work.has("b")).isFalse();
    work.cpCtrl("clean").exits(0).saying("removed 1 file");
    assertThat(work.has("fast")).isFalse();
  }

  @Test
  void workspace_askedForByRest_isTheOneThatTheCommandLineWouldTake() throws Exception {
    var work = kitchen.of(PROJECT).write("sub/note", "");
    work.build("out").succeeds();

    assertThat(open(work, "/")).contains("/ is no workspace", "file system");
    assertThat(open(work, work.folder() + "/sub")).contains("\"" + work.folder() + "\"");
    work.write("sub/computepods.yaml", "tasks: {x: {outputs: [x], sh: \"echo > x\"}}\n");
    assertThat(open(work, work.folder() + "/sub")).contains("\"" + work.folder() + "/sub\"");
    work.cpCtrl("status").exits(0).saying(work.folder() + "/sub: open");
    assertThat(Path.of("/.computepods")).doesNotExist();
  }

  /** What the federation of a workspace answers who wants to have this folder opened. */
  private static String open(Workspace work, String folder) throws Exception {
    var federation = Json.read(Files.readString(work.home().folder().resolve("federation.json")));
    var request =
        HttpRequest.newBuilder(URI.create(federation.path("restUrl").asText() + "/projects"))
            .header("Authorization", "Bearer " + federation.path("token").asText())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"workspace\":\"" + folder + "\"}"))
            .build();
    try (var client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }
  }

  @Test
  void workspace_moved_isBuiltUnderItsNewName() throws IOException {
    var before = kitchen.of(PROJECT);
    before.build("out").succeeds();
    Path moved = before.folder().resolveSibling("moved");
    Files.move(before.folder(), moved);
    var after = new Workspace(kitchen, before.home(), moved);
    after.write("in", "second\n");

    after.build("out").succeeds();

    assertThat(after.read("out")).isEqualTo("second\n");
    after.cpCtrl("status").exits(0).saying(before.folder() + ": open (its folder is not there)");
  }

  @Test
  void workspace_removedAndMadeAgain_isBuiltAsItIsNow() throws IOException {
    var folder = kitchen.of(PROJECT);
    folder.build("out").succeeds();
    remove(folder.folder());
    Files.createDirectories(folder.folder());
    PROJECT.forEach(folder::write);
    folder.write("in", "again\n");

    folder.build("out").succeeds().ranOnly("up");

    assertThat(folder.read("out")).isEqualTo("again\n");
  }

  @Test
  void watch_whoseWorkspaceIsCleaned_goesOn() throws IOException {
    var folder = kitchen.of(PROJECT);
    try (var watch = folder.watch("out")) {
      watch.says("waiting for changes");
      remove(folder.folder().resolve(".computepods"));
      folder.write("in", "second\n");

      watch.says("in changed").says("1 run");
      assertThat(folder.read("out")).isEqualTo("second\n");
    }
  }

  private static void remove(Path tree) throws IOException {
    try (var all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
