package org.computepods.majordomo.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardWatchEventKinds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.PrivateNatsServer;
import org.computepods.chef.bus.Role;
import org.computepods.chef.json.Json;
import org.computepods.chef.rest.RestClient;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.chef.wire.rest.BuildStarted;
import org.computepods.chef.wire.rest.Status;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Standing;
import org.computepods.majordomo.state.StateStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A MajorDomo with its real core, asked over REST; a nats-server of its own; pods in memory. */
@Timeout(60)
class MajorDomoTest {
  private static final String PROJECT =
      """
      project: paper
      tasks:
        upper:
          dependencies: [a.txt]
          outputs: [b.txt]
          command: [cat, one]
          requires: {tool: cat}
        both:
          dependencies: [b.txt, c.txt]
          outputs: [d.txt]
          command: [cat, two]
      targets:
        all: {outputs: [d.txt]}
      default: all
      """;

  private static final String GREETINGS =
      """
      set: hello
      rules:
        greet:
          dependencies: ["{dir}{stem}.names"]
          outputs: ["{dir}{stem}.hello"]
          command: [cat, hello]
      """;

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> said = java.util.Collections.synchronizedList(new ArrayList<>());
  private final Map<String, byte[]> store = new ConcurrentHashMap<>();
  private PrivateNatsServer server;
  private MajorDomo majorDomo;
  private RestClient rest;

  @BeforeEach
  void start() throws Exception {
    Path binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    server =
        PrivateNatsServer.start(
            PrivateNatsServer.Settings.loopback(binary, folder.resolve("nats"), "test"));
    open.add(server);
    startMajorDomo(folder, Cores.FACTORY);
  }

  private void startMajorDomo(Path home) throws Exception {
    startMajorDomo(home, Cores.FACTORY);
  }

  private void startMajorDomo(Path home, Core.Factory cores) throws Exception {
    var nats = client(Role.MAJORDOMO, "majordomo");
    open.add(nats);
    String token = Settings.newToken();
    majorDomo =
        MajorDomo.start(
            new Settings(home, nats, "local", 0, token, "this", Duration.ZERO, () -> {}, said::add),
            cores);
    open.add(majorDomo);
    rest = new RestClient(majorDomo.restUrl(), token, Duration.ofSeconds(30));
  }

  @AfterEach
  void stop() throws Exception {
    for (var closeable : open.reversed()) {
      closeable.close();
    }
  }

  private NatsClient client(Role role, String name) throws BusException {
    return NatsClient.connect(server.clientSettings(role, name));
  }

  private FakePod pod(String name, String... chefs) throws Exception {
    var pod = new FakePod(client(Role.MAJORDOMO, name), name, store, chefs);
    open.add(pod);
    return pod;
  }

  private FakePod paper(String... chefs) throws Exception {
    var pod = pod("local", chefs);
    pod.write("computepods.yaml", PROJECT);
    pod.write("a.txt", "A");
    pod.write("c.txt", "C");
    return pod;
  }

  @Test
  void build_runsWhatIsStale_thenNothing_thenWhatAnEditReaches() throws Exception {
    var pod = paper("command");
    assertThat(build().tasks().run()).isEqualTo(2);
    assertThat(pod.text("d.txt")).isEqualTo("cat two|cat one|A|C");
    assertThat(build().tasks()).isEqualTo(new BuildReport.Tasks(0, 0, 2, 0, 0));
    pod.write("c.txt", "C2");
    var report = build();
    assertThat(report.runs()).extracting(BuildReport.Run::task).containsExactly("both");
    assertThat(pod.text("d.txt")).endsWith("|C2");
  }

  @Test
  void build_afterARestart_runsNothing() throws Exception {
    var pod = paper("command");
    build();
    open.remove(majorDomo);
    int cooked = pod.cooked.size();
    majorDomo.close();
    startMajorDomo(folder);
    var report = build();
    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(report.runs()).isEmpty();
    assertThat(pod.cooked).hasSize(cooked);
  }

