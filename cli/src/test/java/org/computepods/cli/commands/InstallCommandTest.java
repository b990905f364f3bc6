package org.computepods.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.computepods.cli.CallForTests;
import org.computepods.cli.json.Document;
import org.computepods.cli.show.FakeTerminal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files for service managers, and the commands that make these read them. */
class InstallCommandTest {
  private static final String HOSTILE = "a \"b\" 100% $HOME <&> \\";

  @TempDir Path temp;
  private final FakeTerminal terminal = FakeTerminal.pipe();
  private final Map<String, String> env = new HashMap<>();

  @BeforeEach
  void home() throws Exception {
    temp = temp.toRealPath();
    Files.createDirectories(temp.resolve(HOSTILE));
    env.put("HOME", temp.resolve("user").toString());
    env.put("COMPUTEPODS_HOME", temp.resolve("pods home").toString());
  }

  private int call(String... words) {
    return CallForTests.run(words, env, terminal.terminal(), temp);
  }

  @Test
  void unit_ofAnyNames_quotesThemForSystemd() {
    int exit =
        call(
            "install",
            "fswatcher",
            "--workspace",
            HOSTILE,
            "--nats",
            "nats://127.0.0.1:4222",
            "--for",
            "systemd",
            "--print");

    assertThat(exit).isZero();
    assertThat(terminal.out())
        .contains("--workspace\" \"" + temp + "/a \\\"b\\\" 100%% $$HOME <&> \\\\\" ")
        .contains("\"--home\" \"" + temp + "/pods home\" \"fswatcher\"")
        .contains("\"--nats\" \"nats://127.0.0.1:4222\"\n")
        .contains("WantedBy=default.target", "SuccessExitStatus=143");
    assertThat(temp.resolve("pods home")).doesNotExist();
  }

  @Test
  void agent_ofAnyNames_holdsThemAsTheyAre() throws Exception {
    call(
        "install",
        "fswatcher",
        "--workspace",
        HOSTILE,
        "--nats",
        "nats://127.0.0.1:4222",
        "--for",
        "launchd",
        "--print");

    var factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var nodes =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(terminal.out().getBytes(StandardCharsets.UTF_8)))
            .getElementsByTagName("string");
    List<String> strings = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      strings.add(nodes.item(i).getTextContent());
    }
    assertThat(strings)
        .contains("org.computepods.fswatcher", "--workspace", temp + "/" + HOSTILE, "local");
  }

  @Test
  void unit_written_liesWhereSystemdLooksAndSaysHowToStartIt() {
    int exit = call("install", "majordomo", "--nats", "nats://127.0.0.1:4222", "--for", "systemd");

    assertThat(exit).isZero();
    assertThat(temp.resolve("user/.config/systemd/user/computepods-majordomo.service"))
        .content()
        .contains("\"majordomo\" \"--nats\"");
    assertThat(terminal.out())
        .contains("systemctl --user enable --now computepods-majordomo.service");
  }

  @Test
  void secret_onTheCommandLine_isRefused() {
    int exit = call("install", "fswatcher", "--invite", "cp1.secret", "--print");

    assertThat(exit).isEqualTo(2);
    assertThat(terminal.out()).doesNotContain("cp1.secret");
    assertThat(terminal.err()).contains("--invite-file").doesNotContain("cp1.secret");
  }

  @Test
  void unitThatSaysSomethingElse_isNotReplaced() throws Exception {
    String[] first = {
      "install", "majordomo", "--nats", "nats://a:1", "--for", "systemd", "--to", "here"
    };
    assertThat(call(first)).isZero();
    assertThat(call(first)).isZero();
    Path unit = temp.resolve("here/computepods-majordomo.service");
    String mine = Files.readString(unit) + "# mine\n";
    Files.writeString(unit, mine);

    assertThat(call(first)).isEqualTo(2);

    assertThat(terminal.err()).contains(unit + " is there already, and says something else");
    assertThat(Files.readString(unit)).isEqualTo(mine);
  }

  @Test
  void pod_isKeptRunningAsItWasAskedFor_andToldAsJson() throws Exception {
    int exit =
        call(
            "install",
            "pod",
            "--name",
            "big",
            "--chefs",
            "c,latex",
            "--slots",
            "8",
            "--nats",
            "nats://a:1",
            "--for",
            "systemd",
            "--to",
            "here",
            "--json");

    assertThat(exit).isZero();
    Path unit = temp.resolve("here/computepods-pod.service");
    assertThat(Document.parse(terminal.out()).text("written")).isEqualTo(unit.toString());
    assertThat(Files.readString(unit))
        .contains("\"pod\" \"--name\" \"big\" \"--chefs\" \"c,latex\" \"--slots\" \"8\"");
  }
}
