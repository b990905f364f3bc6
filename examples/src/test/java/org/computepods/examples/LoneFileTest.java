package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** No project file at all: the bundled rules know what to do with a file by its name. */
class LoneFileTest {

  private static final Duration TOGETHER = Duration.ofMillis(1_100);

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void helloC_withoutProject_becomesAProgram() {
    var folder =
        kitchen.of(
            Map.of(
                "hello.c", "#include <stdio.h>\nint main(void) { puts(\"Hello.\"); return 0; }\n"));

    folder.build("hello").succeeds();

    folder.run("./hello").exits(0).saying("Hello.");
    folder.build("hello").succeeds().ranNothing();
  }

  @Test
  void program_whoseSourceIsGone_isNotUpToDate() {
    var folder = kitchen.of(Map.of("hello.c", "int main(void) { return 0; }\n"));
    folder.build("hello").succeeds();

    folder.delete("hello.c");

    folder.build("hello").ends(5, "impossible").saying("nothing can build hello");
    folder
        .cpCtrl("explain", "hello")
        .exits(0)
        .saying("c.link[hello] made it, and nothing makes it any more");
  }

  @Test
  void objectOfAnOldMake_thatIsStale_isSaidToBe_andMadeOnceItIsDeleted() throws IOException {
    String source = "#include <stdio.h>\nint main(void) { puts(\"%s\"); return 0; }\n";
    var folder = kitchen.of(Map.of("hello.c", source.formatted("Old.")));
    folder.run("gcc", "-c", "hello.c").exits(0);
    var made = changed(folder, "hello.o");
    do { // What comes together may be as old as it likes.
      folder.write("hello.c", source.formatted("New."));
    } while (Duration.between(made, changed(folder, "hello.c")).compareTo(TOGETHER) < 0);

    folder.build("hello").succeeds().saying("hello.o is older than hello.c", "delete it");
    folder.run("./hello").exits(0).saying("Old.");
    folder.cpCtrl("build", "hello").exits(0).complaining("hello.o is older than hello.c");

    folder.delete("hello.o");
    var build = folder.build("hello").succeeds();
    assertThat(build.said().out()).doesNotContain("is older than");
    folder.run("./hello").exits(0).saying("New.");
  }

  private static Instant changed(Workspace folder, String name) throws IOException {
    var ctime = Files.getAttribute(folder.folder().resolve(name), "unix:ctime");
    return ((FileTime) ctime).toInstant();
  }

  @Test
  void paperTex_withoutProject_becomesAPdfWithItsReferences() {
    var folder =
        kitchen.of(
            Map.of(
                "paper.tex",
                """
                \\documentclass{article}
                \\begin{document}
                \\tableofcontents
                See section~\\ref{sec:end}.
                \\section{The beginning}
                \\section{The end}\\label{sec:end}
                \\end{document}
                """));

    folder.build("paper.pdf").succeeds();

    assertThat(folder.run("pdftotext", "paper.pdf", "-").exits(0).out())
        .contains("See section 2.", "Contents")
        .doesNotContain("??");
    folder.build("paper.pdf").succeeds().ranNothing();
  }
}
