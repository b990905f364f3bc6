package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Several documents of one folder, which read what the others leave. */
class LatexNeighboursTest {
  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void documentThatReadsAnothersReferences_buildOfItAlone_leavesThemInPlace() {
    var papers =
        kitchen.of(
            Map.of(
                "other.tex",
                """
                \\documentclass{article}
                \\begin{document}
                \\section{One}\\section{Two}\\label{two}
                \\end{document}
                """,
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage{xr}\\externaldocument{other}
                \\begin{document}
                See \\ref{two}.
                \\end{document}
                """));
    papers.build("other.pdf", "paper.pdf").succeeds();

    papers.replace("paper.tex", "See", "As in").build("paper.pdf").succeeds();

    assertThat(papers.has("other.aux")).isTrue();
    assertThat(papers.run("pdftotext", "paper.pdf", "-").exits(0).out()).contains("As in 2.");
  }
}
