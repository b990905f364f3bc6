package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Programs in C and C++ as people lay them out: several in one tree, headers that are made. */
class ProgramsTest {

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void severalPrograms_asInitWritesThem_shareTheirParts() {
    var folder =
        kitchen.of(
            Map.of(
                "src/common.h", "int answer(void);\n",
                "src/common.c", "#include \"common.h\"\nint answer(void) { return 42; }\n",
                "src/one.c",
                    "#include \"common.h\"\nint main(void) { return answer() == 42 ? 0 : 1; }\n",
                "src/two.c", "#include \"common.h\"\nint main(void) { return answer() - 35; }\n"));
    folder.cpCtrl("init").exits(0);

    folder.build().succeeds();

    folder.run("bin/one").exits(0);
    folder.run("bin/two").exits(7);
    assertThat(Json.read(folder.cpCtrl("compdb").exits(0).out())).hasSize(3);
  }

  @Test
  void headerThatATaskMakes_isThereWhenItsReadersAreCompiled_alsoTheNextTime() {
    var folder =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: made
                default: program
                tasks:
                  header: {dependencies: [number], outputs: [gen/number.h], sh: "sed 's/^/#define NUMBER /' {dependencies} > {outputs}"}
                  plain: {foreach: ["*.cpp", "!odd.cpp"], rule: cxx.compile, dependencies: [gen/number.h], outputs: ["obj/{stem}.o"]}
                  odd: {dependencies: [odd.cpp], rule: cxx.compile, outputs: [obj/odd.o], with: {cxxflags: [-DODD=1]}}
                  library: {dependencies: [obj/odd.o], rule: cxx.archive, outputs: [obj/libodd.a]}
                  program: {dependencies: ["@plain", obj/libodd.a], rule: cxx.link, outputs: [bin/program]}
                """,
                "number",
                "3\n",
                "main.cpp",
                """
                #include "gen/number.h"
                #include <iostream>
                int odd();
                int main() { std::cout << NUMBER + odd() << std::endl; }
                """,
                "odd.cpp",
                "int odd() { return ODD; }\n"));

    folder.build().succeeds();
    folder.run("bin/program").exits(0).saying("4");
    folder.write("number", "8\n");

    folder.build().succeeds().ranOnly("header", "plain[main.cpp]", "program");
    folder.run("bin/program").exits(0).saying("9");
    folder.build().succeeds().ranNothing();
  }

  @Test
  void librariesInCxx_areMadeByTheirNamesAlone() {
    String shape = "double %s(double r) { return 3 * r * r; }\n";
    var folder =
        kitchen.of(
            Map.of(
                "lib/disc.cpp", shape.formatted("disc"),
                "lib/ring.cc", shape.formatted("ring"),
                "plain.c", "int plain(void) { return 1; }\n"));

    folder
        .build("lib/libdisc.a", "lib/libring.a", "libplain.a")
        .succeeds()
        .ran("cxx.archive[lib/libdisc.a]")
        .ran("cxx.archiveCc[lib/libring.a]")
        .ran("c.archive[libplain.a]");
    folder.run("ar", "t", "lib/libdisc.a").exits(0).saying("disc.cpp.o");
    folder.run("ar", "t", "lib/libring.a").exits(0).saying("ring.cc.o");
    folder.write("lib/disc.cpp", shape.formatted("oval"));

    folder
        .build("lib/libdisc.a", "lib/libring.a", "libplain.a")
        .succeeds()
        .ranOnly("cxx.compile[lib/disc.cpp.o]", "cxx.archive[lib/libdisc.a]");
    folder.run("nm", "-C", "lib/libdisc.a").exits(0).saying("oval(double)");
    folder.build("lib/libdisc.so", "lib/libring.so").succeeds();
    folder.run("nm", "-DC", "lib/libring.so").exits(0).saying("ring(double)");
  }

  @Test
  void headerBehindALinkOfAFolder_isKnownByItsOwnName_andTheLinkIsReadToo() throws IOException {
    var folder =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  object: {dependencies: [m.c], rule: c.compile, outputs: [m.o], with: {cflags: [-Iinclude]}}
                  m: {dependencies: [m.o], rule: c.link, outputs: [m]}
                """,
                "one/v.h",
                "#define V 1\n",
                "two/v.h",
                "#define V 2\n",
                "m.c",
                "#include \"lib/v.h\"\nint main(void) { return V; }\n"));
    Path link = folder.folder().resolve("include/lib");
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, Path.of("../one"));
    folder.build("m").succeeds();
    folder.run("./m").exits(1);

    folder.write("one/v.h", "#define V 3\n");
    folder.build("m").succeeds();
    folder.run("./m").exits(3);

    Files.delete(link);
    Files.createSymbolicLink(link, Path.of("../two"));
    folder.build("m").succeeds();
    folder.run("./m").exits(2);
    folder.build("m").succeeds().ranNothing();
  }

  @Test
  void headerThatComesToHideAnother_isRead_andNoMoreWhenItIsGone() {
    var folder =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  objects: {foreach: "src/*.c", rule: c.compile, outputs: ["obj/{stem}.o"], with: {cflags: [-Iown, -Iinclude]}}
                  m: {dependencies: ["@objects"], rule: c.link, outputs: [m]}
                """,
                "include/v.h",
                "#define V 1\n",
                "src/m.c",
                "#include \"v.h\"\nint main(void) { return V; }\n",
                "src/other.c",
                "int other;\n"));
    folder.build("m").succeeds();
    folder.run("./m").exits(1);

    folder.write("own/v.h", "#define V 2\n");
    folder.build("m").succeeds().ranOnly("objects[src/m.c]", "m");
    folder.run("./m").exits(2);
    folder.write("src/v.h", "#define V 3\n");
    folder.build("m").succeeds().ranOnly("objects[src/m.c]", "m");
    folder.run("./m").exits(3);
    folder.delete("own/v.h").delete("src/v.h").build("m").succeeds();
    folder.run("./m").exits(1);
    folder.build("m").succeeds().ranNothing();
  }

  @Test
  void folders_withFlagsOfTheirOwn_areCompiledAgainEachForItsOwnFlagsAlone() {
    var folder =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  core: {foreach: "core/**/*.c", rule: c.compile, outputs: ["obj/{dir}{stem}.o"], with: {cflags: [-DN=1]}}
                  tool: {foreach: "tool/*.c", rule: c.compile, outputs: ["obj/{dir}{stem}.o"], with: {cflags: [-DN=2, -Icore]}}
                  program: {dependencies: ["@core", "@tool"], rule: c.link, outputs: [bin/program]}
                """,
                "core/deep/n.c",
                "int n(void) { return N; }\n",
                "core/n.h",
                "int n(void);\n",
                "tool/main.c",
                "#include \"n.h\"\nint main(void) { return 10 * n() + N; }\n"));
    folder.build("program").succeeds();
    folder.run("bin/program").exits(12);

    folder.replace("computepods.yaml", "-DN=2", "-DN=3");
    folder.build("program").succeeds().ranOnly("tool[tool/main.c]", "program");
    folder.run("bin/program").exits(13);
    assertThat(Json.read(folder.cpCtrl("compdb").exits(0).out()).findValuesAsText("file"))
        .allMatch(name -> name.endsWith("core/deep/n.c") || name.endsWith("tool/main.c"))
        .hasSize(2);
    assertThat(folder.has("core/deep/n.o")).isFalse();
  }

  @Test
  void sharedLibrary_thatChanges_isLinkedAnew_andItsProgramRunsWithIt() {
    var folder =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  parts: {foreach: "lib/*.c", rule: c.compile, outputs: ["obj/{stem}.o"], with: {cflags: [-fPIC]}}
                  library: {dependencies: ["@parts"], rule: c.shared, outputs: [bin/libanswer.so]}
                  main: {dependencies: [main.c], rule: c.compile, outputs: [obj/main.o]}
                  program: {dependencies: [obj/main.o, bin/libanswer.so], rule: c.link, outputs: [bin/program], with: {ldflags: ["-Wl,-rpath,$ORIGIN"]}}
                """,
                "lib/answer.c",
                "int answer(void) { return 42; }\n",
                "main.c",
                "int answer(void);\nint main(void) { return answer(); }\n"));
    folder.build("program").succeeds();
    folder.run("bin/program").exits(42);

    folder.replace("lib/answer.c", "42", "43");
    folder.build("program").succeeds().ranOnly("parts[lib/answer.c]", "library", "program");
    folder.run("bin/program").exits(43);
  }

  @Test
  void headerWhoseMakerIsTakenOut_isGone_andItsReaderFailsAtOnce() {
    var folder =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                tasks:
                  header: {dependencies: [number], outputs: [number.h], sh: "sed 's/^/#define N /' number > number.h"}
                  m: {dependencies: [m.c], rule: c.compile, outputs: [m.o]}
                """,
                "number",
                "3\n",
                "m.c",
                "#include \"number.h\"\nint main(void) { return N; }\n"));
    folder.build().succeeds();

    folder.write(
        "computepods.yaml",
        "tasks:\n  m: {dependencies: [m.c], rule: c.compile, outputs: [m.o]}\n");

    var build = folder.build();
    build.ends(1, "failed").saying("number.h");
    assertThat(build.report().tasks().run()).isEqualTo(1);
    assertThat(folder.has("number.h")).isFalse();
  }
}
