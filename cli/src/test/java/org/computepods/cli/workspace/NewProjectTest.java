package org.computepods.cli.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewProjectTest {
  @TempDir Path folder;

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private String project() {
    return new NewProject("paper", Found.in(folder)).text();
  }

  @Test
  void document_isWantedAsPdf_itsPartsAreNot() throws IOException {
    file("paper.tex", "\\documentclass{article}\\input{part}");
    file("part.tex", "text");
    file("notes.md", "# Notes");
    file("README.md", "# Read me");
    assertThat(project()).contains("outputs: [paper.pdf, notes.html]").doesNotContain("\ntasks:");
  }

  @Test
  void sourcesWithOneMain_makeOneProgram() throws IOException {
    file("src/main.c", "int main(void) { return 0; }");
    file("src/other.c", "int other;");
    file(".git/x.c", "int main(void);");
    assertThat(project())
        .contains("outputs: [bin/paper]", "\ntasks:\n", "rule: c.link", "foreach: \"**/*.c\"");
  }

  @Test
  void sourcesWithSeveralMains_makeAProgramOfEach() throws IOException {
    file("src/server.c", "int main(void) { return 0; }");
    file("src/client.c", "int main (int argc, char **argv) { return 0; }");
    file("src/common.c", "int common;");

    assertThat(project())
        .contains("bin/server", "bin/client")
        .contains("dependencies: [\"@objects\", \"!src/client.o\"]")
        .contains("dependencies: [\"@objects\", \"!src/server.o\"]");
  }

  @Test
  void sourcesInBothLanguages_areLinkedByTheCompilerOfCxx() throws IOException {
    file("src/main.cpp", "int main() {}");
    file("src/fast.c", "int fast;");
    file("src/old.cc", "int old;");

    assertThat(project())
        .contains("foreach: \"**/*.c\"", "foreach: [\"**/*.cpp\", \"**/*.cc\"]")
        .contains("cxxflags: [-O2, -Wall]", "dependencies: [\"@c-objects\", \"@cxx-objects\"]")
        .contains("rule: cxx.link")
        .doesNotContain("rule: c.link");
  }

  @Test
  void graph_isWantedAsDrawing() throws IOException {
    file("parts.dot", "digraph { a -> b }");
    assertThat(project()).contains("outputs: [parts.svg]");
  }

  @Test
  void oneSource_needsNoTask() throws IOException {
    file("hello.c", "int main(void) { return 0; }");
    assertThat(project()).contains("outputs: [hello]").doesNotContain("tasks:");
  }

  @Test
  void scriptsAlone_areHintsBesideAGreeting() throws IOException {
    file("plot.py", "print(1)");
    assertThat(project()).contains("outputs: [hello.txt]", "#     command: [python3, plot.py]");
  }

  @Test
  void nothing_givesATaskToStartFrom() {
    assertThat(project()).contains("sh: \"echo Hello > {outputs}\"");
    assertThat(new Found(List.of(), List.of(), List.of(), List.of(), List.of()))
        .hasToString("nothing known found");
  }
}
