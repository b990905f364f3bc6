package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.computepods.chef.api.Chef;
import org.computepods.chef.api.CookFailure;
import org.computepods.chef.testkit.ChefTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes of a chef's own code that does as it should, and of one that does not. */
class ChefRunTest {
  @TempDir Path folder;

  private interface Code {
    void cook(org.computepods.chef.api.Cooking cooking) throws Exception;
  }

  private static Chef chef(String more, Code code) {
    return new Chef() {
      @Override
      public String name() {
        return "my";
      }

      @Override
      public String rules() {
        return """
            set: my
            rules:
              up:
                dependencies: ["{stem}.in"]
                outputs: ["{stem}.out"]
                variables: {words: [a b, c=d, "--"], one: 1}
            """
            + more;
      }

      @Override
      public void cook(org.computepods.chef.api.Cooking cooking) throws Exception {
        code.cook(cooking);
      }
    };
  }

  private ChefTest.Made make(String more, Code code) throws IOException {
    Files.writeString(folder.resolve("x.in"), "text");
    try (var fixture = ChefTest.of(chef(more, code)).in(folder)) {
      return fixture.build("x.out");
    }
  }

  @Test
  void code_hearsOfItsTask_allThatTheRuleSays() throws IOException {
    var made =
        make(
            "",
            cooking -> {
              cooking.progress(0.5, "half");
              String text = Files.readString(cooking.read("x.in"));
              String all = cooking.rule() + cooking.variables() + cooking.variable("one") + text;
              Files.writeString(cooking.write("x.out"), all);
            });

    assertThat(made.failure()).isEmpty();
    assertThat(made.output("x.out"))
        .isEqualTo(
            "up"
                + Map.of("words", List.of("a b", "c=d", "--")).toString().replace("}", ", one=[1]}")
                + "1text");
    assertThat(made.log()).contains("50 %] half");
  }

  @Test
  void code_thatThrows_failsWithItsNameAndTheStack() throws IOException {
    var made =
        make(
            "",
            cooking -> {
              throw new IllegalStateException("oh");
            });

    assertThat(made.failure()).contains("chef my: java.lang.IllegalStateException: oh");
    assertThat(made.log()).contains("at org.computepods.chef.recipe.ChefRunTest");
  }

  @Test
  void code_thatMakesNothing_brokeItsWord() throws IOException {
    assertThat(make("", cooking -> {}).failure()).contains("chef my: x.out was not made");
  }

  @Test
  void code_thatWritesWhatNoRuleDeclares_failsAndNothingIsKept() throws IOException {
    var asked = make("", cooking -> cooking.write("y.out"));
    var beside =
        make(
            "",
            cooking -> {
              Path out = cooking.write("x.out");
              Files.writeString(out, "x");
              Files.writeString(out.resolveSibling("z.out"), "z");
            });

    assertThat(asked.failure()).contains("chef my: it writes y.out", "declares no such output");
    assertThat(beside.failure()).contains("chef my: it wrote z.out", "declares no such output");
    assertThat(beside.outputs()).isEmpty();
  }

  @Test
  void code_thatHangs_isLeftToItselfWhenItsTimeIsUp() throws IOException {
    var goOn = new CountDownLatch(1);
    var interrupted = new AtomicBoolean();
    var cancelled = new AtomicBoolean();
    var made =
        make(
            "    timeout_s: 1\n",
            cooking -> {
              cooking.onCancel(() -> cancelled.set(true));
              while (goOn.getCount() > 0) {
                try {
                  goOn.await();
                } catch (InterruptedException e) {
                  interrupted.set(true);
                }
              }
            });
    goOn.countDown();

    assertThat(made.failure()).contains("chef my: killed after");
    assertThat(made.log()).contains("does not heed");
    assertThat(interrupted).isTrue();
    assertThat(cancelled).isTrue();
  }

  @Test
  void tool_thatItRuns_seesItsWorkspace_andItsFailureIsTheChefs() throws IOException {
    var good =
        make(
            "",
            cooking ->
                cooking.run(
                    List.of("sh", "-c", "cat x.in > \"$1\"", "sh", cooking.write("x.out") + "")));
    var bad = make("", cooking -> cooking.run(List.of("sh", "-c", "echo so; exit 3")));
    var none = make("", cooking -> cooking.run(List.of("no-such-tool")));

    assertThat(good.output("x.out")).isEqualTo("text");
    assertThat(bad.failure()).contains("chef my: exit code 3 of ");
    assertThat(bad.log()).startsWith("so\n");
    assertThat(none.failure()).contains("chef my: no such tool: no-such-tool");
  }

  @Test
  void failure_ofTheChefsOwn_isWhatTheUserReads() throws IOException {
    var made =
        make(
            "",
            cooking -> {
              throw new CookFailure("x.in:1: no");
            });

    assertThat(made.failure()).isEqualTo("FAILED: chef my: x.in:1: no");
    assertThat(made.log()).isEqualTo("x.in:1: no\n");
  }
}
