package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LaTeX documents that name files which nobody has: the engine runs no more often for them. */
class LatexAsksTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private static String document(String... lines) {
    return "\\documentclass{article}\n\\begin{document}\n"
        + String.join("\n", lines)
        + "\n\\end{document}\n";
  }

  private static List<Integer> runsOf(Build build) {
    return build.report().runs().stream()
        .filter(run -> run.task().startsWith("latex.document"))
        .map(Report.Run::exit)
        .toList();
  }

  private static String textOf(Workspace in) {
    return in.run("pdftotext", "-layout", "main.pdf", "-").exits(0).out();
  }

  @Test
  void document_thatShowsCommandsAsText_isRunOnceAfterEachEdit() {
    var manual =
        kitchen.of(
            Map.of("main.tex", document("Say \\verb$\\includegraphics{cover.png}$, not word.")));

    assertThat(runsOf(manual.build("main.pdf").succeeds())).containsExactly(0);
    manual.replace("main.tex", "word", "another");
    assertThat(runsOf(manual.build("main.pdf").succeeds())).containsExactly(0);
    assertThat(textOf(manual)).contains("not another");
  }

  @Test
  void document_thatAskedInVain_asksAgainOnceATaskMakesTheFile() {
    var paper =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                "project: paper\n",
                "main.tex",
                document("\\IfFileExists{late.tex}{\\input{late.tex}}{None} yet.")));
    paper.build("main.pdf").succeeds();

    paper.write(
        "computepods.yaml",
        """
        project: paper
        tasks:
          late: {outputs: [late.tex], sh: "echo It is here > late.tex"}
        """);
    paper.append("main.tex", "% edited\n");

    var build = paper.build("main.pdf").succeeds().ran("late");
    assertThat(runsOf(build)).containsExactly(0);
    assertThat(textOf(paper)).contains("It is here yet.");
  }

  @Test
  void document_withAPartWhoseNameHasASpace_isRunOnce() {
    var paper =
        kitchen.of(
            Map.of("main.tex", document("\\input{\"a chapter\"}"), "a chapter.tex", "Once upon a"));

    var build = paper.build("main.pdf").succeeds();
    assertThat(runsOf(build)).containsExactly(0);
    paper.append("a chapter.tex", "time\n");
    assertThat(runsOf(paper.build("main.pdf").succeeds())).containsExactly(0);
    assertThat(textOf(paper)).contains("Once upon atime");
  }

  @Test
  void document_withAPartThatNobodyHas_failsInOneRun() {
    var paper = kitchen.of(Map.of("main.tex", document("\\input{missing}")));

    assertThat(runsOf(paper.build("main.pdf").ends(1, "failed"))).containsExactly(1);
    assertThat(runsOf(paper.build("main.pdf").ends(1, "failed"))).containsExactly(1);
  }

  @Test
  void document_thatWritesAPartOfItself_isRunNoMoreThanTwice() {
    var paper =
        kitchen.of(
            Map.of(
                "main.tex",
                "\\begin{filecontents*}[overwrite]{gen.tex}\nGenerated.\n\\end{filecontents*}\n"
                    + document("\\input{gen}")));

    assertThat(runsOf(paper.build("main.pdf").succeeds())).hasSizeLessThanOrEqualTo(2);
    assertThat(textOf(paper)).contains("Generated.");
    paper.build("main.pdf").succeeds().ranNothing();
    paper.replace("main.tex", "Generated", "Written");
    assertThat(runsOf(paper.build("main.pdf").succeeds())).hasSizeLessThanOrEqualTo(2);
    assertThat(textOf(paper)).contains("Written.");
  }
}
