package org.computepods.cli.args;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {
  private static Invocation read(String line) {
    return new Grammar("cpCtrl 1", false, 80).read(line.split(" ")).invocation();
  }

  @ParameterizedTest
  @CsvSource({
    "build --jsno,       did you mean --json?",
    "build --acept-unsettled, did you mean --accept-unsettled?",
    "biuld,              did you mean build?",
    "statsu,             did you mean status?",
    "graph --format png, dot",
    "up now,             one argument too many: now",
    "build -j 0,         1 or more",
    "build -j -2,        1 or more",
    "watch --wait -1,    0 or more",
    "build -j x,         x' is not a whole number",
    "build --wait 1.5,   1.5' is not a whole number",
    "build -j 99999999999, is out of range",
    "pod --name a --slots 0, 1 or more",
    "help biuld,         did you mean build?",
    "schema projct,      project",
    "pod --nane x,       did you mean --name?",
    "where -x.txt,       write: cpCtrl where -- -x.txt",
    "explain --nosuch,   unknown option --nosuch",
    "why-not --nosuch,   unknown option --nosuch",
    "query --nosuch,     unknown option --nosuch",
    "schema --nosuch,    unknown option --nosuch",
    "log --folow,        did you mean --follow?",
    "explain,            Missing required parameter: 'PATH'",
    "build -x.txt,       write: cpCtrl build -- -x.txt"
  })
  void wrongArguments_sayWhatWasMeant(String line, String meant) {
    assertThatThrownBy(() -> read(line)).hasMessageContaining(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "bogus,            'did you mean nats://bogus?'",
    "http://h:4222,    'did you mean nats://h:4222?'",
    "nats:/h:4222,     'did you mean nats://h:4222?'",
    "nats://,          'no address of a NATS server, as in'",
    "nats://h:99999,   'no address of a NATS server, as in'",
    "nats://h:x,       'no address of a NATS server, as in'",
    "'nats://h:1,',    'is no address of a NATS server'",
    "nats://u:p@h:1,   'no user and no password'"
  })
  void natsAddress_thatNatsCannotUse_isWrongUse(String address, String said) {
    for (String role : List.of("majordomo", "pod --name p", "fswatcher", "install majordomo")) {
      assertThatThrownBy(() -> read(role + " --nats " + address))
          .hasMessageContaining(said)
          .isInstanceOfSatisfying(
              Failure.class, failure -> assertThat(failure.exitCode()).isEqualTo(2));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nats://h",
        "h:4222",
        "tls://a.b.c:1/",
        "nats://[::1]:4222",
        "wss://h:443/path",
        "nats://a:1,nats://b:2"
      })
  void natsAddress_thatNatsCanUse_isTaken(String address) {
    assertThat(read("majordomo --nats " + address)).isInstanceOf(Invocation.RunMajorDomo.class);
  }

  @Test
  void pod_takesItsOptions() {
    assertThat(read("pod --name two --chefs c,latex --invite-file f --slots 3"))
        .isEqualTo(
            new Invocation.Pod(
                "two",
                List.of("c", "latex"),
                new Invocation.Joining(
                    Optional.empty(), Optional.empty(), Optional.of("f"), Optional.empty()),
                OptionalInt.of(3),
                false));
  }

  @Test
  void podInvite_isACommandOfItsOwn() {
    assertThat(read("pod invite")).isEqualTo(new Invocation.Invite("chef"));
    assertThat(read("fswatcher invite")).isEqualTo(new Invocation.Invite("watcher"));
  }

  @Test
  void chefs_switchOneOnAPod() {
    assertThat(read("chefs --disable c")).isEqualTo(new Invocation.SwitchChef("c", false, "local"));
    assertThat(read("chefs --enable c --pod two"))
        .isEqualTo(new Invocation.SwitchChef("c", true, "two"));
  }

  @Test
  void graph_hasFormats() {
    assertThat(read("graph paper.pdf --format svg --stale"))
        .isEqualTo(
            new Invocation.Graph(
                Optional.of("paper.pdf"), Invocation.Graph.Format.svg, true, false));
  }

  @Test
  void help_namesEveryOptionOfACommand() {
    assertThat(read("build --help"))
        .isInstanceOfSatisfying(
            Invocation.Say.class,
            say ->
                assertThat(say.text())
                    .contains("--keep-going", "--dry-run", "--jobs", "--fresh")
                    .contains("--accept-unsettled", "--trace", "--wait", "--json", "-C"));
  }

  @Test
  void help_isACommandToo() {
    assertThat(read("help build")).isEqualTo(read("build --help"));
    assertThat(read("help pod invite")).isEqualTo(read("pod invite --help"));
    assertThat(read("help")).isEqualTo(read("--help"));
  }

  @Test
  void version_isSaid() {
    assertThat(read("--version")).isEqualTo(new Invocation.Say("cpCtrl 1"));
  }

  @ParameterizedTest
  @CsvSource({"bash, complete", "zsh, bashcompinit"})
  void completion_isAScript(String shell, String holds) {
    assertThat(read("completion " + shell))
        .isInstanceOfSatisfying(
            Invocation.Say.class, say -> assertThat(say.text()).contains(holds, "why-not"));
  }
}
