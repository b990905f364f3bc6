package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What is wrong is said, in full, with its place; and the exit code tells a script which kind it
 * is.
 */
class BrokenTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void compileError_build_failsInTheWordsOfTheCompiler() {
    var broken = kitchen.example("broken/compile-error");

    var build = broken.build().ends(1, "failed").saying("greet.c:6:", "error:", "expected");

    build.didNotRun("greet");
    assertThat(build.report().tasks().failed()).isEqualTo(1);
    assertThat(broken.has("greet.o")).isFalse();
    broken.replace("greet.c", "name_of_whom())\n", "name_of_whom());\n").build().succeeds();
    broken.run("./greet").saying("Hello, world!");
  }

  @Test
  void compileError_keepGoing_makesWhatItCan() {
    var broken = kitchen.example("broken/compile-error");

    broken.build("-k").ends(1, "failed").ran("objects[name.c]");

    assertThat(broken.has("name.o")).isTrue();
  }

  @Test
  void toolThatIsNotThere_build_failsAndCountsNoRun() {
    var broken =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                "tasks:\n  a: {outputs: [a.txt], command: [no-such-tool, \"{outputs}\"]}\n"));

    var build =
        broken
            .build("a")
            .ends(1, "failed")
            .saying("no such tool: no-such-tool (computepods.yaml:2:3)");

    assertThat(build.report().tasks().run()).isZero();
    assertThat(build.report().tasks().failed()).isEqualTo(1);
  }

  @Test
  void scriptThatMayNotBeRun_build_saysWhatToDo() {
    kitchen
        .of(
            Map.of(
                "script.sh",
                "#!/bin/sh\n",
                "computepods.yaml",
                "tasks: {a: {outputs: [a.txt], command: [./script.sh]}}\n"))
        .build("a")
        .ends(1, "failed")
        .saying("not executable: ./script.sh (chmod +x)");
  }

  @Test
  void toolThatWritesItsOwnInput_build_saysSoInEachPass() {
    var project =
        kitchen.of(
            Map.of(
                "in",
                "a\n",
                "computepods.yaml",
                "tasks: {a: {dependencies: [in], outputs: [out], sh: 'cp in out; echo b >> in'}}\n"));

    project
        .cpCtrl("build")
        .exits(1)
        .saying("a, pass 2", "in changed while it ran", "If the task itself changes it");
  }

  @Test
  void toolThatMissesWhatAnotherTaskMakes_build_runsItAgainAndTellsOfNoFailure() {
    var project =
        kitchen.of(
            Map.of(
                "main.c",
                "#include \"late.h\"\nint main(void) { return LATE; }\n",
                "computepods.yaml",
                """
                tasks:
                  program: {dependencies: [main.o], rule: c.link, outputs: [program]}
                  object: {dependencies: [main.c], rule: c.compile, outputs: [main.o]}
                  header: {outputs: [late.h], sh: "echo '#define LATE 0' > late.h"}
                """));

    var build = project.cpCtrl("build", "program").exits(0).saying("it misses late.h");

    assertThat(build.out() + build.err()).doesNotContain("FAILED");
  }

  @Test
  void projectFileWithoutTasks_build_isNotTakenForNone() {
    kitchen
        .of(Map.of("computepods.yaml", "# nothing yet\n"))
        .build()
        .ends(5, "impossible")
        .saying("computepods.yaml has no tasks");
  }

  @Test
  void missingInput_build_isImpossibleAndNamesTheFile() {
    var broken = kitchen.example("broken/missing-input");

    broken.build().ends(5, "impossible").ranNothing().saying("rates.txt");
  }

  @Test
  void unbuildableTarget_build_namesTheNearestRule() {
    var broken = kitchen.example("broken/unbuildable");

    broken
        .build()
        .ends(5, "impossible")
        .ranNothing()
        .saying("report.pdf", "latex.document", "report.tex");
    broken.cpCtrl("why-not", "report.pdf").saying("latex.document", "report.tex");
  }

  @Test
  void wrongProjectFile_build_tellsEveryMistakeAndRunsNothing() {
    var broken = kitchen.example("broken/mistakes");

    broken
        .build()
        .ends(2, "invalid")
        .ranNothing()
        .hasProblem("computepods.yaml", 8, "c.compil", "c.compile")
        .hasProblem("computepods.yaml", 11, "dependancies", "dependencies")
        .hasProblem("computepods.yaml", 16, "output")
        .hasProblem("computepods.yaml", 17, "timeout_s");
    broken
        .cpCtrl("build")
        .exits(2)
        .complaining(
            "computepods.yaml:8:11: ",
            "computepods.yaml:11:5: ",
            "computepods.yaml:16:9: ",
            "computepods.yaml:17:16: ");

    assertThat(broken.has("program.o")).isFalse();
  }

  @Test
  void projectFileThatIsNoText_build_namesTheLine() throws IOException {
    var broken =
        kitchen.of(Map.of("computepods.yaml", "tasks:\n  a: {outputs: [a], sh: \"true\"}\n"));
    byte[] latin = "# ein B\u00fcchlein\n".getBytes(StandardCharsets.ISO_8859_1);
    Files.write(broken.folder().resolve("computepods.yaml"), latin);

    broken.build().ends(2, "invalid").saying("computepods.yaml:1: this is no UTF-8 text");
  }

  @Test
  void twoTasksForOneOutput_build_namesBoth() {
    var broken = kitchen.example("broken/two-makers");

    broken.build().ends(2, "invalid").ranNothing().saying("greeting.txt", "polite", "short");

    assertThat(broken.has("greeting.txt")).isFalse();
  }

  @Test
  void circleOfRequiredEdges_build_printsTheWholeCircle() {
    var broken = kitchen.example("broken/circle");

    broken.build().ends(2, "invalid").ranNothing().saying("egg", "hen", "chick");
    broken
        .cpCtrl("build")
        .exits(2)
        .complaining("computepods.yaml:5:", "computepods.yaml:9:", "computepods.yaml:13:");
  }

  @Test
  void cycleThatCounts_build_doesNotSettleAndSaysWhoMoves() {
    var broken = kitchen.example("broken/counter");

    var build = broken.build("page.txt", "label.txt").ends(4, "unsettled").didNotRun("label");

    var cycle = build.cycleWith("page");
    assertThat(cycle.members()).containsExactlyInAnyOrder("page", "count");
    assertThat(cycle.verdict()).isEqualTo("diverging");
    assertThat(cycle.moving()).contains("count.txt");
    build.saying("page", "count", "diverging", "counts up");
  }
}
