package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IncludePathTest {
  private static Set<String> wouldHide(String command, String... found) {
    return IncludePath.of(List.of(command.split(" ")), Path.of("/work")).wouldHide(List.of(found));
  }

  @Test
  void header_foundInALaterFolder_couldBeInEachEarlierOneAndBesideTheSource() {
    assertThat(wouldHide("gcc -Ia -I b -Ic -c src/x.c", "src/x.c", "b/sub/h.h"))
        .containsExactlyInAnyOrder("a/sub/h.h", "src/sub/h.h");
  }

  @Test
  void headerThatASourceAsksFor_isLookedForInTheCompilersOrder() {
    var path =
        IncludePath.of(List.of("gcc -Ia -iquote q -I/opt/x -c s/x.c".split(" ")), Path.of("/work"));
    var asked =
        HeaderQuestions.in(
            """
        #if __has_include("conf.h") && !__has_include ( <sub/more.h> )
        #elif __has_include(MACRO)
        """);
    assertThat(asked)
        .containsExactly(
            new HeaderQuestions.Question("conf.h", true),
            new HeaderQuestions.Question("sub/more.h", false));
    assertThat(path.places("s/x.c", asked.get(0)))
        .containsExactly("s/conf.h", "q/conf.h", "a/conf.h");
    assertThat(path.places("s/x.c", asked.get(1))).containsExactly("q/sub/more.h", "a/sub/more.h");
  }

  @Test
  void header_besideItsSource_isFoundFirst() {
    assertThat(wouldHide("gcc -Iinclude -c src/x.c", "src/x.c", "src/h.h")).isEmpty();
  }

  @Test
  void folders_areOrderedAsCompilersDo_whateverTheCommandsOrder() {
    assertThat(wouldHide("gcc -isystem s -Ii -iquote q -c x.c", "x.c", "s/h.h"))
        .containsExactlyInAnyOrder("q/h.h", "i/h.h", "h.h");
    assertThat(wouldHide("gcc -isystem s -Ii -iquote q -c x.c", "x.c", "q/h.h"))
        .containsExactly("h.h");
  }

  @Test
  void headerOfTheSystem_couldBeInAnyFolderOfTheWorkspace_butThoseThatOnlyTheSystemIncludes() {
    assertThat(
            wouldHide(
                "g++ -Iown -I/opt/include -c x.cpp",
                "x.cpp",
                "/usr/include/stdio.h",
                "/usr/include/x86_64-linux-gnu/sys/types.h",
                "/usr/include/x86_64-linux-gnu/bits/types.h",
                "/usr/include/c++/12/vector",
                "/usr/include/x86_64-linux-gnu/c++/12/bits/os_defines.h"))
        .containsExactlyInAnyOrder("own/stdio.h", "own/sys/types.h", "own/vector");
  }

  @Test
  void command_ofAShell_isReadWordByWord() {
    assertThat(
            IncludePath.of(List.of("sh", "-c", "gcc -I'a' -Ib -c x.c"), Path.of("/work"))
                .wouldHide(List.of("x.c", "b/h.h")))
        .containsExactlyInAnyOrder("a/h.h", "h.h");
  }

  @Test
  void folderThatIsNamedByItsWholePath_insideTheWorkspace_countsAsInside() {
    assertThat(wouldHide("gcc -I/work/a -I./b/../c -c x.c", "./x.c", "c/h.h"))
        .containsExactlyInAnyOrder("a/h.h", "h.h");
  }
}
