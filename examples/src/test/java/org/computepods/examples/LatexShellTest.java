package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LaTeX documents that start programs: what these write and remove is the document's own doing. */
class LatexShellTest {

  private static final String PROJECT =
      """
      project: paper
      default: main.pdf
      tasks:
        doc:
          rule: latex.pdflatex
          dependencies: [main.tex]
          outputs: [main.pdf]
          with: {flags: [-shell-escape]}
      """;

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace paper(String text) {
    return kitchen.of(
        Map.of("computepods.yaml", PROJECT, "main.tex", text, "code.py", "print hello\n"));
  }

  private static String textOf(Workspace in) {
    return in.run("pdftotext", "-layout", "main.pdf", "-").exits(0).out();
  }

  @Test
  void document_thatHasAFileMadeAndReadsIt_isRunOnce() {
    var paper =
        paper(
            """
            \\documentclass{article}
            \\begin{document}
            \\immediate\\write18{tr a-z A-Z <code.py >up.txt}\\input{up.txt}, some words
            \\end{document}
            """);

    paper.build().succeeds().ranOnly("doc");
    assertThat(textOf(paper)).contains("PRINT HELLO");
    paper.build().succeeds().ranNothing();

    paper.replace("main.tex", "some words", "other words");
    paper.build().succeeds().ranOnly("doc");
    assertThat(textOf(paper)).contains("other words");
  }

  @Test
  void document_thatKeepsWhatWasMadeOfItsListings_takesTwoRunsForAnotherListing() {
    // As minted does: a file for each content, and those that nobody needs any more are removed.
    var paper =
        paper(
            """
            \\documentclass{article}
            \\makeatletter
            \\begin{document}
            \\edef\\now{\\pdfmdfivesum file{code.py}}
            \\IfFileExists{made/\\now.txt}{}{%
              \\immediate\\write18{mkdir -p made && tr a-z A-Z <code.py >made/\\now.txt}}
            \\input{made/\\now.txt}
            \\ifx\\kept\\undefined\\else\\ifnum\\pdfstrcmp{\\kept}{\\now}=0 \\else
              \\IfFileExists{made/\\kept.txt}{\\immediate\\write18{rm made/\\kept.txt}}{}\\fi\\fi
            \\immediate\\write\\@auxout{\\gdef\\string\\kept{\\now}}
            \\end{document}
            """);
    paper.build().succeeds();
    paper.build().succeeds().ranNothing();

    paper.write("code.py", "print again\n");

    var build = paper.build().succeeds();
    assertThat(build.tasksRun()).filteredOn("doc"::equals).hasSizeLessThanOrEqualTo(2);
    assertThat(textOf(paper)).contains("PRINT AGAIN");
    paper.build().succeeds().ranNothing();
  }

  @Test
  void document_whoseLatexmkrcLetsItStartPrograms_mayDoSo() {
    var paper =
        kitchen.of(
            Map.of(
                "main.tex",
                """
                \\documentclass{article}
                \\begin{document}
                \\immediate\\write18{tr a-z A-Z <code.py >up.txt}\\input{up.txt}
                \\end{document}
                """,
                "code.py",
                "print hello\n"));
    paper.build("main.pdf").ends(1, "failed");

    paper.write("latexmkrc", "$pdflatex = 'pdflatex -shell-escape %O %S';\n");

    paper.build("main.pdf").succeeds().ranOnly("latex.document[main.pdf]");
    assertThat(textOf(paper)).contains("PRINT HELLO");
  }
}
