package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LaTeX documents that need more than an engine: each tool runs when the document asks for it. */
class LatexToolsTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private static String textOf(Workspace in) {
    return in.run("pdftotext", "-layout", "paper.pdf", "-").exits(0).out();
  }

  private static long engineRuns(Build build) {
    return build.tasksRun().stream().filter(task -> task.startsWith("latex.document")).count();
  }

  @Test
  void document_withGlossaries_hasAllOfThem() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage[acronym]{glossaries}
                \\makeglossaries
                \\newglossaryentry{cat}{name=cat,description={an animal that sleeps}}
                \\newacronym{cpu}{CPU}{central processing unit}
                \\begin{document}
                A \\gls{cat} and a \\gls{cpu}.
                \\printglossaries
                \\end{document}
                """));

    var build = paper.build("paper.pdf").succeeds().ran("latex.glossaries[paper.gls]");

    assertThat(engineRuns(build)).isEqualTo(2);
    assertThat(textOf(paper))
        .contains(
            "Glossary",
            "cat an animal that sleeps. 1",
            "Acronyms",
            "CPU central processing unit. 1");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_thatHasItsIndexSorted_andGlossariesToBeSorted_takesTwoRuns() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage{imakeidx}
                \\makeindex
                \\usepackage{glossaries}
                \\makeglossaries
                \\newglossaryentry{cat}{name=cat,description={an animal that sleeps}}
                \\begin{document}
                A \\gls{cat}\\index{animal}.
                \\printglossaries
                \\printindex
                \\end{document}
                """));

    var build = paper.build("paper.pdf").succeeds();

    assertThat(engineRuns(build)).isEqualTo(2);
    assertThat(textOf(paper)).contains("cat an animal that sleeps. 1", "animal, 1");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_inXeLatex_withABibliographyOfBiber_isTypesetByBoth() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage{fontspec}
                \\usepackage{biblatex}
                \\addbibresource{books.bib}
                \\begin{document}
                Grüße \\cite{knuth}, version \\the\\XeTeXversion.
                \\printbibliography
                \\end{document}
                """,
                "books.bib",
                "@book{knuth, author={Donald Knuth}, title={The Art}, date={1968}}\n"));

    var build = paper.build("paper.pdf").succeeds().ran("latex.bibliography[paper.bbl]");

    assertThat(engineRuns(build)).isBetween(2L, 3L);
    assertThat(textOf(paper)).contains("Grüße [1], version 0.", "Donald Knuth. The Art. 1968.");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void bibliography_ofBiber_isNotMadeAnewForAnotherPart() {
    var book =
        kitchen.of(
            Map.of(
                "book.tex",
                """
                \\documentclass{report}
                \\usepackage[backend=biber]{biblatex}
                \\addbibresource{refs.bib}
                \\begin{document}
                \\include{one}
                \\include{two}
                \\printbibliography
                \\end{document}
                """,
                "one.tex",
                "\\chapter{One} By \\cite{knuth}.\n",
                "two.tex",
                "\\chapter{Two}\n",
                "refs.bib",
                "@book{knuth, author={Donald Knuth}, title={The TeXbook}, year={1984}}\n"));
    book.build("book.pdf").succeeds().ran("latex.bibliography[book.bbl]");

    book.replace("book.tex", "\\include{two}", "");
    book.build("book.pdf").succeeds().didNotRun("latex.bibliography[book.bbl]");
    book.replace("book.tex", "\\include{one}", "\\include{one}\\include{two}");
    book.build("book.pdf").succeeds().didNotRun("latex.bibliography[book.bbl]");

    book.append("two.tex", "As in \\cite{knuth}.\\nocite{*}\n").build("book.pdf").succeeds();
    assertThat(book.run("pdftotext", "book.pdf", "-").exits(0).out()).contains("As in [1].");
  }

  @Test
  void document_thatRecordsWhatItUses_hasItsGlossaryOfBib2gls() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage[record]{glossaries-extra}
                \\GlsXtrLoadResources[src={terms}]
                \\begin{document}
                A \\gls{cat}.
                \\printunsrtglossaries
                \\end{document}
                """,
                "terms.bib",
                "@entry{cat, name={cat}, description={an animal that sleeps}}\n"));

    assumeTrue(paper.run("sh", "-c", "command -v bib2gls && command -v java").exit() == 0);

    var build = paper.build("paper.pdf").succeeds().ran("latex.bib2gls[paper.glstex]");

    assertThat(engineRuns(build)).isEqualTo(2);
    assertThat(textOf(paper)).contains("A cat.", "cat an animal that sleeps");
    paper.build("paper.pdf").succeeds().ranNothing();

    paper.replace("terms.bib", "sleeps", "hunts");
    assertThat(engineRuns(paper.build("paper.pdf").succeeds())).isEqualTo(1);
    assertThat(textOf(paper)).contains("cat an animal that hunts");
  }
}
