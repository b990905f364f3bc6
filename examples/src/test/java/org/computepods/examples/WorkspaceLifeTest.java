package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
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
