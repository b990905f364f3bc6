package org.computepods.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.computepods.cli.args.Grammar;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written reading of arguments and picocli's are one grammar. */
class FastPathTest {
  private static final Grammar GRAMMAR_OF_TEST = grammar();

  private static Grammar grammar() {
    return new Grammar("test", false, 80);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fswatcher --nats u:1",
        "--home h fswatcher --workspace d --pod p --invite-file f --nats u:1",
        "majordomo --nats u:1",
        "build",
        "build paper.pdf",
        "build a b c",
        "-C dir build",
        "build -C dir",
        "--home h build",
        "--json build",
        "build --json a",
        "-q build",
        "build -v",
        "build -k -n -j 4 --fresh --accept-unsettled --trace t.json --wait 3 x",
        "build -n",
        "build x -j 1",
        "build --fresh -j2",
        "build -kn",
        "build -kj4 a",
        "build -j=4",
        "build --jobs=4 --keep-going --dry-run",
        "build --jobs 4 --wait=3 --trace=t.json",
        "--home=h -Cdir --verbose build",
        "--quiet watch -k",
        "watch",
        "watch a -k",
        "watch --json --wait 0",
        "status",
        "status --json",
        "--json status -C dir",
        "builds",
        "tasks -v",
        "rules",
        "chefs",
        "pods",
        "explain paper.pdf",
        "why-not paper.pdf",
        "where paper.pdf --json",
        "log typeset",
        "query deps(paper.pdf)",
      })
  void simpleArguments_fastAndFull_readTheSame(String line) {
    String[] args = line.split(" ");
    assertThat(FastPath.read(args)).contains(grammar().read(args));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "build -k -k",
        "build -kk",
        "build -k --keep-going",
        "build -k=x",
        "build --fresh=x",
        "build -j0",
        "build -jx",
        "build --jobs=",
        "build -kz",
        "status -kv",
        "build --json --json",
        "build -j x",
        "build x -j 0",
        "build -j",
        "build -j -1",
        "build --jsn",
        "watch -n",
        "watch --trace t",
        "status x",
        "explain",
        "explain a b",
        "-q -v build",
        "biuld",
        "-C",
        "--home",
        "status -k",
      })
  void wrongArguments_fastLeavesThem_fullRefuses(String line) {
    String[] args = line.split(" ");
    assertThat(FastPath.read(args)).isEmpty();
    assertThatThrownBy(() -> GRAMMAR_OF_TEST.read(args))
        .isInstanceOfSatisfying(
            Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.USAGE));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "build --help",
        "build --",
        "build -- x",
        "build --home=-x",
        "init",
        "graph --format svg",
        "down",
        "chefs --disable c",
        "pod invite"
      })
  void otherArguments_fastLeavesThem_fullReads(String line) {
    String[] args = line.split(" ");
    assertThat(FastPath.read(args)).isEmpty();
    assertThat(Optional.of(grammar().read(args))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void noCommand_isRefusedWithHelp(String line) {
    assertThat(FastPath.read()).isEmpty();
    assertThatThrownBy(() -> grammar().read())
        .as(line)
        .hasMessageContaining("Commands:")
        .hasMessageContaining("why-not");
  }
}
