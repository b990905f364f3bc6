package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LaTeX documents of many kinds, without a project: right after the least number of runs. */
class LatexTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace document(String path, String text) {
    return kitchen.of(Map.of(path, text));
  }

  private static String article(String preamble, String text) {
    return "\\documentclass{article}\n"
        + preamble
        + "\n\\begin{document}\n"
        + text
        + "\n\\end{document}\n";
  }

  private static String textOf(Workspace in, String pdf) {
    return in.run("pdftotext", "-layout", pdf, "-").exits(0).out();
  }

  private static long engineRuns(Build build) {
    return build.tasksRun().stream().filter(task -> task.startsWith("latex.document")).count();
  }

  @Test
  void document_ofManyPagesThatSaysNothingToItself_takesOneRun() {
    var paper =
        document("paper.tex", article("", "\\section{One}\\newpage\\section{Two}\\newpage Three."));

    paper.build("paper.pdf").succeeds().ranOnly("latex.document[paper.pdf]");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_thatTellsHowManyPagesItHas_isRunUntilThatIsRight() {
    var paper =
        document("paper.tex", article("", "One of \\PreviousTotalPages.\\newpage Two.\\newpage 3"));

    assertThat(engineRuns(paper.build("paper.pdf").succeeds())).isEqualTo(2);
    assertThat(textOf(paper, "paper.pdf")).contains("One of 3.");

    paper.replace("paper.tex", "\\newpage 3", "");
    paper.build("paper.pdf").succeeds();
    assertThat(textOf(paper, "paper.pdf")).contains("One of 2.");
  }

  @Test
  void document_withPartsInFolders_hasItsReferencesAcrossThem() {
    var thesis =
        kitchen.of(
            Map.of(
                "thesis/thesis.tex",
                """
                \\documentclass{report}
                \\begin{document}
                \\tableofcontents
                \\include{parts/one}
                \\include{parts/two}
                \\end{document}
                """,
                "thesis/parts/one.tex",
                "\\chapter{Doors}\\label{one} Next is~\\ref{two}.\n",
                "thesis/parts/two.tex",
                "\\chapter{Windows}\\label{two} Before was~\\ref{one}.\n"));

    assertThat(engineRuns(thesis.build("thesis/thesis.pdf").succeeds())).isBetween(2L, 3L);
    assertThat(textOf(thesis, "thesis/thesis.pdf"))
        .contains("Next is 2.", "Before was 1.")
        .containsPattern("2\\s+Windows");
    thesis.build("thesis/thesis.pdf").succeeds().ranNothing();
  }

  @Test
  void document_withTwoBibliographies_hasBoth() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                article(
                    """
                    \\makeatletter\\newwrite\\more
                    \\immediate\\openout\\more=more.aux
                    \\newcommand\\citemore[1]{\\immediate\\write\\more{\\string\\citation{#1}}}
                    \\newcommand\\moreworks{%
                      \\immediate\\write\\more{\\string\\bibstyle{plain}}%
                      \\immediate\\write\\more{\\string\\bibdata{books}}%
                      \\immediate\\closeout\\more \\@input{more.bbl}}
                    """,
                    """
                    As in \\cite{a}.\\citemore{b}
                    \\bibliographystyle{plain}\\bibliography{books}
                    \\moreworks
                    """),
                "books.bib",
                """
                @misc{a, author={Ann Author}, title={First}, year=2001}
                @misc{b, author={Bob Writer}, title={Second}, year=2002}
                """));

    paper.build("paper.pdf").succeeds();

    assertThat(textOf(paper, "paper.pdf")).contains("As in [1].", "Ann Author", "Bob Writer");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_thatAsksForAnotherEngine_isTypesetWithThat() {
    var paper =
        document(
            "paper.tex",
            "% !TEX program = lualatex\n"
                + article("", "Six by seven is \\directlua{tex.print(6*7)}."));

    paper.build("paper.pdf").succeeds().ranOnly("latex.document[paper.pdf]");

    assertThat(textOf(paper, "paper.pdf")).contains("Six by seven is 42.");
  }

  @Test
  void documents_twoInOneFolder_doNotDisturbEachOther() {
    var folder =
        kitchen.of(
            Map.of(
                "letter.tex", article("", "\\section{Hello}\\label{a} In \\ref{a}."),
                "answer.tex", article("", "\\section{Yes}\\label{b} On page \\pageref{b}.")));

    folder.build("letter.pdf", "answer.pdf").succeeds();

    assertThat(textOf(folder, "letter.pdf")).contains("In 1.");
    assertThat(textOf(folder, "answer.pdf")).contains("On page 1.");
    folder.replace("letter.tex", "Hello", "Good morning");
    folder.build("letter.pdf", "answer.pdf").succeeds().ranOnly("latex.document[letter.pdf]");
  }

  @Test
  void document_withAnError_tellsFileLineAndWhatTheLogSaysOfIt() {
    var paper = document("paper.tex", article("", "Fine.\n\nThis \\undefinedmacro\\ is not."));

    paper
        .build("paper.pdf")
        .ends(1, "failed")
        .saying("./paper.tex:6: Undefined control sequence.", "l.6 This");
  }
}
