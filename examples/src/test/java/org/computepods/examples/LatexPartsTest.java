package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a document of parts leaves beside its PDF, and no task declares. */
class LatexPartsTest {
  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private static String text(Workspace in) {
    return in.run("pdftotext", "book.pdf", "-").exits(0).out();
  }

  @Test
  void document_thatLeavesAPartOut_isVerifiedAgainstABuildThatHasNothingOfThatPart() {
    var book =
        kitchen.of(
            Map.of(
                "book.tex",
                """
                \\documentclass{report}
                \\begin{document}
                \\include{ch/one}
                \\include{ch/two}
                \\end{document}
                """,
                "ch/one.tex",
                "\\chapter{Doors}\n",
                "ch/two.tex",
                "\\chapter{Windows}\n"));
    book.build("book.pdf").succeeds();
    book.cpCtrl("verify", "book.pdf").exits(0);
    book.cpCtrl("explain", "ch/one.aux").exits(0).saying("latex.document[book.pdf]");
    book.cpCtrl("where", "ch/one.aux").exits(0).saying("made by latex.document[book.pdf]");

    book.replace("book.tex", "\\begin{document}", "\\includeonly{ch/two}\n\\begin{document}");
    book.build("book.pdf").succeeds();
    assertThat(text(book)).contains("Chapter 2");
    book.cpCtrl("verify", "book.pdf").exits(1).complaining("book.pdf differs");

    book.cpCtrl("clean").exits(0);
    assertThat(book.has("ch/one.aux") || book.has("ch/two.aux")).isFalse();
    book.build("book.pdf").succeeds();
    assertThat(text(book)).contains("Chapter 1");
    book.cpCtrl("verify", "book.pdf").exits(0);
  }
}
