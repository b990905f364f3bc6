package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A second pod with a home of its own has the compiler; the first one has it not. */
class SecondPodTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  /**
   * Joins a pod that compiles C to the federation of this workspace, whose own pod stops doing so.
   */
  private Running podWithCompiler(Workspace workspace) throws IOException {
    return podWith("c", workspace);
  }

  private Running podWith(String chef, Workspace workspace) throws IOException {
    workspace.cpCtrl("up").exits(0);
    Files.writeString(invitation(), workspace.cpCtrl("pod", "invite").exits(0).out());
    var pod = startPod(chef, kitchen.home());
    workspace.cpCtrl("chefs", "--disable", chef).exits(0);
    return pod;
  }

  private Path invitation() {
    return kitchen.outside("two.invitation");
  }

  private Running startPod(Home home) {
    return startPod("c", home);
  }

  private Running startPod(String chef, Home home) {
    var pod =
        home.start(
            kitchen.floor(),
            "pod",
            "--name",
            "two",
            "--chefs",
            chef,
            "--invite-file",
            invitation().toString());
    pod.says("two");
    return pod;
  }

  @Test
  void bookAndEngine_compiledOnTheOtherPod_areByteForByteTheSame() throws IOException {
    var bookHere = kitchen.example("book");
    var engineHere = kitchen.example("engine");
    bookHere.build().succeeds();
    engineHere.build().succeeds();
    var book = bookHere.copy(bookHere.home());
    var engine = engineHere.copy(bookHere.home());

    try (var pod = podWithCompiler(book)) {
      var bookBuild = book.build("--fresh").succeeds();
      var engineBuild = engine.build("--fresh").succeeds();

      assertThat(bookBuild.report().runs())
          .filteredOn(run -> run.rule() != null && run.rule().startsWith("c."))
          .isNotEmpty()
          .allSatisfy(run -> assertThat(run.chef()).contains("two"));
      assertThat(engineBuild.report().runs())
          .isNotEmpty()
          .allSatisfy(run -> assertThat(run.chef()).contains("two"));
      assertThat(book.digests()).isEqualTo(bookHere.digests());
      assertThat(engine.digests()).isEqualTo(engineHere.digests());
      WovenBook.of(book.read("book.txt")).contentsAreRight().programIsRight();
      book.run("./plan", "9").exits(0).saying("Day  1");
      book.cpCtrl("where", "plan.o").exits(0).saying("two", "local");
      book.build().succeeds().ranNothing();

      pod.interrupt().ends();
    }
  }

  @Test
  void document_ofPartsThatReferToEachOther_isTypesetOnTheOtherPodAsAtHome() throws IOException {
    var thesis =
        kitchen.of(
            Map.of(
                "main.tex",
                """
                \\documentclass{article}
                \\begin{document}
                \\include{ch/c1}
                \\include{ch/c2}
                \\bibliographystyle{plain}
                \\bibliography{refs}
                \\end{document}
                """,
                "ch/c1.tex",
                "\\section{One}\\label{one} It sees \\ref{two}, and \\cite{k}.\n",
                "ch/c2.tex",
                "\\section{Two}\\label{two} It sees \\ref{one}.\n",
                "refs.bib",
                "@book{k, author={Knuth, D.}, title={Texts}, year=1984}\n"));

    try (var pod = podWith("latex", thesis)) {
      var build = thesis.build("main.pdf").succeeds();

      assertThat(build.report().runs())
          .isNotEmpty()
          .allSatisfy(run -> assertThat(run.chef()).contains("two"));
      assertThat(build.said().out()).doesNotContain("saved");
      assertThat(textOf(thesis)).contains("sees 2, and [1]", "sees 1.", "Knuth");
      thesis.build("main.pdf").succeeds().ranNothing();

      thesis.write("ch/c2.tex", "\\section{More}\n" + thesis.read("ch/c2.tex"));
      thesis.build("main.pdf").succeeds();
      assertThat(textOf(thesis)).contains("sees 3, and [1]", "sees 1.", "Knuth");
      thesis.cpCtrl("clean").exits(0);
      assertThat(thesis.has("ch/c1.aux")).isFalse();
      thesis.build("main.pdf").succeeds().ranNothing();
      assertThat(thesis.has("ch/c1.aux")).isTrue();

      pod.interrupt().ends();
    }
  }

  private static String textOf(Workspace workspace) {
    return workspace.run("pdftotext", "main.pdf", "-").exits(0).out();
  }

  @Test
  void pod_killedInMidJob_jobIsDoneByAnotherChef() throws Exception {
    Path started = kitchen.outside("started");
    Path goOn = kitchen.outside("go-on");
    var slow = slowCompilation(started, goOn);

    try (var pod = podWithCompiler(slow)) {
      try (var build = slow.startBuild("hello")) {
        FileWaits.until(started, "the compiler runs", () -> Files.exists(started));
        pod.signal("KILL");
        Files.createFile(goOn);
        slow.cpCtrl("chefs", "--enable", "c").exits(0);

        Build.of(build.ends()).succeeds();
      }
      slow.run("./hello").exits(0).saying("Hello.");
    }
  }

  @Test
  void pod_killedInMidJob_andBackAtOnce_doesTheJobAgain() throws Exception {
    Path started = kitchen.outside("started");
    Path goOn = kitchen.outside("go-on");
    var slow = slowCompilation(started, goOn);

    try (var pod = podWithCompiler(slow);
        var build = slow.startBuild("hello")) {
      FileWaits.until(started, "the compiler runs", () -> Files.exists(started));
      pod.signal("KILL");
      Files.createFile(goOn);
      try (var again = startPod(kitchen.home())) {
        Build.of(build.ends()).succeeds();
        again.interrupt().ends();
      }
    }
    slow.run("./hello").exits(0).saying("Hello.");
  }

  @Test
  void pod_gone_buildIsImpossibleAndNamesIt() throws Exception {
    Path goOn = kitchen.outside("go-on");
    Files.createFile(goOn);
    var slow = slowCompilation(kitchen.outside("started"), goOn);

    try (var pod = podWithCompiler(slow)) {
      slow.build("hello").succeeds();
      pod.signal("KILL");
      pod.ends();
    }

    slow.replace("hello.c", "Hello.", "Hello again.");
    slow.build("--wait", "2", "hello").ends(5, "impossible").saying("two");
    slow.cpCtrl("why-not", "hello.o").saying("two");
  }

  /** A compiler that waits until it is told to go on. */
  private Workspace slowCompilation(Path started, Path goOn) throws IOException {
    Path script = kitchen.outside("slow.sh");
    String seconds = "100." + ThreadLocalRandom.current().nextInt(100_000, 999_999);
    Files.writeString(
        script, ": > %s; [ -e %s ] || sleep %s; exec \"$@\"\n".formatted(started, goOn, seconds));
    return kitchen.of(
        Map.of(
            "computepods.yaml",
            """
            project: slow
            tasks:
              object:
                rule: c.compile
                dependencies: [hello.c]
                outputs: [hello.o]
                with: {cflags: [-wrapper, "sh,%s"]}
            """
                .formatted(script),
            "hello.c",
            "#include <stdio.h>\nint main(void) { puts(\"Hello.\"); return 0; }\n"));
  }
}
