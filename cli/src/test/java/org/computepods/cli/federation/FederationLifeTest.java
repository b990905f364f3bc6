package org.computepods.cli.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.computepods.chef.home.Home;
import org.computepods.cli.CallForTests;
import org.computepods.cli.show.FakeTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The life of an embedded federation, with real processes. */
class FederationLifeTest {
  private static final long END_S = 60;

  @TempDir Path temp;
  private Path home;
  private FakeTerminal terminal = FakeTerminal.pipe();
  private final Map<String, String> env = new HashMap<>(System.getenv());

  @BeforeEach
  void workspace() throws IOException {
    home = temp.resolve("home");
    env.put("COMPUTEPODS_HOME", home.toString());
    Files.createDirectories(temp.resolve("work"));
    Files.writeString(
        temp.resolve("work/computepods.yaml"),
        """
        default: copy
        targets: {copy: {outputs: [copy.txt]}}
        tasks:
          copy: {dependencies: [text.txt], outputs: [copy.txt], command: [cp, text.txt, copy.txt]}
        """);
    Files.writeString(temp.resolve("work/text.txt"), "text\n");
  }

  @AfterEach
  void end() {
    call("down");
  }

  private int call(String line) {
    terminal = FakeTerminal.pipe();
    return CallForTests.run(line.split(" "), env, terminal.terminal(), temp.resolve("work"));
  }

  private Running running() {
    return Running.read(home).orElseThrow();
  }

  private ProcessHandle part(String role) {
    return ProcessHandle.of(running().pids().getOrDefault(role, -1L)).orElseThrow();
  }

  private static void awaitEnd(ProcessHandle process) throws Exception {
    process.onExit().get(END_S, TimeUnit.SECONDS);
  }

  @Test
  void firstBuild_startsIt_downLeavesNothing() throws Exception {
    assertThat(call("build")).as(terminal.err()).isZero();
    assertThat(terminal.out()).contains("copy", "succeeded: 1 run");
    assertThat(temp.resolve("work/copy.txt")).hasContent("text");
    assertThat(Files.getPosixFilePermissions(home.resolve("federation.json")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    ProcessHandle daemon = part("majordomo");
    List<ProcessHandle> all = new ArrayList<>(daemon.descendants().toList());
    all.add(daemon);

    assertThat(call("build")).isZero();
    assertThat(terminal.out()).contains("succeeded: 1 up to date");
    assertThat(part("majordomo")).isEqualTo(daemon);

    assertThat(call("down")).isZero();
    assertThat(all).hasSizeGreaterThan(1).noneMatch(ProcessHandle::isAlive);
    assertThat(home.resolve("federation.json")).doesNotExist();
    assertThat(call("down")).isZero();
    assertThat(call("status")).isEqualTo(3);
  }

  @Test
  void natsServer_thatDied_isReplaced_andItsFileNamesTheNewProcess() throws Exception {
    assertThat(call("build")).as(terminal.err()).isZero();
    ProcessHandle first = part("nats");
    first.destroyForcibly();
    awaitEnd(first);
    Files.writeString(temp.resolve("work/text.txt"), "other\n");

    assertThat(call("build")).as(terminal.err()).isZero();

    assertThat(temp.resolve("work/copy.txt")).hasContent("other");
    assertThat(part("nats")).isNotEqualTo(first);
    assertThat(part("nats").isAlive()).isTrue();
    assertThat(call("build")).isZero();
  }

  @Test
  void twoFirstBuildsAtOnce_startOne() throws Exception {
    Process one = process("up", "--json");
    Process other = process("up", "--json");
    assertThat(one.waitFor()).isZero();
    assertThat(other.waitFor()).isZero();
    assertThat(part("majordomo").isAlive()).isTrue();
    try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
      assertThat(all.filter(each -> isDaemonOf(each, home))).hasSize(1);
    }
  }

  private static boolean isDaemonOf(ProcessHandle process, Path home) {
    String mark = "-D" + DaemonCommand.PROPERTY + "=" + home;
    return process.info().commandLine().orElse("").contains(mark);
  }

  /** The command line as a process of its own. */
  private Process process(String... args) throws IOException {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
    words.add(System.getProperty("java.class.path"));
    words.add("org.computepods.cli.CpCtrl");
    words.addAll(List.of(args));
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(temp.resolve("work").toFile())
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("out-" + words.hashCode() + ".txt").toFile());
    builder.environment().put("COMPUTEPODS_HOME", home.toString());
    return builder.start();
  }

