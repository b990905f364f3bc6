package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NotesTest {
  private static final Path HERE = Path.of("/ws");

  @Test
  void make_withEscapesAndContinuations_namesTheFiles() {
    String text =
        "a.o b\\ c.o: a.c my\\ header.h \\\n  cost$$.h \\\n\thash\\#.h dir:name.h back\\\\slash.h\n"
            + "\nmy\\ header.h:\n\n# a comment: x.h\nz.o : z.c # no.h\nlast.o: last.c";

    assertThat(Notes.read(text, "make", HERE).reads())
        .containsExactly(
            "a.c",
            "my header.h",
            "cost$.h",
            "hash#.h",
            "dir:name.h",
            "back\\\\slash.h",
            "z.c",
            "last.c");
  }

  @Test
  void make_withWindowsLineEnds_isRead() {
    assertThat(Notes.read("a.o: a.c \\\r\n b.h\r\n", "make", HERE).reads())
        .containsExactly("a.c", "b.h");
  }

  @Test
  void make_ofNonsense_ends() {
    for (String text : new String[] {"", ":", "\\", "a\\", ": :", "\\\n", "$", "a:\\", "\\\\ :"}) {
      assertThat(Notes.read(text, "make", HERE).writes()).isEmpty();
    }
  }

  @Test
  void recorder_readingWhatItWrote_namesNoInput() {
    var notes =
        Notes.read(
            "PWD /ws/sub\nINPUT a b.tex\nOUTPUT x.aux\nINPUT x.aux\nINPUT y.aux\nOUTPUT y.aux\n",
            "fls",
            HERE);

    assertThat(notes.reads()).containsExactly("/ws/sub/a b.tex", "/ws/sub/y.aux");
    assertThat(notes.writes()).containsExactly("/ws/sub/x.aux", "/ws/sub/y.aux");
  }

  @Test
  void recorder_withWhatWasLookedForInVain_namesIt() {
    var notes = Notes.read("PWD /ws/sub\nINPUT a.tex\nABSENT ./b c.tex\n", "fls", HERE);

    assertThat(notes.reads()).containsExactly("/ws/sub/a.tex");
    assertThat(notes.sought()).containsExactly("/ws/sub/./b c.tex");
  }

  @Test
  void list_ofPaths_isReadLineByLine() {
    assertThat(Notes.read("a b\n\nc\r\n", "list", HERE).reads()).containsExactly("a b", "c");
  }
}
