package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The other commands, asked of a real project: each tells what its name promises. */
class CommandsTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void book_afterABuild_isExplainedByEveryCommand() {
    var book = kitchen.example("book");
    book.build().succeeds();

    book.cpCtrl("status").exits(0).saying(book.folder().toString(), "nothing stale");
    book.cpCtrl("tasks").exits(0).saying("tangle", "weave", "contents");
    book.cpCtrl("rules").exits(0).saying("c.compile", "c.link");
    book.cpCtrl("chefs").exits(0).saying("local");
    book.cpCtrl("pods").exits(0).saying("local");
    book.cpCtrl("builds").exits(0).saying("b-");
    book.cpCtrl("where", "book.txt")
        .exits(0)
        .saying(Digests.sha256(book.bytes("book.txt")).substring(0, 12));
    book.cpCtrl("explain", "book.txt").exits(0).saying("weave");
    book.cpCtrl("query", "cycles()").exits(0).saying("weave", "contents", "tangle");
    book.cpCtrl("query", "deps(plan.c)").exits(0).saying("tools/tangle.awk", "contents.txt");
    book.cpCtrl("query", "rdeps(plan.txt)").exits(0).saying("book.txt");
    book.cpCtrl("graph", "--format", "dot").exits(0).saying("digraph", "weave");
    book.cpCtrl("graph", "--plan").exits(0).saying("weave");
    book.cpCtrl("doctor").exits(0).saying("nats-server");
    assertThat(book.cpCtrl("--json", "status").exits(0).json().isObject()).isTrue();
  }

  @Test
  void nameThatNobodyKnows_everyQuestion_isWrongUseAndNamesTheNearest() {
    var engine = kitchen.example("engine");
    engine.build().succeeds();

    for (String command : List.of("explain", "where", "graph", "log", "clean")) {
      engine.cpCtrl(command, "bin/engin").exits(2).complaining("did you mean 'bin/engine'?");
      engine.cpCtrl(command, "main.c").exits(2).complaining("did you mean 'src/main.c'?");
    }
    engine.cpCtrl("explain", "src").exits(2).complaining("'src' is a folder");
    engine.cpCtrl("why-not", "bin/engin").exits(0).saying("did you mean 'bin/engine'?", "c.link");
    engine.cpCtrl("query", "deps(bin/engin)").exits(2).complaining("did you mean 'bin/engine'?");
    engine.cpCtrl("build", "-j", "0").exits(2).complaining("-j", "1 or more");
  }

  @Test
  void outputOfATarget_thatNothingMakes_isToldWithItsPlace() {
    var project =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                default: t
                targets:
                  t: {outputs: [nobody.pdf]}
                tasks:
                  made: {outputs: [nobody.txt], sh: 'echo 1 > {outputs}'}
                """));
    project
        .build()
        .ends(5, "impossible")
        .saying(
            "nothing can build nobody.pdf (wanted by target 't', computepods.yaml:3:17)",
            "nearest rule",
            "did you mean 'nobody.txt'?");
  }

  @Test
  void invalidProject_listsAndQueries_tellWhatIsWrong() {
    var broken =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  good: {outputs: [good.txt], command: [echo]}
                  bad: {outputs: [bad.txt], comand: [echo]}
                """));

    broken.cpCtrl("up").exits(0);

    broken.cpCtrl("tasks").exits(0).complaining("computepods.yaml:3", "did you mean");
    broken.cpCtrl("query", "outputs(good)").complaining("computepods.yaml:3");
    broken.cpCtrl("graph").complaining("computepods.yaml:3");
  }

  @Test
  void longLogOfAFailure_isShownFromItsFirstErrorOn_andKeptWhole() {
    var loud =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                "tasks:\n  loud: {outputs: [o], sh: 'echo FIRST; seq 1 60000; echo LAST; exit 1'}\n"));

    loud.cpCtrl("build")
        .exits(1)
        .complaining("FIRST\n1\n2\n", "KiB left out: cpCtrl log loud ...\n", "60000\nLAST\n");

    var whole = loud.cpCtrl("log", "loud").exits(0).out();
    assertThat(whole).startsWith("FIRST\n1\n").contains("\n30000\n").endsWith("60000\nLAST\n");
  }

  @Test
  void dryRun_amongTheBuilds_isNotListed() {
    var engine = kitchen.example("engine");
    engine.build("-n").succeeds();
    var built = engine.build().succeeds().report();
    engine.build("-n").succeeds();

    var listed = engine.cpCtrl("--json", "builds").exits(0).json();

    assertThat(listed).hasSize(1);
    assertThat(listed.get(0).path("build").asText()).isEqualTo(built.build());
  }

  @Test
  void traceThatCannotBeWritten_build_isRefusedBeforeItBegins() {
    var engine = kitchen.example("engine");

    engine.cpCtrl("build", "--trace", "none/there.json").exits(2).complaining("no folder");

    assertThat(engine.has("bin/engine")).isFalse();
  }

  @Test
  void versionThatWasReplaced_where_getsItBack() {
    var loud =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                "tasks:\n  a: {dependencies: [in], outputs: [a.txt], sh: 'cat in > {outputs}'}\n",
                "in",
                "first\n",
                "a.txt",
                "mine\n"));
    loud.build("a").succeeds();
    loud.write("in", "second\n").build("a").succeeds();

    loud.cpCtrl("where", "a.txt").exits(0).saying("--get SHA-256");
    for (String version : List.of("mine\n", "first\n", "second\n")) {
      String digest = Digests.sha256(version.getBytes(StandardCharsets.UTF_8));
      var got = loud.cpCtrl("where", "a.txt", "--get", digest.substring(0, 12)).exits(0);
      assertThat(got.out()).isEqualTo(version);
    }
    loud.cpCtrl("where", "a.txt", "--get", "0123456789").exits(2).complaining("no version");
  }

  @Test
  void outputWithATime_verify_isComparedAsItsReadersSeeIt() {
    var dated =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  made: {outputs: [made.txt], sh: '(echo "# $(date +%s%N)"; echo 1) > {outputs}'}
                  read:
                    dependencies: [{artefact: made.txt, view: {drop: '^#'}}]
                    outputs: [read.txt]
                    sh: 'grep -v "^#" {dependencies} > {outputs}'
                """));
    dated.build().succeeds();

    dated
        .cpCtrl("verify")
        .exits(0)
        .saying(
            "made.txt differs only in what none of its readers looks at", "verified: 2 outputs");
  }

  @Test
  void editNotYetBuilt_verify_saysWhatIsStaleAndNotThatItDiffers() {
    var chain =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  one: {dependencies: [in.txt], outputs: [one.txt], sh: 'cat in.txt > one.txt'}
                  two: {dependencies: [one.txt], outputs: [two.txt], sh: 'cat one.txt > two.txt'}
                """,
                "in.txt",
                "1\n"));
    chain.build().succeeds();
    chain.write("in.txt", "2\n");

    var verified = chain.cpCtrl("verify").exits(1);
    verified.complaining("one.txt is stale (in.txt changed)", "two.txt is stale (");
    assertThat(verified.err()).doesNotContain("differs");
  }

  @Test
  void dryRun_ofAnEdit_saysWhatWouldRunAndRunsNothing() {
    var engine = kitchen.example("engine");
    engine.build().succeeds();
    engine.append("src/machine/machine.c", "int more;\n");
    var before = engine.digests();

    var plan = engine.build("-n").succeeds();

    plan.ran("objects[src/machine/machine.c]").didNotRun("objects[src/main.c]");
    assertThat(plan.report().tasks().run()).isZero();
    assertThat(engine.digests()).isEqualTo(before);
  }

  @Test
  void compilerWarning_log_isShownAgain() {
    var broken = kitchen.example("broken/compile-error");
    broken.build().ends(1, "failed");

    broken.cpCtrl("log", "greet.o").exits(0).saying("greet.c:6:", "error:");
  }

  @Test
  void init_besideACFile_writesAProjectThatBuilds() {
    var folder = kitchen.empty();
    folder.write("hello.c", "#include <stdio.h>\nint main(void) { puts(\"Hello.\"); return 0; }\n");

    folder.cpCtrl("init").exits(0);

    assertThat(folder.read("computepods.yaml")).contains("project:", "#");
    folder.build().succeeds();
  }
}