  @Test
  void killedDaemon_takesNatsAlong_andTheNextBuildStartsAnew() throws Exception {
    assertThat(call("build")).isZero();
    ProcessHandle daemon = part("majordomo");
    ProcessHandle nats = part("nats");
    daemon.destroyForcibly();
    awaitEnd(daemon);
    awaitEnd(nats);

    Files.writeString(temp.resolve("work/text.txt"), "other\n");
    assertThat(call("build")).as(terminal.err()).isZero();
    assertThat(temp.resolve("work/copy.txt")).hasContent("other");
    assertThat(part("majordomo")).isNotEqualTo(daemon);
  }

  @Test
  void otherBuildOfTheSoftware_isReplacedWhenIdle() throws Exception {
    assertThat(call("up")).isZero();
    ProcessHandle old = part("majordomo");
    Path file = home.resolve("federation.json");
    Files.writeString(file, Files.readString(file).replace(Software.own().id(), "an-older-build"));
    assertThat(call("build")).as(terminal.err()).isZero();
    assertThat(part("majordomo")).isNotEqualTo(old);
    awaitEnd(old);
  }

  @Test
  void interruptedBuild_is130_killsTheTool_andLeavesTheFederationUp() throws Exception {
    Files.writeString(
        temp.resolve("work/computepods.yaml"),
        """
        default: slow
        targets: {slow: {outputs: [slow.txt]}}
        tasks:
          slow: {outputs: [slow.txt], sh: "echo $$ > started && exec sleep 600"}
        """);
    try (WatchService watch = temp.getFileSystem().newWatchService()) {
      temp.resolve("work").register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process build = process("build");
      Path started = temp.resolve("work/started");
      while (!Files.exists(started) || Files.size(started) == 0) {
        WatchKey key = watch.poll(1, TimeUnit.SECONDS);
        if (key != null) {
          key.reset();
        }
      }
      ProcessHandle tool =
          ProcessHandle.of(Long.parseLong(Files.readString(started).strip())).orElseThrow();
      signal("INT", build);
      assertThat(build.waitFor()).isEqualTo(130);
      awaitEnd(tool);
      assertThat(call("status")).isZero();
      assertThat(temp.resolve("work/slow.txt")).doesNotExist();
    }
  }

  @Test
  void stoppedFederation_isKilledByDown_withItsChildren() throws Exception {
    assertThat(call("up")).as(terminal.err()).isZero();
    List<ProcessHandle> all = List.of(part("majordomo"), part("nats"));
    signal("STOP", all.getFirst());
    var none = Duration.ofMillis(20);
    List<String> complaints = new ArrayList<>();
    Patience patience = new Patience(none, none, none, none);
    assertThat(new Ending(new Home(home), patience).end(complaints::add)).isTrue();
    assertThat(complaints)
        .containsExactly(
            "cpCtrl: the federation (process "
                + all.getFirst().pid()
                + ") does not answer and is killed");
    assertThat(all).noneMatch(ProcessHandle::isAlive);
    assertThat(home.resolve("federation.json")).doesNotExist();
  }

  private static void signal(String signal, Process process) throws Exception {
    signal(signal, process.toHandle());
  }

  private static void signal(String signal, ProcessHandle process) throws Exception {
    new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
  }

  @Test
  void homeTakenAway_endsTheFederation() throws Exception {
    assertThat(call("up")).as(terminal.err()).isZero();
    ProcessHandle daemon = part("majordomo");
    Files.move(home, temp.resolve("elsewhere"));
    awaitEnd(daemon);
  }

  @Test
  void idleFederation_endsItself() throws Exception {
    env.put("COMPUTEPODS_IDLE_S", "1");
    assertThat(call("build")).as(terminal.err()).isZero();
    awaitEnd(part("majordomo"));
  }
}