  @Test
  void killedAtRest_isFollowedByOneThatBeginsAsItLeft() throws Exception {
    var pod = paper("command");
    build();
    build(); // The first may have gone by rules that chefs were still to offer.
    pod.syncsToRefuse.set(1); // What keeps words from being left at first does not for ever.
    Path home = folder.resolve("killed");
    try (var watch = folder.getFileSystem().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
      // What is on the disk is all that a life which is killed leaves behind.
      for (copyDatabase(home); !wordsAreLeft(home); copyDatabase(home)) {
        var written = watch.take();
        written.pollEvents();
        written.reset();
      }
    }
    open.remove(majorDomo);
    majorDomo.close();
    int cooked = pod.cooked.size();
    startMajorDomo(home);
    var report = build();
    assertThat(said).anyMatch(line -> line.contains("is as it was left"));
    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(report.tasks()).isEqualTo(new BuildReport.Tasks(0, 0, 2, 0, 0));
    assertThat(pod.cooked).hasSize(cooked);
  }

  private void copyDatabase(Path into) throws IOException {
    Files.createDirectories(into);
    for (String ending : List.of("", "-wal")) {
      Path file = folder.resolve("majordomo.db" + ending);
      if (Files.exists(file)) {
        Files.copy(
            file, into.resolve("majordomo.db" + ending), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /** Asked of a copy that nobody writes: a store knows the workspaces that it began with. */
  private boolean wordsAreLeft(Path home) throws IOException {
    try (var database = StateStore.open(home.resolve("majordomo.db"), said::add)) {
      return database.left(FakePod.WORKSPACE).isPresent();
    }
  }

  @Test
  void restartWhileTheOtherPodIsAway_runsNothing() throws Exception {
    paper();
    var big = pod("big", "command");
    assertThat(build().tasks().run()).isEqualTo(2);
    open.remove(big);
    big.close();
    open.remove(majorDomo);
    majorDomo.close();
    startMajorDomo(folder);
    var report = build();
    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(report.runs()).isEmpty();
  }

  @Test
  void lostWord_isMadeGoodByANewEpoch() throws Exception {
    var pod = paper("command");
    build();
    pod.wordsToLose.set(1);
    pod.write("a.txt", "lost");
    pod.write("c.txt", "heard");
    assertThat(build().result()).isEqualTo("succeeded");
    assertThat(pod.text("d.txt")).isEqualTo("cat two|cat one|lost|heard");
  }

  @Test
  void lastWordLost_isMadeGoodToo() throws Exception {
    var pod = paper("command");
    build();
    pod.wordsToLose.set(1);
    pod.write("a.txt", "lost");
    assertThat(build().result()).isEqualTo("succeeded");
    assertThat(pod.text("d.txt")).contains("lost");
  }

  @Test
  void jobThatTheHomePodCannotDo_isDoneElsewhereAndBroughtHome() throws Exception {
    var home = paper();
    var big = pod("big", "command");
    var report = build();
    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(report.runs()).extracting(BuildReport.Run::chef).allMatch(c -> c.contains("big"));
    assertThat(home.text("d.txt")).isEqualTo("cat two|cat one|A|C");
    assertThat(big.cooked.getFirst().inputs().getFirst().pods()).contains("local");
    assertThat(build().tasks().run()).isZero();
  }

  @Test
  void noChef_isSaidAtOnceWithTheReason() throws Exception {
    paper();
    var report = build();
    assertThat(report.result()).isEqualTo("impossible");
    assertThat(report.exit()).isEqualTo(5);
    assertThat(report.toString()).contains("no chef can run this command");
  }

  @Test
  void chefThatComesWhileTheWorkspaceIsOpened_isGoneBy() throws Exception {
    var pod = pod("local", "command");
    pod.write("all.names", "Ada");
    pod.mayWatch = new CountDownLatch(1);
    pod.filesRead = new CountDownLatch(1);
    var build = start(10, "all.hello");
    pod.filesRead.await(); // By then it has been read which rules there are.

    pod.filesRead = new CountDownLatch(1);
    pod.publish("hello", GREETINGS);
    pod.filesRead.await();
    pod.mayWatch.countDown();

    assertThat(follow(build).result()).isEqualTo("succeeded");
    assertThat(pod.text("all.hello")).isEqualTo("cat hello|Ada");
  }

  @Test
  void chefThatGoesAway_isWaitedForAndThenNamed() throws Exception {
    paper();
    var big = pod("big", "command");
    big.stuck = true;
    var build = start(1);
    try (var events = rest.events("/builds/" + build + "/events")) {
      var event = next(events);
      while (!event.kind().equals("started")) {
        event = next(events);
      }
    }
    open.remove(big);
    big.close();
    var report = follow(build);
    assertThat(report.result()).isEqualTo("impossible");
    assertThat(report.toString()).contains("big");
  }

  @Test
  void failingTool_isReportedWithItsLog() throws Exception {
    var pod = paper("command");
    pod.write("computepods.yaml", PROJECT.replace("[cat, one]", "[\"false\"]"));
    var report = build();
    assertThat(report.result()).isEqualTo("failed");
    assertThat(report.exit()).isEqualTo(1);
    assertThat(report.runs().getFirst().log()).contains("it went wrong");
    assertThat(get("/logs/upper").body()).contains("it went wrong");
  }

  @Test
  void toolThatChangedOutsideTheWorkspace_makesItsTasksRunAgain() throws Exception {
    var pod = paper("command");
    build();
    assertThat(build().tasks().run()).isZero();
    assertThat(get("/explain?path=d.txt").body()).contains("\"fresh\"");
    pod.outside.put("/bin/cat", "another cat");
    var report = build();
    assertThat(report.runs()).extracting(BuildReport.Run::task).containsExactly("upper", "both");
    assertThat(report.runs().getFirst().reason()).contains("/bin/cat");
  }

  @Test
  void unknownWorkspace_isRefusedByItsPod() throws Exception {
    paper("command");
    var started = post("/builds", request("/nowhere", 10));
    var report = follow(Json.read(started, BuildStarted.class).build());
    assertThat(report.result()).isEqualTo("unavailable");
    assertThat(report.exit()).isEqualTo(3);
    assertThat(report.problems().getFirst().message()).contains("no such folder");
  }

  @Test
  void clean_removesWhatWeBuiltAndNobodyChanged() throws Exception {
    var pod = paper("command");
    build();
    pod.write("b.txt", "mine now");
    var cleaned =
        post(
            "/clean",
            new org.computepods.chef.wire.rest.CleanRequest(FakePod.WORKSPACE, List.of()));
    assertThat(cleaned).contains("\"removed\":[\"d.txt\"]").contains("\"kept\":[\"b.txt\"]");
    assertThat(pod.files).doesNotContainKey("d.txt").containsKey("a.txt");
  }

  @Test
  void answers_tellOfTasksGraphQueriesAndVersions() throws Exception {
    paper("command");
    build();
    assertThat(get("/tasks").body()).contains("\"task\":\"both\"").contains("\"fresh\"");
    assertThat(get("/query?q=deps(d.txt)").body())
        .contains("\"names\":[\"a.txt\",\"b.txt\",\"c.txt\"]");
    assertThat(get("/query?q=rdeps(a.txt)").body()).contains("\"names\":[\"b.txt\",\"d.txt\"]");
    assertThat(get("/query?q=somepath(d.txt,a.txt)").body())
        .contains("\"names\":[\"d.txt\",\"b.txt\",\"a.txt\"]");
    assertThat(get("/query?q=outputs(both)").body()).contains("\"names\":[\"d.txt\"]");
    assertThat(get("/query?q=nonsense").status()).isEqualTo(400);
    assertThat(get("/graph?format=dot").body()).startsWith("digraph").contains("file:d.txt");
    assertThat(get("/graph?format=svg").body()).startsWith("<svg");
    assertThat(get("/graph?plan=true").body()).contains("\"plan\":[\"upper\",\"both\"]");
    assertThat(get("/artefacts?path=d.txt").body()).contains("in place").contains("local");
    assertThat(get("/why-not?path=x.o").body())
        .contains("\"buildable\":false", "\"nearest\":\"c.compile\"", "x.c does not exist");
    assertThat(get("/why-not?path=nothing.xyz").status()).isEqualTo(400);
    assertThat(get("/explain?path=d.tx").body()).contains("did you mean 'd.txt'?");
    assertThat(get("/logs/both").body()).contains("a line");
    assertThat(get("/builds").body()).contains("succeeded");
    assertThat(get("/pods").body()).contains("local");
    assertThat(get("/rules").body()).contains("\"rule\":\"c.compile\"").contains("{stem}.o");
    assertThat(get("/chefs").body()).contains("command");
    var status = Json.read(get("/status").body(), Status.class);
    assertThat(status.workspaces()).singleElement().extracting("tasks").isEqualTo(2);
    assertThat(status.connected()).isTrue();
  }

  @Test
  void natsAway_isToldAndTheBuildResumes() throws Exception {
    paper("command");
    build();
    server.close();
    var started = start(10);
    try (var events = rest.events("/builds/" + started + "/events")) {
      assertThat(next(events).kind()).isEqualTo("waiting");
    }
    assertThat(get("/status").status()).isEqualTo(200);
  }

  @Test
  void jobThatIsLost_goesOutOnceMore() throws Exception {
    var pod = paper("command");
    pod.jobsToLose.set(1);
    assertThat(build().result()).isEqualTo("succeeded");
    assertThat(pod.text("d.txt")).isEqualTo("cat two|cat one|A|C");
    assertThat(said).anyMatch(line -> line.contains("neither it nor its result is anywhere"));
  }

  @Test
  void watcherThatIsSlow_isNamedToWhoWaits() throws Exception {
    var pod = paper("command");
    build();
    pod.maySync = new CountDownLatch(1);
    var started = start(10);
    try (var events = rest.events("/builds/" + started + "/events")) {
      var event = next(events);
      assertThat(event.kind()).isEqualTo("waiting");
      assertThat(event.message()).matches("for the watcher of pod local since \\d+ s");
    }
    assertThat(get("/status").body()).contains("waits for the watcher of pod local since");
    pod.maySync.countDown();
    assertThat(follow(started).result()).isEqualTo("succeeded");
  }

  @Test
  void coreThatBreaks_endsItsBuilds_andTheNextAreAnsweredByAnother() throws Exception {
    var toBreak = new AtomicInteger();
    var toFail = new AtomicInteger();
    open.remove(majorDomo);
    majorDomo.close();
    startMajorDomo(
        folder,
        (remembered, home) -> {
          if (toFail.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new IllegalStateException("it cannot be made");
          }
          return new BreakingCore(Cores.FACTORY.remembering(remembered, home), toBreak);
        });
    var pod = paper("command");
    build();
    pod.write("c.txt", "C2");
    toBreak.set(1);
    toFail.set(1);
    assertThat(build().exit()).isEqualTo(3);
    var report = build();
    for (int again = 0; report.exit() == 3 && again < 200; again++) {
      report = build(); // Until the other core is there, each is told so at once.
    }
    assertThat(report.result()).isEqualTo("succeeded");
    assertThat(pod.text("d.txt")).endsWith("|C2");
  }

  /** A core that breaks at the answer to a sync, so many times. */
  private record BreakingCore(Core core, AtomicInteger toBreak) implements Core {
    @Override
    public List<Command> on(Event event, long nowNanos, long nowWallMs) {
      if (event instanceof Event.Synced
          && toBreak.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        throw new IllegalStateException("an invariant is broken");
      }
      return core.on(event, nowNanos, nowWallMs);
    }

    @Override
    public EngineView view() {
      return core.view();
    }

    @Override
    public Command.Sync beforeStanding() {
      return core.beforeStanding();
    }

    @Override
    public Optional<Standing> standing() {
      return core.standing();
    }
  }

  private BuildReport build() throws Exception {
    return follow(start(10));
  }

  private String start(int waitS) throws Exception {
    return Json.read(post("/builds", request(FakePod.WORKSPACE, waitS)), BuildStarted.class)
        .build();
  }

  private String start(int waitS, String target) throws Exception {
    var request = request(FakePod.WORKSPACE, waitS, target);
    return Json.read(post("/builds", request), BuildStarted.class).build();
  }

  private static BuildRequest request(String workspace, int waitS, String... targets) {
    return new BuildRequest(
        workspace,
        List.of(targets),
        false,
        false,
        false,
        0,
        false,
        false,
        waitS,
        Map.of("PATH", "/bin"));
  }

  private BuildReport follow(String build) throws Exception {
    try (var events = rest.events("/builds/" + build + "/events")) {
      var event = next(events);
      while (!event.kind().equals("ended")) {
        event = next(events);
      }
      return java.util.Objects.requireNonNull(event.report());
    }
  }

  private static BuildEvent next(org.computepods.chef.rest.EventStream events) throws Exception {
    return Json.read(events.next().orElseThrow(), BuildEvent.class);
  }

  private String post(String path, Object body) throws Exception {
    return rest.post(path, Json.text(body)).body();
  }

  private org.computepods.chef.rest.Answer get(String path) throws Exception {
    return rest.get(path);
  }
}
