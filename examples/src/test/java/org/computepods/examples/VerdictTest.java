package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Cycles that do not settle: why not is said, each kind by its name. */
class VerdictTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  /** A cycle of two: one task copies what the other makes of the copy. */
  private Workspace pairWhere(String shell) {
    return kitchen.of(
        Map.of(
            "computepods.yaml",
            """
            project: pair
            default: left.txt
            tasks:
              left:
                dependencies: [seed.txt]
                secondaryDependencies: [right.txt]
                outputs: [left.txt]
                sh: "%s"
              right:
                dependencies: [left.txt]
                outputs: [right.txt]
                sh: "cp {dependencies} {outputs}"
            """
                .formatted(shell),
            "seed.txt",
            "1\n"));
  }

  private static void endsUnsettled(Workspace pair, String verdict) {
    var build = pair.build("left.txt").ends(4, "unsettled").saying(verdict, "left", "right");
    var cycle = build.cycleWith("left");
    assertThat(cycle.verdict()).isEqualTo(verdict);
    assertThat(cycle.members()).containsExactlyInAnyOrder("left", "right");
    assertThat(cycle.passes()).isLessThanOrEqualTo(10);
  }

  @Test
  void cycleThatFlips_build_isOscillatingWithItsPeriod() {
    var pair =
        pairWhere(
            "if grep -q tick right.txt 2>/dev/null; then echo tock; else echo tick; fi > {outputs}");

    endsUnsettled(pair, "oscillating");

    var cycle = pair.build("left.txt").ends(4, "unsettled").cycleWith("left");
    assertThat(cycle.period()).isEqualTo(2);
    assertThat(cycle.moving()).contains("left.txt", "right.txt");
  }

  @Test
  void cycleWithATaskThatRewritesWhatItNotesAsRead_build_settles() {
    var pair =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: pair
                tasks:
                  left:
                    secondaryDependencies: [right.txt]
                    outputs: [left.txt]
                    sh: "echo 1 > own.txt; echo own.txt > left.d; cp own.txt left.txt"
                    depfile: {path: left.d, format: list}
                  right:
                    dependencies: [left.txt]
                    outputs: [right.txt]
                    sh: "cp {dependencies} {outputs}"
                """));

    pair.build("left.txt").succeeds();
    pair.build("left.txt").succeeds().ranNothing();
  }

  @Test
  void documentThatFlips_build_showsItsTextsFirst_andNoBytesOfItsPdf() {
    var paper =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\usepackage{makeidx}\\makeindex
                \\begin{document}
                \\tableofcontents
                \\makeatletter
                \\@ifundefined{flip}{\\def\\turn{left}}{\\def\\turn{right}}
                \\expandafter\\ifx\\csname flip\\endcsname\\relax
                  \\immediate\\write\\@auxout{\\gdef\\string\\flip{}}\\fi
                \\section{Go \\turn}
                \\end{document}
                """));

    var build = paper.build("paper.pdf").ends(4, "unsettled").saying("oscillating");

    assertThat(build.report().cycles().getFirst().evidence())
        .containsSubsequence("paper.aux alternates, line ", "paper.toc alternates, line ")
        .doesNotContain("paper.pdf alternates", "\ufffd");
  }

  @Test
  void cycleThatWanders_build_isCapped() {
    endsUnsettled(
        pairWhere(
            "n=$(cat right.txt 2>/dev/null || echo 5); echo $(( (n * 37 + 11) % 1009 )) > {outputs}"),
        "capped");
  }

  @Test
  void taskThatWritesTheTime_build_isNondeterministicAndNamed() {
    var pair = pairWhere("date +%s%N > {outputs}");

    endsUnsettled(pair, "nondeterministic");

    pair.cpCtrl("build", "left.txt")
        .exits(4)
        .saying("'left' makes another left.txt of the same inputs");
  }

  @Test
  void cycleThatGrows_build_isDiverging() {
    endsUnsettled(pairWhere("(cat right.txt 2>/dev/null; echo more) > {outputs}"), "diverging");
  }

  @Test
  void fileThatShrinks_build_isCappedAndToldByItsSizes() {
    var project =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  less:
                    secondaryDependencies: [list]
                    outputs: [list]
                    passes_max: 8
                    sh: 'if [ -s list ]; then sed -i 1d list; else seq 12 > list; fi'
                """));
    project
        .build("list")
        .ends(4, "unsettled")
        .saying("capped", "list shrinks: 23, 21, 19, 17, 15, 13 bytes");
  }

  @Test
  void cycleThatGrowsAndNeverSettled_builtAgain_growsNoFurther() {
    var pair = pairWhere("(cat right.txt 2>/dev/null; echo more) > {outputs}");
    var before = pair.digests();

    var first = pair.build("left.txt").ends(4, "unsettled");
    assertThat(pair.digests()).isEqualTo(before);
    first.saying("nothing stood before this build, so what it made is gone", "--accept-unsettled");

    var second = pair.build("left.txt").ends(4, "unsettled");
    assertThat(second.cycleWith("left")).isEqualTo(first.cycleWith("left"));
    assertThat(pair.digests()).isEqualTo(before);
  }

  @Test
  void cycleThatFlips_build_leavesWhatLastSettled() {
    var pair =
        pairWhere(
            "if grep -q calm seed.txt; then echo calm; elif grep -q tick right.txt; then echo tock; else echo tick; fi > {outputs}");
    pair.write("seed.txt", "calm\n").build("left.txt").succeeds();

    pair.write("seed.txt", "restless\n").build("left.txt").ends(4, "unsettled");

    assertThat(pair.read("left.txt")).isEqualTo("calm\n");
    assertThat(pair.read("right.txt")).isEqualTo("calm\n");
    pair.write("seed.txt", "calm\n").build("left.txt").succeeds().ranNothing();
  }

  @Test
  void cycleThatFlips_acceptUnsettled_isLeftAsItIs() {
    var pair =
        pairWhere(
            "if grep -q tick right.txt 2>/dev/null; then echo tock; else echo tick; fi > {outputs}");

    pair.build("--accept-unsettled", "left.txt").ends(0, "unsettled");

    assertThat(pair.has("left.txt")).isTrue();
  }
}
