package org.computepods.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoreFilesTest {
  private static IgnoreFiles root(String... lines) {
    var files = new IgnoreFiles(List.of());
    files.put("", IgnoreFile.of(String.join("\n", lines)));
    return files;
  }

  @Test
  void lines_thatAreNoPatterns_sayNothing() {
    var files = root("", "# a", "a//b", "[z", "/", "!", "x\\", "   ");
    assertThat(List.of("# a", "a", "a/b", "[z", "x", "x\\")).allMatch(p -> says(files, p, ""));
  }

  @Test
  void lines_withEscapesBlanksAndCarriageReturns_areReadAsGitDoes() {
    var files = root("\ufeff\\#a", "\\!b", "c  ", "d\\ ", "e\r", "f\\\\");
    assertThat(List.of("#a", "!b", "c", "d ", "e", "f\\")).allMatch(p -> says(files, p, "true"));
    assertThat(List.of("a", "b", "c  ", "d", "d\\")).allMatch(p -> says(files, p, ""));
  }

  @Test
  void nearestFile_thatSaysSomething_decides() {
    var files = root("*.o", "/build/", "/d/x");
    files.put("d", IgnoreFile.of("!*.o\ny\n"));

    assertThat(List.of("a.o", "e/a.o", "d/x", "d/y", "d/e/y"))
        .allMatch(p -> says(files, p, "true"));
    assertThat(List.of("d/a.o", "d/e/a.o")).allMatch(p -> says(files, p, "false"));
    assertThat(List.of("y", "d/z", "e/x", "build", "e/build")).allMatch(p -> says(files, p, ""));
    assertThat(files.ignores("build", true)).contains(true);
  }

  @Test
  void fileAboveTheWorkspace_isAskedLast() {
    var above = new IgnoreFiles.Above(IgnoreFile.of("/in/ws/a\n*.o"), "in/ws/");
    var files = new IgnoreFiles(List.of(above));
    files.put("", IgnoreFile.of("!b.o"));

    assertThat(List.of("a", "c.o", "d/c.o")).allMatch(p -> says(files, p, "true"));
    assertThat(List.of("d/a", "c")).allMatch(p -> says(files, p, ""));
    assertThat(says(files, "b.o", "false")).isTrue();
  }

  @Test
  void file_putAgain_tellsWhetherItSaysAnother() {
    var files = new IgnoreFiles(List.of());
    assertThat(files.put("", IgnoreFile.of("# nothing"))).isFalse();
    assertThat(files.put("", IgnoreFile.of("a"))).isTrue();
    assertThat(files.put("", IgnoreFile.of("a # no comment"))).isTrue();
    assertThat(files.put("", IgnoreFile.of("a # no comment\n\n"))).isFalse();
    assertThat(files.put("", IgnoreFile.EMPTY)).isTrue();
  }

  private static boolean says(IgnoreFiles files, String path, String expected) {
    String said = files.ignores(path, false).map(String::valueOf).orElse("");
    assertThat(said).as(path).isEqualTo(expected);
    return true;
  }
}
