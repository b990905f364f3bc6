package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No project file at all: the bundled rules know what to do with a file by its name. */
class LoneFileTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void helloC_withoutProject_becomesAProgram() {
    var folder =
        kitchen.of(
            Map.of(
                "hello.c", "#include <stdio.h>\nint main(void) { puts(\"Hello.\"); return 0; }\n"));

    folder.build("hello").succeeds();

    folder.run("./hello").exits(0).saying("Hello.");
    folder.build("hello").succeeds().ranNothing();
  }

  @Test
  void program_whoseSourceIsGone_isNotUpToDate() {
    var folder = kitchen.of(Map.of("hello.c", "int main(void) { return 0; }\n"));
    folder.build("hello").succeeds();

    folder.delete("hello.c");

    folder.build("hello").ends(5, "impossible").saying("nothing can build hello");
    folder
        .cpCtrl("explain", "hello")
        .exits(0)
        .saying("c.link[hello] made it, and nothing makes it any more");
  }

  @Test
  void paperTex_withoutProject_becomesAPdfWithItsReferences() {
    var folder =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\begin{document}
                \\tableofcontents
                See section~\\ref{sec:end}.
                \\section{The beginning}
                \\section{The end}\\label{sec:end}
                \\end{document}
                """));

    folder.build("paper.pdf").succeeds();

    assertThat(folder.run("pdftotext", "paper.pdf", "-").exits(0).out())
        .contains("See section 2.", "Contents")
        .doesNotContain("??");
    folder.build("paper.pdf").succeeds().ranNothing();
  }
}
