package org.computepods.cli.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.CallForTests;
import org.computepods.cli.json.Document;
import org.computepods.cli.show.FakeTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands as a user types them, against a federation that is played. */
class CommandsTest {
  @TempDir Path temp;
  private FakeMajorDomo server;
  private FakeTerminal terminal = FakeTerminal.pipe();

  @BeforeEach
  void start() throws IOException {
    server = new FakeMajorDomo();
    server.livesIn(temp.resolve("home"));
    Files.createDirectories(temp.resolve("work/src"));
    Files.createFile(temp.resolve("work/computepods.yaml"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int call(String line) {
    return callIn("work", line);
  }

  private int callIn(String folder, String line) {
    terminal = FakeTerminal.pipe();
    Map<String, String> env =
        Map.of(
            "PATH", "/bin", "HOME", "/nobody", "SECRET", "x", "COMPUTEPODS_HOME", temp + "/home");
    return CallForTests.run(line.split(" "), env, terminal.terminal(), temp.resolve(folder));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"build x", "status", "up", "down", "doctor", "pod --name p --nats nats://a"})
  void home_thatIsAFile_isWrongUseAndSaidPlainly(String command) {
    assertThat(call("--home /dev/null " + command)).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("cpCtrl: the home /dev/null is not a folder\n");
    assertThat(call("--home computepods.yaml/in/it " + command)).isEqualTo(2);
    assertThat(terminal.err()).contains("computepods.yaml is not a folder");
  }

  private static String finished(int exit) {
    return "{\"build\":\"b-1\",\"kind\":\"finished\",\"task\":\"typeset\",\"done\":1,\"total\":3,"
        + "\"run\":{\"task\":\"typeset\",\"rule\":\"latex.pdflatex\",\"pass\":1,"
        + "\"reason\":\"paper.tex changed\",\"chef\":\"local\",\"exit\":"
        + exit
        + ",\"ms\":412,\"log\":\"tool says\"}}";
  }

  private static String ended(String result, int exit) {
    return "{\"build\":\"b-1\",\"kind\":\"ended\",\"done\":3,\"total\":3,\"report\":"
        + report(result, exit)
        + "}";
  }

  private static String report(String result, int exit) {
    return "{\"build\":\"b-1\",\"workspace\":\"/w\",\"result\":\""
        + result
        + "\",\"tasks\":{\"run\":1,\"restored\":0,\"upToDate\":2,\"failed\":0,\"skipped\":0},"
        + "\"runs\":[],\"cycles\":[],\"problems\":[{\"file\":\"computepods.yaml\",\"line\":4,"
        + "\"column\":3,\"message\":\"wrong\"}],\"warnings\":[],\"ms\":1234,\"exit\":"
        + exit
        + "}";
  }

  @Test
  void build_succeeds_withLinesAndASummary() {
    server.builds(true, finished(0), ended("succeeded", 0));
    assertThat(call("build")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            [1/3] typeset  412 ms  paper.tex changed
            succeeded: 1 run, 2 up to date, 1.2 s
            """);
  }

  @Test
  void build_fails_withTheToolsOutputAndTheProblemsPlace() {
    server.builds(true, finished(2), ended("failed", 1));
    assertThat(call("build")).isEqualTo(1);
    assertThat(terminal.err())
        .contains("typeset  FAILED (exit 2)", "tool says\n", "computepods.yaml:4:3: wrong\n");
  }

  @Test
  void build_asksForWhatWasTyped_seenFromTheFolder_withTheCallersPath() {
    server
        .builds(true, ended("succeeded", 0))
        .says("POST /v1/projects", 200, "{\"targets\":[{\"name\":\"all\"}]}")
        .says("GET /v1/tasks?workspace=" + encoded("work"), 200, "[]");
    assertThat(callIn("work/src", "build x.o ../bin/y all -k -j 3")).isZero();
    assertThat(server.asked())
        .anySatisfy(
            asked ->
                assertThat(asked)
                    .startsWith("POST /v1/builds {\"workspace\":\"" + temp.resolve("work") + "\"")
                    .contains("\"targets\":[\"src/x.o\",\"bin/y\",\"all\"]")
                    .contains("\"keepGoing\":true", "\"jobs\":3", "\"waitS\":10")
                    .contains("\"env\":{\"PATH\":\"/bin\",\"HOME\":\"/nobody\"}")
                    .doesNotContain("SECRET"));
  }

  private String encoded(String folder) {
    return RestClient.encode(temp.resolve(folder).toString());
  }

  @Test
  void build_json_isTheReportAndNothingElse() {
    server.builds(true, finished(0), ended("succeeded", 0));
    assertThat(call("build --json")).isZero();
    assertThat(terminal.out()).isEqualTo(report("succeeded", 0) + "\n");
  }

  @Test
  void usageThatIsWrong_isOneJsonObjectToo() {
    for (String line :
        new String[] {"build --json --nosuch", "--json frobnicate", "where --json"}) {
      assertThat(call(line)).isEqualTo(2);
      Document said = Document.parse(terminal.out());
      assertThat(terminal.out().lines()).hasSize(1);
      assertThat(said.text("result")).isEqualTo("invalid");
      assertThat(said.count("exit")).isEqualTo(2);
      assertThat(said.list("problems").getFirst().text("message")).isNotEmpty();
      assertThat(terminal.err()).startsWith("cpCtrl: ");
    }
  }

  @Test
  void folderThatIsNoProject_whenLookedInto_isNotOpenAfterwards() throws IOException {
    Files.createDirectories(temp.resolve("plain"));
    String rules = "GET /v1/rules?workspace=" + encoded("plain");
    server.says("GET /v1/status", 200, "{\"workspaces\":[]}").says(rules, 200, "[]");
    server.says("POST /v1/projects", 200, "{}").says("DELETE /v1/projects", 200, "{}");

    assertThat(callIn("plain", "rules")).isZero();
    assertThat(server.asked()).contains("DELETE /v1/projects?workspace=" + encoded("plain"));

    String open = "{\"workspaces\":[{\"workspace\":\"" + temp.resolve("plain") + "\"}]}";
    server.says("GET /v1/status", 200, open);
    assertThat(callIn("plain", "rules")).isZero();
    assertThat(server.asked().stream().filter(asked -> asked.startsWith("DELETE"))).hasSize(1);
  }

  @Test
  void build_federationGoesAwayInTheMiddle_is3_inJsonToo() {
    server.builds(false, finished(0));
    assertThat(call("build")).isEqualTo(3);
    assertThat(terminal.err()).contains("went away in mid-build");
    assertThat(call("build --json")).isEqualTo(3);
    assertThat(terminal.out()).startsWith("{\"build\":").contains("\"result\":\"unavailable\"");
    assertThat(terminal.out().lines()).hasSize(1);
  }

  @Test
  void build_badProject_is2_withAllProblems() {
    server.says(
        "POST /v1/builds",
        400,
        "{\"detail\":\"bad project\",\"problems\":[{\"file\":\"a.yaml\",\"line\":1,\"column\":2,"
            + "\"message\":\"one\"},{\"file\":\"a.yaml\",\"line\":3,\"column\":4,"
            + "\"message\":\"two\"}]}");
    assertThat(call("build")).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("a.yaml:1:2: one\na.yaml:3:4: two\n");
  }

  @Test
  void build_unsettled_is4_acceptedIs0() {
    server.builds(true, ended("unsettled", 4));
    assertThat(call("build")).isEqualTo(4);
    server.builds(true, ended("unsettled", 0));
    assertThat(call("build --accept-unsettled")).isZero();
  }

  @Test
  void build_trace_isWritten() throws IOException {
    server.builds(true, finished(0), ended("succeeded", 0));
    assertThat(call("build --trace t.json")).isZero();
    assertThat(Files.readString(temp.resolve("work/t.json")))
        .startsWith("{\"traceEvents\":[{\"name\":\"typeset\",\"cat\":\"latex.pdflatex\"");
  }

  @Test
  void build_trace_hasTheCriticalPathInItsOwnLane_andSaysItsLength() throws IOException {
    String began = "{\"build\":\"b-1\",\"kind\":\"started\",\"task\":\"typeset\"}";
    server
        .builds(true, run("figure", 90), run("aside", 100), began, finished(0), ended("failed", 1))
        .says(
            "GET /v1/graph?workspace=" + RestClient.encode("/w") + "&format=json",
            200,
            "{\"edges\":[{\"from\":\"figure\",\"to\":\"f.pdf\",\"kind\":\"output\"},"
                + "{\"from\":\"f.pdf\",\"to\":\"typeset\",\"kind\":\"required\"}]}");

    assertThat(call("build --trace t.json")).isEqualTo(1);

    assertThat(terminal.out())
        .contains("critical path: 502 ms of 1.2 s, 2 runs: figure -> typeset\n");
    var trace = Document.parse(Files.readString(temp.resolve("work/t.json")));
    assertThat(trace.list("traceEvents"))
        .filteredOn(e -> e.count("tid") == 0 && e.text("ph").equals("X"))
        .extracting(e -> e.text("name"))
        .containsExactly("figure", "typeset");
    assertThat(trace.at("otherData").number("critical_path_ms")).isEqualTo(502);
  }

  private static String run(String task, int ms) {
    return finished(0).replace("typeset", task).replace("412", "" + ms);
  }

  @Test
  void watch_printsEachRound_andEndsWithTheLast() {
    String rested =
        "{\"build\":\"b-1\",\"kind\":\"rested\",\"done\":3,\"total\":3,\"report\":"
            + report("succeeded", 0)
            + "}";
    String changed = "{\"build\":\"b-1\",\"kind\":\"changed\",\"message\":\"paper.tex\"}";
    server.builds(true, finished(0), rested, changed, finished(0), ended("cancelled", 130));
    assertThat(call("watch")).isEqualTo(130);
    assertThat(terminal.out())
        .containsSubsequence("succeeded: 1 run", "changed: paper.tex", "[1/3] typeset");
  }

  @Test
  void watch_endedWhileItWaits_saysOnlyThat() {
    String rested =
        "{\"build\":\"b-1\",\"kind\":\"rested\",\"done\":3,\"total\":3,\"report\":"
            + report("succeeded", 0)
            + "}";
    server.builds(true, finished(0), rested, ended("cancelled", 130));
    assertThat(call("watch")).isEqualTo(130);
    assertThat(terminal.out()).endsWith("the watch has ended\n");
    assertThat(terminal.err()).doesNotContain("cancelled");
  }

  @Test
  void verify_ofWhatCannotBeBuilt_isOneJsonObjectToo() {
    server
        .says("POST /v1/projects", 200, "{}")
        .says("GET /v1/artefacts?workspace=" + encoded("work"), 200, "[]")
        .builds(true, ended("impossible", 5));
    assertThat(call("--json verify nope")).isEqualTo(5);
    assertThat(terminal.out().lines()).hasSize(1);
    assertThat(Document.parse(terminal.out()).text("result")).isEqualTo("impossible");
  }

  @Test
  void status_namesThePageForBrowsers() {
    server.says("GET /v1/status", 200, "{\"federation\":\"fake\",\"workspaces\":[]}");
    assertThat(call("status")).isZero();
    assertThat(terminal.out())
        .containsPattern("page for the browser: http://127.0.0.1:\\d+/, with the token in ");
  }

  @Test
  void question_withoutFederation_is3() throws IOException {
    Files.delete(temp.resolve("home/federation.json"));
    assertThat(call("status")).isEqualTo(3);
    assertThat(terminal.err()).contains("no federation runs").contains("cpCtrl up");
  }

  @Test
  void question_toAStranger_is3() throws IOException {
    String file = Files.readString(temp.resolve("home/federation.json"));
    Files.writeString(temp.resolve("home/federation.json"), file.replace("secret", "other"));
    assertThat(call("status")).isEqualTo(3);
  }

  @Test
  void question_thatIsRefused_saysWhy() {
    server.says("POST /v1/projects", 200, "{}");
    assertThat(call("explain paper.pdf")).isEqualTo(2);
    assertThat(terminal.err()).isEqualTo("cpCtrl: unknown\n");
  }

  @Test
  void explain_isPrinted_andAsJsonUnchanged() {
    String explanation =
        "{\"path\":\"paper.pdf\",\"state\":\"stale\",\"task\":\"typeset\",\"reason\":\"paper.tex"
            + " changed\",\"chain\":[{\"path\":\"paper.tex\",\"reason\":\"was edited\"}]}";
    server
        .says("POST /v1/projects", 200, "{}")
        .says("GET /v1/explain?workspace=" + encoded("work") + "&path=paper.pdf", 200, explanation);
    assertThat(call("explain paper.pdf")).isZero();
    assertThat(terminal.out())
        .isEqualTo(
            """
            paper.pdf is stale, built by typeset: paper.tex changed
              paper.tex: was edited
            """);
    assertThat(call("explain paper.pdf --json")).isZero();
    assertThat(terminal.out()).isEqualTo(explanation + "\n");
  }

  @Test
  void init_writesOnce() {
    assertThat(callIn("work/src", "init")).isZero();
    assertThat(temp.resolve("work/src/computepods.yaml")).content().contains("project: src");
    assertThat(callIn("work/src", "init")).isEqualTo(2);
    assertThat(terminal.err()).contains("is there already");
  }

  @ParameterizedTest
  @ValueSource(strings = {"help build", "build --help", "completion", "--version"})
  void text_isOneJsonDocumentToo(String line) {
    assertThat(call(line)).isZero();
    String text = terminal.out();
    assertThat(call("--json " + line)).isZero();
    assertThat(Document.parse(terminal.out()).text("text")).isEqualTo(text.stripTrailing());
  }

  @Test
  void wrongFlag_is2_withAHint() {
    assertThat(call("build --jsno")).isEqualTo(2);
    assertThat(terminal.err()).contains("unknown option --jsno (did you mean --json?)");
  }
}
