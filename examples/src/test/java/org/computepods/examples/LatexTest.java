package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
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
  void document_withADatedFigure_isVerified() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                article("\\usepackage{graphicx}", "\\includegraphics{square.pdf}"),
                "square.tex",
                article("\\pagestyle{empty}", "A square.")));
    paper.build("paper.pdf").succeeds().ran("latex.document[square.pdf]");

    paper.cpCtrl("verify", "paper.pdf").exits(0).saying("paper.pdf differs only in what none");
  }

  @Test
  void document_ofPartsWhoseReferencesWereRemoved_isTypesetAgain_andNoPartIsTakenForADocument() {
    var book =
        document(
            "book.tex",
            """
            \\documentclass{report}
            \\begin{document}
            \\tableofcontents
            \\include{chapters/one}
            \\end{document}
            """);
    book.write("chapters/one.tex", "\\chapter{One}\n");
    book.build("book.pdf").succeeds();

    book.delete("chapters/one.aux");

    book.build("book.pdf").succeeds().didNotRun("latex.document[chapters/one.pdf]");
    assertThat(textOf(book, "book.pdf")).containsPattern("1\\s+One");
    book.build("book.pdf").succeeds().ranNothing();

    book.cpCtrl("clean").exits(0);
    assertThat(book.digests()).containsOnlyKeys("book.tex", "chapters/one.tex");
    book.build("book.pdf").succeeds().ranNothing();
    assertThat(textOf(book, "book.pdf")).containsPattern("1\\s+One");
  }

  @Test
  void document_ofParts_whoseBrokenEditIsUndone_isAsItWas_withoutARun() {
    var thesis =
        kitchen.of(
            Map.of(
                "thesis.tex",
                """
                \\documentclass{report}
                \\begin{document}
                \\tableofcontents
                \\include{one}
                \\include{two}
                \\end{document}
                """,
                "one.tex",
                "\\chapter{Doors}\\label{one} Next is~\\ref{two}.\n",
                "two.tex",
                "\\chapter{Windows}\\label{two} Before was~\\ref{one}.\n"));
    thesis.build("thesis.pdf").succeeds();
    var good = thesis.digests();

    for (String broken : new String[] {"one.tex", "two.tex"}) {
      String before = thesis.read(broken);
      thesis.append(broken, "\\section{New}\\undefinedmacro\n");
      thesis.build("thesis.pdf").ends(1, "failed");
      thesis.write(broken, before);

      thesis.build("thesis.pdf").succeeds().ranNothing();
      assertThat(thesis.digests()).isEqualTo(good);
    }
  }

  @Test
  void document_ofParts_withAFigureMadeFromItsContents_isAsItWas_onABranchOfBefore_withoutARun() {
    var thesis =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                uses: [latex]
                tasks:
                  count:
                    secondaryDependencies: [thesis.toc]
                    outputs: [figures/count.tex]
                    sh: "{{ cat thesis.toc 2> /dev/null; true; }} | wc -l > figures/count.tex"
                """,
                "thesis.tex",
                """
                \\documentclass{report}
                \\begin{document}
                \\tableofcontents
                Entries: \\input{figures/count}
                \\include{chapters/one}
                \\include{chapters/two}
                \\end{document}
                """,
                "chapters/one.tex",
                "\\chapter{Doors}\\label{one} Next is~\\ref{two}.\n",
                "chapters/two.tex",
                "\\chapter{Windows}\\label{two} Before was~\\ref{one}.\n"));
    String windows = thesis.read("chapters/two.tex");
    String more = "\\chapter{Walls}" + windows + "\\section{Frames}\n";
    thesis.build("thesis.pdf").succeeds();
    var main = filesButLogs(thesis);
    thesis.write("chapters/two.tex", more).build("thesis.pdf").succeeds();
    var branch = filesButLogs(thesis);
    assertThat(textOf(thesis, "thesis.pdf")).contains("Next is 3.");

    thesis.write("chapters/two.tex", windows).build("thesis.pdf").succeeds().ranNothing();
    assertThat(filesButLogs(thesis)).isEqualTo(main);
    thesis.write("chapters/two.tex", more).build("thesis.pdf").succeeds().ranNothing();
    assertThat(filesButLogs(thesis)).isEqualTo(branch);
    thesis.cpCtrl("clean").exits(0);
    thesis.build("thesis.pdf").succeeds().ranNothing();
    assertThat(filesButLogs(thesis)).isEqualTo(branch);
  }

  private static Map<String, String> filesButLogs(Workspace workspace) {
    var files = new TreeMap<>(workspace.digests());
    files.keySet().removeIf(path -> path.endsWith(".log"));
    return files;
  }

  @Test
  void document_ofParts_isNotRunForCountersThatOnlyALeftOutPartWouldSee() {
    var thesis =
        kitchen.of(
            Map.of(
                "thesis.tex",
                """
                \\documentclass{report}
                \\newcounter{all}
                \\makeatletter
                \\AtBeginDocument{\\@ifundefined{howmany}{}{\\setcounter{all}{\\howmany}}}
                \\includeonly{one,two}
                \\begin{document}
                \\include{one}
                \\include{two}
                Of \\arabic{all}.
                \\immediate\\write\\@auxout{\\gdef\\string\\howmany{\\arabic{chapter}}}
                \\end{document}
                """,
                "one.tex",
                "\\chapter{Doors}\n",
                "two.tex",
                "\\chapter{Windows} This is~\\thechapter, on page \\thepage.\n"));

    assertThat(engineRuns(thesis.build("thesis.pdf").succeeds())).isEqualTo(2);
    assertThat(textOf(thesis, "thesis.pdf")).contains("Of 2.");

    thesis.replace("thesis.tex", "only{one,two}", "only{two}");
    thesis.build("thesis.pdf").succeeds();
    assertThat(textOf(thesis, "thesis.pdf")).contains("This is 2, on page 2.");
    thesis
        .replace("thesis.tex", "only{two}", "only{one,two}")
        .append("one.tex", "\\newpage More.\n");
    thesis.build("thesis.pdf").succeeds();
    thesis.replace("thesis.tex", "only{one,two}", "only{two}");
    thesis.build("thesis.pdf").succeeds();
    assertThat(textOf(thesis, "thesis.pdf")).contains("This is 2, on page 3.");
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

    var build = paper.build("paper.pdf").succeeds();

    assertThat(engineRuns(build)).as("no more than with one bibliography").isEqualTo(3);
    assertThat(textOf(paper, "paper.pdf")).contains("As in [1].", "Ann Author", "Bob Writer");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_thatBringsAListOfWorks_whichBibtexReplaces_takesNoRunMoreForIt() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\begin{filecontents}{paper.bbl}
                \\begin{thebibliography}{1}\\bibitem{a} To be replaced.\\end{thebibliography}
                \\end{filecontents}
                """
                    + article(
                        "", "As in \\cite{a}.\n\\bibliographystyle{plain}\\bibliography{books}"),
                "books.bib",
                "@misc{a, author={Ann Author}, title={First}, year=2001}\n"));

    var build = paper.build("paper.pdf").succeeds();

    assertThat(engineRuns(build)).isEqualTo(2);
    assertThat(build.said().err()).doesNotContain("was not ours");
    assertThat(textOf(paper, "paper.pdf")).contains("As in [1].", "Ann Author");
    paper.build("paper.pdf").succeeds().ranNothing();
    paper.write(
        "paper.bbl", "\\begin{thebibliography}{1}\\bibitem{a} Mine.\\end{thebibliography}\n");
    paper.build("paper.pdf").succeeds().saying("paper.bbl was not ours");
    assertThat(textOf(paper, "paper.pdf")).contains("Ann Author");
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
        .ranOnly("latex.document[paper.pdf]")
        .saying(
            "exit code 1 of pdflatex", "./paper.tex:6: Undefined control sequence.", "l.6 This");
  }

  @Test
  void document_whoseCitationsAndReferencesLeadNowhere_isMade_andTheyAreToldAtTheEnd() {
    var thesis =
        kitchen.of(
            Map.of(
                "thesis/thesis.tex",
                article(
                    "",
                    """
                    As \\cite{nobody, a}.
                    \\section{One}\\label{one} \\ref{one}\\footnote{
                      See \\ref{two}
                      there.}
                    \\input{part}
                    \\bibliographystyle{plain}\\bibliography{books}
                    """),
                "thesis/part.tex",
                "Not % \\cite{other}\n\nbut \\cite[p.~1]{%\n  other} and \\pageref{two}.\n",
                "thesis/books.bib",
                "@misc{a, author={Ann Author}, title={First}, year=2001}\n"));

    var build = thesis.build("thesis/thesis.pdf").succeeds();

    assertThat(build.report().warnings())
        .containsExactly(
            "thesis/thesis.pdf: undefined citations: nobody (thesis/thesis.tex:4), other (thesis/part.tex:4)",
            "thesis/thesis.pdf: undefined references: two (thesis/thesis.tex:6)");
    thesis.replace("thesis/thesis.tex", "nobody, ", "").replace("thesis/thesis.tex", "two", "one");
    thesis.replace("thesis/part.tex", "two", "one").replace("thesis/part.tex", "other} and", "a}");
    assertThat(thesis.build("thesis/thesis.pdf").succeeds().report().warnings()).isEmpty();
  }

  @Test
  void document_withFilesThatTasksMake_isTypesetWhenAllOfThemAreThere() {
    var paper =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: paper
                tasks:
                  numbers: {outputs: [out/numbers.tex], sh: "echo forty-two > {outputs}"}
                  code: {outputs: [out/code.txt], sh: "echo 'int x;' > {outputs}"}
                """,
                "paper.tex",
                article(
                    "\\usepackage{graphicx,verbatim}",
                    """
                    It is \\input{out/numbers}, \\IfFileExists{maybe.tex}{\\input{maybe}}{no more}.
                    \\verbatiminput{out/code.txt}
                    \\includegraphics{drawings/square}
                    %\\input{what/nobody/makes}
                    """),
                "drawings/square.tex",
                article("\\pagestyle{empty}", "A square.")));

    var build = paper.build("paper.pdf").succeeds();

    assertThat(build.report().runs())
        .filteredOn(run -> run.task().equals("latex.document[paper.pdf]"))
        .extracting(Report.Run::exit)
        .as("it asks for what it lacks, and the engine runs once")
        .containsExactly(0);
    assertThat(textOf(paper, "paper.pdf"))
        .contains("It is forty-two", "no more", "int x;", "A square.");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_withAFigureMadeFromItsOwnContents_isTypesetFromNothing() {
    var paper =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                uses: [latex]
                tasks:
                  count:
                    secondaryDependencies: [paper.toc]
                    outputs: [figures/count.tex]
                    sh: "test ! -e paper.toc || wc -l < paper.toc > figures/count.tex; test -e paper.toc || echo none > figures/count.tex"
                """,
                "paper.tex",
                article(
                    "",
                    "\\tableofcontents\\section{One}\\section{Two}Sections: \\input{figures/count}.")));

    paper.build("paper.pdf").succeeds().ran("count");

    assertThat(textOf(paper, "paper.pdf")).contains("Sections: 2");
    paper.build("paper.pdf").succeeds().ranNothing();
  }

  @Test
  void document_ofPartsWithABibliographyEach_isTypeset_andNoPartIsTakenForADocument() {
    var thesis =
        kitchen.of(
            Map.of(
                "thesis.tex",
                """
                \\documentclass{report}
                \\begin{document}
                \\include{one}
                \\end{document}
                """,
                "one.tex",
                """
                \\chapter{One} As in \\cite{a}.
                \\bibliographystyle{plain}
                \\makeatletter\\immediate\\write\\@auxout{\\string\\bibdata{books}}\\@input{one.bbl}
                """,
                "books.bib",
                "@misc{a, author={Ann Author}, title={First}, year=2001}\n"));

    thesis
        .build("thesis.pdf")
        .succeeds()
        .ran("latex.bibliography[one.bbl]")
        .didNotRun("latex.document[one.pdf]");

    assertThat(textOf(thesis, "thesis.pdf")).contains("As in [1].", "Ann Author");
    thesis.build("thesis.pdf").succeeds().ranNothing();
  }

  @Test
  void bibliography_ofADocumentThatCitesNothing_isEmpty() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                article("", "No works.\n\\bibliographystyle{plain}\\bibliography{books}"),
                "books.bib",
                "@misc{a, title={First}}\n"));

    paper.build("paper.pdf").succeeds().ran("latex.bibliography[paper.bbl]");

    assertThat(textOf(paper, "paper.pdf")).contains("No works.", "References");
  }

  @Test
  void bibliography_thatIsNotThere_isNamedWithThePlaceThatAsksForIt() {
    var thesis =
        document(
            "thesis/thesis.tex",
            article("", "As in \\cite{a}.\n\\bibliographystyle{plain}\n\\bibliography{books}"));

    thesis
        .build("thesis/thesis.pdf")
        .ends(1, "failed")
        .saying("thesis/thesis.tex:6: there is no books.bib");
  }

  @Test
  void document_thatHasPagesOnlyWhenItHasReadWhatItWrote_isRunUntilItHas() {
    var paper =
        document(
            "paper.tex",
            article(
                "\\makeatletter",
                "\\@ifundefined{words}{}{\\words}\\immediate\\write\\@auxout{\\gdef\\string\\words{Late words.}}"));

    assertThat(engineRuns(paper.build("paper.pdf").succeeds())).isEqualTo(2);

    assertThat(textOf(paper, "paper.pdf")).contains("Late words.");
  }

  @Test
  void document_withoutPages_fails_andItIsSaidWhy() {
    var paper = document("paper.tex", article("", ""));

    paper.build("paper.pdf").ends(1, "failed").saying("paper.pdf was not made");
  }
}
