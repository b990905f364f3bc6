package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A C program of a dozen files: just what an edit reaches is made again. */
class EngineTest {

  private static final List<String> SOURCES =
      List.of(
          "src/main.c",
          "src/language/lexer.c",
          "src/language/parser.c",
          "src/language/printer.c",
          "src/language/tree.c",
          "src/machine/code.c",
          "src/machine/compiler.c",
          "src/machine/functions.c",
          "src/machine/machine.c");
  private static final List<String> PARTS = List.of("lib/arena.c", "lib/names.c", "lib/report.c");

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private Workspace built() {
    var engine = kitchen.example("engine");
    engine.build().succeeds();
    return engine;
  }

  private static String compilationOf(String file) {
    return (file.startsWith("lib/") ? "parts" : "objects") + "[" + file + "]";
  }

  @Test
  void engine_fromNothing_runsEachTaskOnceAndPassesItsOwnTests() {
    var engine = kitchen.example("engine");
    var all = new ArrayList<>(List.of("library", "engine"));
    SOURCES.forEach(file -> all.add(compilationOf(file)));
    PARTS.forEach(file -> all.add(compilationOf(file)));

    engine.build().succeeds().ranOnly(all);
    engine
        .build("check")
        .succeeds()
        .ranOnly(
            "check[programs/collatz.calc]",
            "check[programs/primes.calc]",
            "check[programs/root.calc]");

    engine.run("bin/engine", "programs/collatz.calc").exits(0).saying("111\n9232\n");
    engine.build().succeeds().ranNothing();
    engine.build("check").succeeds().ranNothing();
  }

  @Test
  void engine_oneFileEdited_compilesItAndLinks() {
    var engine = built();

    engine.replace("src/machine/machine.c", "%.12g", "= %.12g");

    engine.build().succeeds().ranOnly("objects[src/machine/machine.c]", "engine");
    engine.run("bin/engine", "programs/collatz.calc").exits(0).saying("= 111\n");
    engine.equalsCleanBuild();
  }

  @Test
  void engine_partOfLibraryEdited_compilesArchivesAndLinks() {
    var engine = built();

    engine.replace("lib/report.c", "%s:%d: ", "%s, line %d: ");

    engine.build().succeeds().ranOnly("parts[lib/report.c]", "library", "engine");
    engine.equalsCleanBuild();
  }

  @Test
  void engine_commentAdded_compilesButDoesNotLink() {
    var engine = built();

    engine.append("src/machine/machine.c", "/* That was the machine. */\n");

    engine.build().succeeds().ranOnly("objects[src/machine/machine.c]");
    engine.equalsCleanBuild();
  }

  @Test
  void engine_headerEdited_compilesExactlyThoseWhoIncludeIt() {
    var engine = built();

    engine.replace("include/code.h", "int count, size;", "int count, size, spare;");

    engine
        .build()
        .succeeds()
        .ran(
            "objects[src/main.c]",
            "objects[src/machine/code.c]",
            "objects[src/machine/compiler.c]",
            "objects[src/machine/machine.c]")
        .didNotRun("library")
        .didNotRun(
            "objects[src/machine/functions.c]",
            "objects[src/language/lexer.c]",
            "objects[src/language/parser.c]",
            "objects[src/language/printer.c]",
            "objects[src/language/tree.c]")
        .didNotRun("parts[lib/names.c]", "parts[lib/arena.c]", "parts[lib/report.c]");
    engine.equalsCleanBuild();
  }

  @Test
  void engine_fileAddedAndDeleted_isLinkedAndThenForgotten() {
    var engine = built();
    var before = engine.digests();

    engine.write("src/machine/spare.c", "int spare(void) { return 7; }\n");
    engine.build().succeeds().ranOnly("objects[src/machine/spare.c]", "engine");
    assertThat(engine.run("nm", "bin/engine").out()).contains(" T spare");
    engine.equalsCleanBuild();

    engine.delete("src/machine/spare.c");
    engine.build().succeeds().didNotRun("objects[src/main.c]");
    assertThat(engine.has("src/machine/spare.o")).isFalse();
    assertThat(engine.digests()).isEqualTo(before);
    engine.equalsCleanBuild();
  }

  @Test
  void engine_flagsChanged_compilesAllOfTheObjects() {
    var engine = built();

    engine.replace("computepods.yaml", "[-O2, -Wall, -Wextra, -Iinclude]", "[-O1, -Iinclude]");

    var build = engine.build().succeeds();
    SOURCES.forEach(file -> build.ran(compilationOf(file)));
    PARTS.forEach(file -> build.ran(compilationOf(file)));
    engine.equalsCleanBuild();
  }

  @Test
  void engine_everythingTouched_runsNothing() {
    var engine = built();

    engine.touchEverything();

    engine.build().succeeds().ranNothing();
  }

  @Test
  void engine_editUndone_isRestoredWithoutARun() {
    var engine = built();
    var before = engine.digests();
    engine.replace("src/machine/machine.c", "%.12g", "= %.12g").build().succeeds();

    engine.replace("src/machine/machine.c", "= %.12g", "%.12g");

    var build = engine.build().succeeds().ranNothing();
    assertThat(build.report().tasks().restored()).isEqualTo(2);
    assertThat(engine.digests()).isEqualTo(before);
  }
}
