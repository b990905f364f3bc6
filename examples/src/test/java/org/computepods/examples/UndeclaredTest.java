package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

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
}
