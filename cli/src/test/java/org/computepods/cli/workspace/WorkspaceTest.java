package org.computepods.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computepods.cli.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  @TempDir Path temp;
  private Path root;

  @BeforeEach
  void realPath() throws IOException {
    root = temp.toRealPath();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  private void project(String folder) throws IOException {
    Files.createFile(folder(folder).resolve("computepods.yaml"));
  }

  private Workspace find(Path start) {
    return Workspace.find(start, root.resolve("home"));
  }

  @Test
  void find_nearestParentWithAProject_isTheWorkspace() throws IOException {
    project("outer");
    project("outer/inner");
    assertThat(find(folder("outer/inner/a/b")).root()).isEqualTo(root.resolve("outer/inner"));
    assertThat(find(folder("outer/c")).root()).isEqualTo(root.resolve("outer"));
  }

  @Test
  void find_noProjectAnywhere_isTheFolderItself() throws IOException {
    assertThat(find(folder("plain")).root()).isEqualTo(root.resolve("plain"));
  }

  @Test
  void find_homeFolderOrRootWithoutProject_isRefused() throws IOException {
    Path home = folder("home");
    assertThatThrownBy(() -> find(home))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("home folder");
    assertThatThrownBy(() -> find(Path.of("/"))).isInstanceOf(Failure.class);
    project("home");
    assertThat(find(home).root()).isEqualTo(home);
  }

  @Test
  void find_missingFolder_isRefused() {
    assertThatThrownBy(() -> find(root.resolve("nowhere"))).hasMessageContaining("nowhere");
  }

  @Test
  void find_projectFileWithTheOtherEnding_isNotPassedOver() throws IOException {
    Files.createFile(folder("p").resolve("computepods.yml"));
    assertThatThrownBy(() -> find(folder("p/src")))
        .hasMessageContaining("computepods.yml is not read")
        .hasMessageContaining("computepods.yaml; rename it");
  }

  @Test
  void target_inASubFolder_isSeenFromThere() throws IOException {
    project("p");
    Workspace workspace = find(folder("p/src"));
    assertThat(workspace.target("x.o", name -> false)).isEqualTo("src/x.o");
    assertThat(workspace.target("../bin/x", name -> false)).isEqualTo("bin/x");
    assertThat(workspace.target("./x.o", name -> true)).isEqualTo("src/x.o");
    assertThat(workspace.target(root + "/p/a.pdf", name -> false)).isEqualTo("a.pdf");
  }

  @Test
  void target_aKnownName_staysAName() throws IOException {
    project("p");
    Workspace workspace = find(folder("p/src"));
    assertThat(workspace.target("document", name -> true)).isEqualTo("document");
    assertThat(workspace.target("objects[src/x.c]", name -> false)).isEqualTo("objects[src/x.c]");
  }

  @Test
  void target_atTheRoot_isAskedOfNobody() throws IOException {
    project("p");
    Workspace workspace = find(folder("p"));
    assertThat(
            workspace.target(
                "document",
                name -> {
                  throw new AssertionError(name);
                }))
        .isEqualTo("document");
    assertThat(workspace.target("a//./b", name -> false)).isEqualTo("a/b");
  }

  @Test
  void target_outside_isRefused() throws IOException {
    project("p");
    Workspace workspace = find(folder("p"));
    assertThatThrownBy(() -> workspace.target("../other/x", name -> false))
        .hasMessageContaining("outside");
  }

  @Test
  void target_throughALink_isFound() throws IOException {
    project("p");
    folder("p/real");
    Path link = Files.createSymbolicLink(root.resolve("link"), root.resolve("p"));
    Workspace workspace = find(folder("p/real"));
    assertThat(workspace.target(link + "/real/x.o", name -> false)).isEqualTo("real/x.o");
  }
}
