package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that tasks write without a word of it in the project, as LaTeX and its tools do. */
class UndeclaredTest {

  /** Each writes a file that no task declares, and reads the one that the other has written. */
  private static final String UNDECLARED =
      """
      project: undeclared
      tasks:
        text:
          dependencies: [source]
          secondaryDependencies: [list]
          outputs: [text]
          auxiliaries: [names]
          sh: "head -n 1 source > names; tail -n 1 source > numbers; cat source list sums > text 2> log; echo INPUT sums > seen; echo OUTPUT numbers >> seen"
          depfile: {path: seen, format: fls}
        list:
          dependencies: [names]
          outputs: [list]
          sh: "sed s/^/list/ names > list; sed s/^/sum/ numbers > sums; echo numbers > found"
          depfile: {path: found, format: list}
      """;

  /** What each writes beside its output is news to the other, for ever. */
  private static final String RESTLESS =
      """
      project: restless
      tasks:
        one:
          dependencies: [source]
          outputs: [one]
          sh: "cat source > one; (cat right 2> log; echo x) > left; echo right > right.seen"
          depfile: {path: right.seen, format: list}
        two:
          dependencies: [one]
          outputs: [two]
          sh: "cat one > two; (cat left; echo x) > right; echo left > left.seen"
          depfile: {path: left.seen, format: list}
      """;

  /** Its part is written in two steps, and read in the next run. */
  private static final String PARTS =
      """
      project: parts
      tasks:
        text:
          dependencies: [source]
          secondaryDependencies: [list]
          outputs: [text]
          auxiliaries: [names]
          sh: "cat source > names; : > part; sleep 0.2; echo part > part; cat source list part > text 2> log; printf 'INPUT part\\nOUTPUT part\\n' > seen"
          depfile: {path: seen, format: fls}
        list:
          dependencies: [names]
          outputs: [list]
          sh: "sort names > list"
      """;

  /** Fails where its source says so, when it has written its part; another task takes its time. */
  private static final String FAILING =
      """
      project: failing
      tasks:
        text:
          dependencies: [source]
          outputs: [text]
          sh: "cat source > part; cat source part > text; printf 'INPUT part\\nOUTPUT part\\n' > seen; ! grep -q bad source"
          depfile: {path: seen, format: fls}
        slow:
          dependencies: [other]
          outputs: [slow]
          sh: "sleep 1; cp other slow"
      """;

  /**
   * Its part says more of each run than its next run reads of it, as the .aux of a chapter does.
   */
  private static final String BOOK =
      """
      project: book
      tasks:
        book:
          dependencies: [book.txt]
          outputs: [book.out]
          sh: "cat book.txt part > book.out 2> /dev/null; sort book.txt > part; printf 'INPUT part\\nOUTPUT part\\n' > seen"
          depfile: {path: seen, format: fls}
      """;

  /** The same, but it is written in two steps. */
  private static final String SLOW_BOOK =
      BOOK.replace("sort book.txt > part", ": > part; sleep 0.2; sort book.txt > part");

  /** The same in a circle: another task makes something of its contents that it reads. */
  private static final String BOOK_WITH_FIGURE =
      """
      project: book
      tasks:
        book:
          dependencies: [book.txt]
          secondaryDependencies: [figure, book.toc]
          outputs: [book.out]
          auxiliaries: [book.toc]
          sh: "cat book.txt figure book.toc part > book.out 2> /dev/null; sort book.txt > part; wc -l < book.txt > book.toc; printf 'INPUT part\\nOUTPUT part\\n' > seen"
          depfile: {path: seen, format: fls}
        figure:
          secondaryDependencies: [book.toc]
          outputs: [figure]
          sh: "cat book.toc > figure 2> /dev/null; true"
      """;

  /** What the first writes beside its output, only the second reads. */
  private static final String NUMBERS =
      """
      project: numbers
      tasks:
        text:
          dependencies: [source]
          outputs: [text]
          sh: "head -n 1 source > text; tail -n 1 source > numbers; echo OUTPUT numbers > seen"
          depfile: {path: seen, format: fls}
        sum:
          dependencies: [text]
          outputs: [sum]
          sh: "cat text numbers > sum; echo numbers > found"
          depfile: {path: found, format: list}
      """;

  /** Both write one file that neither declares, and read it. */
  private static final String SHARED =
      """
      project: shared
      tasks:
        one:
          dependencies: [source]
          outputs: [one]
          sh: "cat source shared > one 2> /dev/null; sort source > shared; printf 'INPUT shared\\nOUTPUT shared\\n' > one.seen"
          depfile: {path: one.seen, format: fls}
        two:
          dependencies: [source, one]
          outputs: [two]
          sh: "cat source shared > two 2> /dev/null; sort source > shared; printf 'INPUT shared\\nOUTPUT shared\\n' > two.seen"
          depfile: {path: two.seen, format: fls}
      """;

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void filesThatNobodyDeclares_areFollowedBeforeTheBuildSaysThatAllIsDone() {
    var book = kitchen.of(Map.of("computepods.yaml", UNDECLARED, "source", "one\ntwo\n"));

    book.build("text").succeeds();
    assertThat(book.read("text")).isEqualTo("one\ntwo\nlistone\nsumtwo\n");
    for (String word : new String[] {"three", "four", "five"}) {
      book.write("source", "one\n" + word + "\n");
      book.build("text").succeeds();
      assertThat(book.read("text")).isEqualTo("one\n" + word + "\nlistone\nsum" + word + "\n");
    }
    book.build("text").succeeds().ranNothing();
  }

