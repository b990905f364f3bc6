package org.computepods.chef.process;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;
  private Tools tools;
  private final BoundedLog log = new BoundedLog();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void open() throws IOException {
    tools = Tools.open(folder.resolve("t"));
  }

  @AfterEach
  void close() {
    tools.close();
    threads.shutdownNow();
  }

  @Test
  void folder_thatTwoRemoveAtOnce_isGone_andNeitherFails() throws Exception {
    Path full = folder.resolve("full");
    for (int i = 0; i < 300; i++) {
      Path below = Files.createDirectories(full.resolve(i % 30 + "/" + i));
      Files.writeString(below.resolve("file"), "x");
    }

    var other =
        threads.submit(
            () -> {
              Tools.remove(full);
              return true;
            });
    Tools.remove(full);

    assertThat(other.get(1, TimeUnit.MINUTES)).isTrue();
    assertThat(full).doesNotExist();
  }

  @Test
  void tool_thatPrints_isLoggedAndItsExitKnown() throws IOException {
    End end = sh("echo out; echo err >&2; exit 3", LONG).await();

    assertThat(end.way()).isEqualTo(End.Way.BY_ITSELF);
    assertThat(end.exit()).isEqualTo(3);
    assertThat(text()).isEqualTo("out\nerr\n");
    assertThat(end.killLevel()).isEmpty();
  }

  @Test
  void tool_anyTool_seesOnlyItsEnvironmentAndAnEmptyInput() throws IOException {
    End end = sh("cat; env | sort | grep -v '^_=' | cut -d= -f1; pwd", LONG).await();

    assertThat(end.exit()).isZero();
    assertThat(text().lines())
        .containsExactly("PATH", "PWD", "TMPDIR", folder.toRealPath().toString());
  }

  @Test
  void tool_withHostileArguments_getsThemAsTheyAre() throws IOException {
    List<String> words = List.of("a b", "c\nd", "$(touch x)", "é→", "", "*");
    List<String> argv = new ArrayList<>(List.of("printf", "<%s>"));
    argv.addAll(words);

    var run = tools.prepare(call(Path.of("/usr/bin/printf"), argv, LONG, folder), log);

    assertThat(run.await().exit()).isZero();
    assertThat(text()).isEqualTo("<a b><c\nd><$(touch x)><é→><><*>");
  }

  @Test
  void tool_thatIsNoProgram_isNamed() throws IOException {
    Path noProgram = Files.writeString(folder.resolve("no program"), "x");
    var run = tools.prepare(call(noProgram, List.of("x"), LONG, folder), log);

    assertThatThrownBy(run::await)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no program")
        .hasMessageContaining("permission denied");
  }

  @Test
  void tool_endedBySignal_hasTheShellsExitCode() throws IOException {
    assertThat(sh("kill -TERM $$", LONG).await().exit()).isEqualTo(143);
  }

  @Test
  void tool_overItsTime_isKilledWithAllItStarted() throws Exception {
    End end = sh("trap '' TERM; " + brood() + "wait", Duration.ofMillis(700)).await();

    assertThat(end.way()).isEqualTo(End.Way.TIMED_OUT);
    assertThat(end.killLevel()).contains(KillLevel.SUBREAPER);
    assertBroodIsGone(5);
  }

  @Test
  void tool_cancelled20Times_leavesNoSurvivor() throws Exception {
    for (int trial = 0; trial < 20; trial++) {
      ToolRun run = sh("trap '' TERM; " + brood() + "echo ready > ready; wait", LONG);
      var end = CompletableFuture.supplyAsync(() -> awaited(run), threads);
      awaitFile(folder.resolve("ready"));
      run.cancel();

      assertThat(end.join().way()).isEqualTo(End.Way.CANCELLED);
      assertBroodIsGone(5);
      Files.delete(folder.resolve("ready"));
    }
  }

  @Test
  void tool_thatEndsWell_takesItsDetachedChildrenWithIt() throws Exception {
    End end = sh(brood() + "exit 0", LONG).await();

    assertThat(end.exit()).isZero();
    assertThat(end.killLevel()).contains(KillLevel.SUBREAPER);
    assertBroodIsGone(5);
  }

  @Test
  void twoTools_oneCancelled_leaveTheOtherAlone() throws Exception {
    ToolRun victim = sh(brood() + "echo ready > ready; wait", LONG);
    BoundedLog otherLog = new BoundedLog();
    String script = "setsid sh -c 'cat release > said' & echo up > up; wait; cat said";
    var other = tools.prepare(shell(script, LONG), otherLog);
    fifo("release");
    var one = CompletableFuture.supplyAsync(() -> awaited(victim), threads);
    var two = CompletableFuture.supplyAsync(() -> awaited(other), threads);
    awaitFile(folder.resolve("ready"));
    awaitFile(folder.resolve("up"));

    victim.cancel();
    one.join();
    Files.writeString(folder.resolve("release"), "still here");

    assertThat(two.join().exit()).isZero();
    assertThat(new String(otherLog.content(), UTF_8)).isEqualTo("still here");
    assertBroodIsGone(5);
  }

  @Test
  void tool_cancelledBeforeItBegins_neverRuns() throws IOException {
    ToolRun run = sh("touch ran", LONG);
    run.cancel();

    assertThat(run.await().way()).isEqualTo(End.Way.CANCELLED);
    assertThat(folder.resolve("ran")).doesNotExist();
  }

  @Test
  void pod_killedHard_takesItsToolsWithIt() throws Exception {
    // Given a pod in a process of its own, with a tool that has detached children
    var pod =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                PodOfOneTool.class.getName(),
                folder.toString(),
                broodThatKeepsItsEnvironment() + "echo ready > ready; wait")
            .inheritIO()
            .start();
    awaitFile(folder.resolve("ready"));
    List<Integer> brood = brood(4);

    // When it is killed with kill -9
    pod.destroyForcibly().waitFor();

    // Then every tool goes too
    brood.forEach(ToolsTest::assertDies);
  }

  /** A pod that runs one tool for ever. */
  static final class PodOfOneTool {
    private PodOfOneTool() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[0]);
      var tools = Tools.open(folder.resolve("other"));
      tools.prepare(shell(args[1], LONG, folder, tools), new BoundedLog()).await();
    }
  }

  /** Starts five processes, each harder to find, which note their ids in files. */
  private static String brood() {
    return broodThatKeepsItsEnvironment()
        + "setsid env -i /bin/sh -c 'echo $$ > 5.tmp; /bin/mv 5.tmp 5.pid; exec /bin/sleep 1000' & "
        + waitFor(5);
  }

  private static String broodThatKeepsItsEnvironment() {
    return "sh -c 'echo $$ > 1.tmp; mv 1.tmp 1.pid; exec sleep 1000' & "
        + "sh -c 'trap \"\" TERM INT HUP; echo $$ > 2.tmp; mv 2.tmp 2.pid; sleep 1000; sleep 1000' & "
        + "setsid sh -c 'echo $$ > 3.tmp; mv 3.tmp 3.pid; exec sleep 1000' & "
        + "( ( setsid sh -c 'echo $$ > 4.tmp; mv 4.tmp 4.pid; exec sleep 1000' & ) & ) & "
        + waitFor(4);
  }

  private static String waitFor(int n) {
    return "while [ ! -s "
        + n
        + ".pid ]; do :; done; while [ ! -s 1.pid ] || [ ! -s 2.pid ] || "
        + "[ ! -s 3.pid ] || [ ! -s 4.pid ]; do :; done; ";
  }

  private List<Integer> brood(int n) throws IOException {
    var all = new ArrayList<Integer>();
    for (int i = 1; i <= n; i++) {
      all.add(Integer.parseInt(Files.readString(folder.resolve(i + ".pid")).trim()));
    }
    return all;
  }

  private void assertBroodIsGone(int n) throws Exception {
    for (int pid : brood(n)) {
      assertThat(ProcessHandle.of(pid)).as("survivor").isEmpty();
    }
    for (int i = 1; i <= n; i++) {
      Files.delete(folder.resolve(i + ".pid"));
    }
  }

  private static void assertDies(int pid) {
    int fd = Native.pidfd(pid);
    if (fd < 0) {
      return; // Gone already.
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment poll = arena.allocate(8, 4);
      poll.set(JAVA_INT, 0, fd);
      poll.set(JAVA_SHORT, 4, Native.POLLIN);
      assertThat(Native.poll(Native.state(arena), poll, 30_000)).as("death of " + pid).isEqualTo(1);
    } finally {
      Native.close(fd);
    }
  }

  private ToolRun sh(String script, Duration limit) throws IOException {
    return tools.prepare(shell(script, limit), log);
  }

  private Invocation shell(String script, Duration limit) throws IOException {
    return shell(script, limit, folder, tools);
  }

  private static Invocation shell(String script, Duration limit, Path folder, Tools tools)
      throws IOException {
    Map<String, String> env = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
    env.put("TMPDIR", tools.temporary().toString());
    return new Invocation(Path.of("/bin/sh"), List.of("sh", "-c", script), env, folder, limit);
  }

  private static Invocation call(Path program, List<String> argv, Duration limit, Path folder) {
    return new Invocation(program, argv, Map.of("PATH", "/usr/bin:/bin"), folder, limit);
  }

  private void fifo(String name) throws IOException, InterruptedException {
    new ProcessBuilder("mkfifo", folder.resolve(name).toString()).start().waitFor();
  }

  private void awaitFile(Path file) throws Exception {
    try (var watch = file.getFileSystem().newWatchService()) {
      folder.register(watch, java.nio.file.StandardWatchEventKinds.ENTRY_CREATE);
      while (!Files.exists(file)) {
        var key = watch.poll(30, TimeUnit.SECONDS);
        assertThat(key).as("a sign of " + file).isNotNull();
        key.pollEvents();
        key.reset();
      }
    }
  }

  private static End awaited(ToolRun run) {
    try {
      return run.await();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String text() {
    return new String(log.content(), UTF_8);
  }
}
