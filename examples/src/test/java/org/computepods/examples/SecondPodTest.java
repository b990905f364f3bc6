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
    workspace.cpCtrl("up").exits(0);
    Files.writeString(invitation(), workspace.cpCtrl("pod", "invite").exits(0).out());
    var pod = startPod(kitchen.home());
    workspace.cpCtrl("chefs", "--disable", "c").exits(0);
    return pod;
  }

  private Path invitation() {
    return kitchen.outside("two.invitation");
  }

  private Running startPod(Home home) {
    var pod =
        home.start(
            kitchen.floor(),
            "pod",
            "--name",
            "two",
            "--chefs",
            "c",
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
