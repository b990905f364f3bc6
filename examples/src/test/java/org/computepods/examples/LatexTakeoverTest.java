package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Documents of which another tool, or another place, has left what it made. */
class LatexTakeoverTest {
  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace paper;

  private static String citing(String keys) {
    return "\\documentclass{article}\\usepackage{makeidx}\\makeindex\\begin{document}"
        + "\\index{first}As in \\cite{"
        + keys
        + "}.\\printindex\\bibliographystyle{plain}\\bibliography{refs}\\end{document}\n";
  }

  @BeforeEach
  void aPaper() {
    paper =
        kitchen.of(
            Map.of(
                "p/main.tex",
                citing("k"),
                "p/refs.bib",
                """
                @book{k,author={Knuth, D.},title={The TeXbook},year=1984}
                @book{l,author={Lamport, L.},title={LaTeX},year=1986}
                """));
  }

  private void citeMore(String document) {
    paper.write(document, citing("k,l").replace("\\index{first}", "\\index{first}\\index{later}"));
  }

  private String text(String pdf) {
    return paper.run("pdftotext", pdf, "-").exits(0).out();
  }

  @Test
  void listsThatLatexmkLeft_areMadeAnew_andKept() {
    paper.run("latexmk", "-cd", "-pdf", "-interaction=batchmode", "p/main.tex").exits(0);
    citeMore("p/main.tex");

    paper.build("p/main.pdf").succeeds().saying("main.bbl was not ours: it is kept as");

    assertThat(text("p/main.pdf")).contains("[1, 2]", "Lamport", "later");
  }

  @Test
  void documentWhoseFolderWasRenamed_isMadeAnew() {
    paper.build("p/main.pdf").succeeds();
    paper.run("mv", "p", "q").exits(0);
    citeMore("q/main.tex");

    paper.build("q/main.pdf").succeeds();

    assertThat(text("q/main.pdf")).contains("[1, 2]", "Lamport", "later");
  }

  @Test
  void bibliographyWithoutItsDatabase_isTakenAsItIs() {
    paper.run("latexmk", "-cd", "-pdf", "-interaction=batchmode", "p/main.tex").exits(0);
    paper.run("rm", "p/refs.bib", "p/main.pdf", "p/main.aux").exits(0);

    paper.build("p/main.pdf").succeeds();

    assertThat(text("p/main.pdf")).contains("[1]", "Knuth");
  }
}
