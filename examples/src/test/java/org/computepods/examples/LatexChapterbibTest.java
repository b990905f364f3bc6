package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A document whose parts have a bibliography each, which its own run asks for. */
class LatexChapterbibTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace thesis() {
    return kitchen.of(
        Map.of(
            "thesis.tex",
            """
            \\documentclass{report}
            \\usepackage{chapterbib}
            \\begin{document}
            \\include{one}
            \\include{two}
            \\end{document}
            """,
            "one.tex",
            "\\chapter{A}\\cite{k}\\bibliographystyle{plain}\\bibliography{books}\n",
            "two.tex",
            "\\chapter{B}\\cite{l}\\bibliographystyle{plain}\\bibliography{books}\n",
            "books.bib",
            """
            @book{k, author={Knuth, D.}, title={One}, year=1984}
            @book{l, author={Lamport, L.}, title={Two}, year=1986}
            """));
  }

  private static String textOf(Workspace in) {
    return in.run("pdftotext", "-layout", "thesis.pdf", "-").exits(0).out();
  }

  @Test
  void partsThatWereCleanedAway_comeBackWithTheirDocument() {
    var thesis = thesis();
    thesis.build("thesis.pdf").succeeds();

    thesis.cpCtrl("clean").exits(0);
    thesis.build("thesis.pdf").succeeds();
    assertThat(textOf(thesis)).contains("Knuth", "Lamport");
    thesis.build("thesis.pdf").succeeds().ranNothing();
  }

  @Test
  void partsWhoseWorkSomebodyRemoved_areNoDocumentsOfTheirOwn() {
    var thesis = thesis();
    thesis.build("thesis.pdf").succeeds();

    for (String made : new String[] {"thesis.aux", "one.aux", "two.aux", "one.bbl", "two.bbl"}) {
      thesis.delete(made);
    }
    thesis.delete("thesis.pdf").append("one.tex", "And \\cite{l} too.\n");

    thesis.build("thesis.pdf").succeeds().didNotRun("latex.document[one.pdf]");
    assertThat(textOf(thesis)).contains("too");
    thesis.build("thesis.pdf").succeeds().ranNothing();
  }
}
