package org.computepods.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IgnoresTest {
  @Test
  void list_withALaterException_takesTheFileBack() {
    var ignores = Ignores.of(List.of("*.bak", "!keep.bak"));
    assertThat(ignores.ignoresFile("a/x.bak")).isTrue();
    assertThat(ignores.ignoresFile("a/keep.bak")).isFalse();
  }

  @Test
  void fileInAnIgnoredFolder_isIgnoredWhateverFollows() {
    var ignores = Ignores.of(List.of("scratch/", "!scratch/keep.txt"));
    assertThat(ignores.ignoresFile("scratch/keep.txt")).isTrue();
    assertThat(ignores.ignoresFile("a/scratch/b/x.txt")).isTrue();
    assertThat(ignores.ignoresFolder("scratch")).isTrue();
    assertThat(ignores.ignoresFile("scratch")).isFalse();
  }

  @Test
  void usualList_knowsWhatEditorsAndVersionControlLeave() {
    var ignores = Ignores.of(Ignores.USUAL);
    assertThat(
            Stream.of(
                ".git/HEAD",
                ".computepods/cookie",
                "a/.x.tex.swp",
                "x.tex~",
                "#x.tex#",
                ".#x.tex",
                "a/4913"))
        .allMatch(ignores::ignoresFile);
    assertThat(Stream.of("x.tex", ".gitignore", "film.swf", "a#b.c"))
        .noneMatch(ignores::ignoresFile);
    assertThat(ignores.ignoresFile("photos/4913/a.jpg")).as("a folder of that name").isFalse();
  }
}
