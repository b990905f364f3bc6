package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** LaTeX with all that it writes for itself: no reference is left open, no run is one too many. */
class PaperTest {

  private static final String BIBLIOGRAPHY = "latex.bibliography[paper.bbl]";
  private static final String INDEX = "latex.makeindex[paper.ind]";

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private static String textOf(Workspace paper) {
    return paper.run("pdftotext", "-layout", "paper.pdf", "-").exits(0).out();
  }

  private static long enginePasses(Build build) {
    return build.tasksRun().stream().filter("document"::equals).count();
  }

  @Test
  void paper_fromNothing_hasReferencesBibliographyAndIndex() {
    var paper = kitchen.example("paper");

    var build = paper.build().succeeds();

    assertThat(build.cycleWith("document").verdict()).isEqualTo("settled");
    assertThat(enginePasses(build)).isBetween(2L, 4L);
    assertThat(build.tasksRun()).contains("figure", BIBLIOGRAPHY, INDEX);
    assertThat(textOf(paper))
        .doesNotContain("??")
        .contains("proof is on page 2")
        .contains("3.2 Who has to run?")
        .containsPattern("Figure 1 shows the way")
        .contains("for long [1]", "things [2, 4]")
        .contains("[3] Leslie Lamport")
        .contains("0.739085133")
        .containsPattern("Index\\s+contraction, 1")
        .contains("of a paper, 2");

    paper.build().succeeds().ranNothing();
  }

  @Test
  void paper_wordChanged_takesOneRunOfTheEngine() {
    var paper = kitchen.example("paper");
    paper.build().succeeds();

    paper.replace("paper.tex", "Press it again.", "Press it once more.");

    paper.build().succeeds().ranOnly("document");
    assertThat(textOf(paper)).contains("once more").doesNotContain("??");
  }

  @Test
  void paper_workCited_isInTheBibliographyAndAllNumbersAreRight() {
    var paper = kitchen.example("paper");
    paper.build().succeeds();

    paper.replace(
        "paper.tex", "of a pocket calculator.", "of a pocket calculator~\\cite{abel1826}.");
    paper.append(
        "paper.bib",
        "@article{abel1826, author = {Niels Henrik Abel}, title = {Untersuchungen},"
            + " journal = {Crelle}, year = {1826}}\n");

    var build = paper.build().succeeds().ran(BIBLIOGRAPHY).didNotRun("figure");
    assertThat(enginePasses(build)).isBetween(2L, 3L);
    assertThat(textOf(paper))
        .contains("[1] Niels Henrik Abel", "[2] Stefan Banach", "calculator [1]")
        .doesNotContain("[?]");
  }

  @Test
  void paper_figureRecomputed_takesOneRunOfEach() {
    var paper = kitchen.example("paper");
    paper.build().succeeds();

    paper.replace("cobweb.py", "0.8 0 0 RG", "0 0.6 0 RG");

    paper.build().succeeds().ranOnly("figure", "document");
  }
}
