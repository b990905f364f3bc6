package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that a document looks for and that are not there: it is typeset when they come. */
class LatexAbsentTest {
  /** A picture of one pixel. */
  private static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=";

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private static String text(Workspace in, String pdf) {
    return in.run("pdftotext", pdf, "-").exits(0).out();
  }

  @ParameterizedTest
  @ValueSource(strings = {"pdflatex", "xelatex", "lualatex"})
  void document_thatCanDoWithoutAFile_isTypesetWhenItComes_andRestoredWhenItGoes(String engine) {
    var paper =
        kitchen.of(
            Map.of(
                "doc/paper.tex",
                "% !TEX program = "
                    + engine
                    + """

                    \\documentclass{article}
                    \\begin{document}
                    \\InputIfFileExists{opt.tex}{}{Without.}
                    \\IfFileExists{my part.tex}{Part.}{No part.}
                    \\end{document}
                    """));
    paper.build("doc/paper.pdf").succeeds().ranOnly("latex.document[doc/paper.pdf]");
    paper.build("doc/paper.pdf").succeeds().ranNothing();
    assertThat(text(paper, "doc/paper.pdf")).contains("Without. No part.");
    assertThat(paper.cpCtrl("log", "doc/paper.pdf").out()).doesNotContain("kdebug");

    paper.write("doc/opt.tex", "With.");
    paper.build("doc/paper.pdf").succeeds().saying("opt.tex appeared");
    assertThat(text(paper, "doc/paper.pdf")).contains("With. No part.");

    paper.write("doc/my part.tex", "");
    paper.build("doc/paper.pdf").succeeds().saying("my part.tex appeared");
    assertThat(text(paper, "doc/paper.pdf")).contains("With. Part.");

    paper.delete("doc/opt.tex").delete("doc/my part.tex");
    paper.build("doc/paper.pdf").succeeds().ranNothing();
    assertThat(text(paper, "doc/paper.pdf")).contains("Without. No part.");
  }

  @Test
  void document_isTypesetWithAClassOrConfigurationThatComesToHideTheSystems() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage{graphicx}
                \\begin{document}
                Text\\csname mine\\endcsname.
                \\end{document}
                """));
    paper.build("paper.pdf").succeeds();

    paper.write("graphics.cfg", "\\def\\mine{ configured}\\ExecuteOptions{pdftex}\n");
    paper.build("paper.pdf").succeeds().saying("graphics.cfg appeared");
    assertThat(text(paper, "paper.pdf")).contains("Text configured.");

    paper.write("article.cls", "\\LoadClass{report}\\def\\mine{ of a class}\n");
    paper.delete("graphics.cfg").build("paper.pdf").succeeds().saying("article.cls appeared");
    assertThat(text(paper, "paper.pdf")).contains("Text of a class.");
  }

  @Test
  void document_thatReadsAnothersReferences_isTypesetWhenThereAreSome_andDoesNotHaveThemMade() {
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
    papers.build("paper.pdf").succeeds().ranOnly("latex.document[paper.pdf]");
    assertThat(text(papers, "paper.pdf")).contains("See ??.");

    papers.build("other.pdf").succeeds();
    papers.build("paper.pdf").succeeds();

    assertThat(text(papers, "paper.pdf")).contains("See 2.");
  }

  @Test
  void document_withAFigureInOneFormat_hasItNotMadeInAnotherThatIsLookedForFirst() {
    var paper =
        kitchen.of(
            Map.of(
                "plot.tex",
                "No document of its own.\n",
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage{graphicx}
                \\begin{document}
                \\includegraphics{plot}
                \\end{document}
                """));
    paper.run("sh", "-c", "echo " + PNG + " | base64 -d > plot.png").exits(0);
    paper.build("paper.pdf").succeeds().ranOnly("latex.document[paper.pdf]");

    paper.run("cp", "paper.pdf", "plot.pdf").exits(0);
    paper.build("paper.pdf").succeeds().saying("plot.pdf appeared");
  }

  @Test
  void bibliographyAndIndex_areMadeAnewWithStylesThatComeToHideTheSystems() {
    var paper =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: paper
                tasks:
                  index:
                    rule: latex.makeindex
                    with: {flags: [-s, latex.ist]}
                    dependencies: [doc/paper.idx]
                    outputs: [doc/paper.ind]
                """,
                "doc/paper.tex",
                """
                \\documentclass{article}
                \\usepackage{makeidx}\\makeindex
                \\begin{document}
                Text\\index{word} \\cite{a}.
                \\bibliographystyle{plain}\\bibliography{refs}
                \\printindex
                \\end{document}
                """,
                "doc/refs.bib",
                "@book{a, author={An Author}, title={Titles}, publisher={P}, year={2000}}\n"));
    paper.build("doc/paper.pdf").succeeds();
    paper.build("doc/paper.pdf").succeeds().ranNothing();

    paper.run("sh", "-c", "cp $(kpsewhich alpha.bst) doc/plain.bst").exits(0);
    paper.build("doc/paper.pdf").succeeds().saying("plain.bst appeared");
    assertThat(text(paper, "doc/paper.pdf")).contains("[Aut00]");
    assertThat(paper.cpCtrl("log", "doc/paper.bbl").out()).doesNotContain("kdebug");

    paper.write("doc/latex.ist", "delim_0 \" on page \"\n");
    paper.build("doc/paper.pdf").succeeds().saying("latex.ist appeared");
    assertThat(text(paper, "doc/paper.pdf")).contains("word on page 1");
    paper.write("doc/latex.ist", "delim_0 \" at \"\n").build("doc/paper.pdf").succeeds();
    assertThat(text(paper, "doc/paper.pdf")).contains("word at 1");
  }

  @Test
  void document_typesetIntoAnotherFolder_hasItsListsMadeThere_andNothingBesideItsSource() {
    var paper =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: paper
                tasks:
                  paper:
                    rule: latex.pdflatex
                    dependencies: [src/paper.tex]
                    outputs: [out/paper.pdf]
                """,
                "src/paper.tex",
                """
                \\documentclass{article}
                \\usepackage{makeidx}\\makeindex
                \\begin{document}
                \\InputIfFileExists{opt.tex}{}{None.}
                Text\\index{word}.
                \\printindex
                \\end{document}
                """));

    assertThat(paper.build("out/paper.pdf").succeeds().tasksRun())
        .containsOnly("paper", "latex.makeindex[out/paper.ind]");
    assertThat(text(paper, "out/paper.pdf")).contains("None.", "word, 1");

    paper.write("out/opt.tex", "Here.");
    paper.build("out/paper.pdf").succeeds().saying("out/opt.tex appeared");
    assertThat(text(paper, "out/paper.pdf")).contains("Here.");
  }
}
