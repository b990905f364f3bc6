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

  private static String book(String head) {
    return head
        + "\\begin{document}\\tableofcontents\\include{parts/one}\\include{parts/two}\\end{document}\n";
  }

  private static String chapter(String name) {
    return "\\chapter{%s}\\label{%s} %s see \\pageref{one} and \\pageref{two}.\n"
        .formatted(name, name, "Lorem ipsum dolor sit amet. ".repeat(300));
  }

  private static String textOf(Workspace in, String pdf) {
    return in.run("pdftotext", pdf, "-").exits(0).out().replaceAll("\\s+", " ");
  }

  private Workspace twoBooks() {
    return kitchen.of(
        Map.of(
            "large.tex", book("\\documentclass[12pt]{report}"),
            "small.tex", book("\\documentclass[10pt,a5paper]{report}"),
            "parts/one.tex", chapter("one"),
            "parts/two.tex", chapter("two")));
  }

  @Test
  void documentsThatIncludeTheSameParts_areNotBuiltOverEachOther() {
    var books = twoBooks();

    books
        .build("large.pdf", "small.pdf")
        .ends(1, "failed")
        .saying("it writes parts/one.aux, as latex.document[", "a folder of its own");
  }

  @Test
  void documentsThatIncludeTheSameParts_oneInAFolderOfItsOwn_areBothRight() {
    var books = twoBooks();
    books.write(
        "computepods.yaml",
        """
        tasks:
          large: {rule: latex.document, dependencies: [large.tex], outputs: [large.pdf]}
          small: {rule: latex.document, dependencies: [small.tex], outputs: [small/small.pdf]}
        """);

    books.build().succeeds();

    assertThat(textOf(books, "large.pdf")).contains("see 2 and 6.").doesNotContain("and 8.");
    assertThat(textOf(books, "small/small.pdf")).contains("see 2 and 8.");
    books.build().succeeds().ranNothing();
  }

  @Test
  void documentsThatIncludeTheSameParts_andWriteTheSameOfThem_areBuiltSideBySide() {
    var books = twoBooks();
    books.write("small.tex", book("% The same again.\n\\documentclass[12pt]{report}"));
    books.build("large.pdf", "small.pdf").succeeds();

    books.write("parts/one.tex", chapter("one") + "\\newpage\\section{More}\\label{more} More.\n");

    books.build("large.pdf", "small.pdf").succeeds();
    assertThat(textOf(books, "large.pdf")).contains("see 2 and 7.");
    assertThat(textOf(books, "small.pdf")).contains("see 2 and 7.");
    books.build("large.pdf", "small.pdf").succeeds().ranNothing();
  }

  @Test
  void documentsThatIncludeTheSameParts_builtInTurns_areEachRight() {
    var books = twoBooks();

    for (int turn = 0; turn < 2; turn++) {
      books.build("large.pdf").succeeds();
      books.build("small.pdf").succeeds();
    }

    assertThat(textOf(books, "large.pdf")).contains("see 2 and 6.");
    assertThat(textOf(books, "small.pdf")).contains("see 2 and 8.");
  }
}