  @Test
  void filesThatNobodyDeclares_whichNeverRest_failTheBuild_andAreNamed() {
    var book = kitchen.of(Map.of("computepods.yaml", RESTLESS, "source", "words\n"));

    var build = book.build("two");

    build.ends(1, "failed").saying("is not at rest: right changed");
  }

  @Test
  void fileThatATaskWritesInSteps_whileItRuns_isNoEditOfAPerson() {
    var book = kitchen.of(Map.of("computepods.yaml", PARTS, "source", "begin\n"));
    book.build("text").succeeds();

    for (String word : new String[] {"one", "two"}) {
      book.append("source", word + "\n");
      book.build("text").succeeds().ranOnly("text", "list", "text");
    }
    book.build("text").succeeds().ranNothing();
  }

  @Test
  void failure_isNotForgottenForWhatTheFailedRunWrote_whileOthersStillRun() {
    var book =
        kitchen.of(Map.of("computepods.yaml", FAILING, "source", "good\n", "other", "one\n"));
    book.build("text", "slow").succeeds();

    book.write("source", "bad\n").write("other", "two\n");

    book.build("text", "slow").ends(1, "failed");
    book.build("text", "slow").ends(1, "failed");
    book.write("source", "good again\n");
    book.build("text", "slow").succeeds();
    assertThat(book.read("text")).isEqualTo("good again\ngood again\n");
  }

  private static Stream<String> books() {
    return Stream.of(BOOK, SLOW_BOOK, BOOK_WITH_FIGURE);
  }

  @ParameterizedTest
  @MethodSource("books")
  void partThatARunWroteAndReadsBack_comesBackWithItsOutputs(String project) {
    var book = kitchen.of(Map.of("computepods.yaml", project, "book.txt", "one\n"));
    book.build("book").succeeds();
    var first = book.digests();
    assertThat(book.read("book.out")).endsWith("one\n");

    book.write("book.txt", "two\none\n");
    book.build("book").succeeds();
    var second = book.digests();
    assertThat(book.read("book.out")).endsWith("one\ntwo\n");

    book.write("book.txt", "one\n");
    book.build("book").succeeds().ranNothing();
    assertThat(book.digests()).isEqualTo(first);
    book.write("book.txt", "two\none\n");
    book.build("book").succeeds().ranNothing();
    assertThat(book.digests()).isEqualTo(second);

    book.cpCtrl("clean").exits(0);
    assertThat(book.digests()).containsOnlyKeys("computepods.yaml", "book.txt");
    book.build("book").succeeds().ranNothing();
    assertThat(book.digests()).isEqualTo(second);

    assertThat(book.home().down()).isEmpty();
    book.write("book.txt", "one\n");
    book.build("book").succeeds().ranNothing();
    assertThat(book.digests()).isEqualTo(first);
    book.cpCtrl("clean").exits(0);
    assertThat(book.home().down()).isEmpty();
    book.build("book").succeeds().ranNothing();
    assertThat(book.digests()).isEqualTo(first);
  }

  @Test
  void fileThatOnlyAnotherTaskReads_comesBackWithTheOutputsOfTheRunThatWroteIt() {
    var book = kitchen.of(Map.of("computepods.yaml", NUMBERS, "source", "one\n1\n"));
    book.build("sum").succeeds();
    var first = book.digests();
    book.write("source", "one\n2\n").build("sum").succeeds();
    assertThat(book.read("sum")).isEqualTo("one\n2\n");

    book.write("source", "one\n1\n").build("sum").succeeds().ranNothing();

    assertThat(book.digests()).isEqualTo(first);
    book.cpCtrl("clean").exits(0);
    book.build("sum").succeeds().ranNothing();
    assertThat(book.digests()).isEqualTo(first);
  }

  @Test
  void partThatAPersonEdited_orHadBefore_isLeftToTheRuns() {
    var book = kitchen.of(Map.of("computepods.yaml", BOOK, "book.txt", "one\n", "part", "mine\n"));
    book.build("book").succeeds();
    book.write("book.txt", "two\n").build("book").succeeds();
    book.write("part", "mine again\n");
    book.write("book.txt", "one\n").build("book").succeeds().ran("book");
    assertThat(book.read("book.out")).isEqualTo("one\none\n");
    book.cpCtrl("clean").exits(0);
    assertThat(book.read("part")).isEqualTo("one\n");
  }

  @Test
  void partThatTwoTasksWrite_isMadeByThem() {
    var book = kitchen.of(Map.of("computepods.yaml", SHARED, "source", "one\n"));
    book.build("two").succeeds();
    for (String text : new String[] {"two\none\n", "one\n", "two\none\n"}) {
      book.write("source", text).build("two").succeeds();
      assertThat(book.read("two")).isEqualTo(text + (text.length() > 4 ? "one\ntwo\n" : text));
      book.build("two").succeeds().ranNothing();
    }
    book.cpCtrl("clean").exits(0);
    book.build("two").succeeds();
    assertThat(book.read("two")).isEqualTo("two\none\none\ntwo\n");
    book.build("two").succeeds().ranNothing();
  }
}
