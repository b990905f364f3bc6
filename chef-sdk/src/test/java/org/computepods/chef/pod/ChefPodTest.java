package org.computepods.chef.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.PrivateNatsServer;
import org.computepods.chef.bus.Role;
import org.computepods.chef.bus.StartAt;
import org.computepods.chef.bus.Subjects.Lane;
import org.computepods.chef.bus.Subscription;
import org.computepods.chef.home.Home;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.BuildResults.Outcome;
import org.computepods.chef.wire.CanBuildFrom;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.chef.wire.PodRequests.CancelReply;
import org.computepods.chef.wire.PodRequests.CancelRequest;
import org.computepods.chef.wire.PodRequests.DrainReply;
import org.computepods.chef.wire.PodRequests.DrainRequest;
import org.computepods.chef.wire.PodRequests.OfferReply;
import org.computepods.chef.wire.PodRequests.OfferRequest;
import org.computepods.chef.wire.PodRequests.OpenReply;
import org.computepods.chef.wire.PodRequests.OpenRequest;
import org.computepods.chef.wire.PodRequests.ReadReply;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.chef.wire.Progress;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChefPodTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final BlockingQueue<BuildResults> results = new LinkedBlockingQueue<>();
  private final BlockingQueue<Progress> progress = new LinkedBlockingQueue<>();
  private final BlockingQueue<Word> words = new LinkedBlockingQueue<>();
  private PrivateNatsServer server;
  private NatsClient majordomo;
  private List<Subscription> heard;
  private ChefPod pod;
  private Path workspace;
  private long epoch;
  private int numbers;

  @BeforeEach
  void start() throws Exception {
    var binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    var home = new Home(folder.resolve("home")).create();
    server =
        PrivateNatsServer.start(PrivateNatsServer.Settings.loopback(binary, home.nats(), "pods"));
    majordomo = NatsClient.connect(server.clientSettings(Role.MAJORDOMO, "majordomo"));
    heard =
        List.of(
            majordomo.consume(
                majordomo.streams().names().results(),
                majordomo.subjects().buildResults("m1"),
                StartAt.OLDEST,
                BuildResults.class,
                r -> results.add(r.message())),
            majordomo.subscribe(
                majordomo.subjects().buildProgressAll(), Progress.class, progress::add),
            majordomo.heartbeats().watch(words::add));
    majordomo.streams().ensurePod("local");
    pod = start("local", home, 2);
    workspace = Files.createDirectories(folder.resolve("work")).toRealPath();
    epoch = open().epoch();
  }

  private ChefPod start(String name, Home home, int slots) throws Exception {
    var local =
        PodSettings.local(
            home, server.clientSettings(Role.CHEF, name), System.getenv(), System.err::println);
    return ChefPod.start(
        new PodSettings(
            name,
            home,
            local.roles(),
            local.chefs(),
            local.disabled(),
            slots,
            local.bus(),
            local.sftpHost(),
            name.equals("local"),
            local.environment(),
            local.notices()),
        new Hashing());
  }

  @AfterEach
  void end() {
    pod.close();
    heard.forEach(Subscription::close);
    majordomo.close();
    server.close();
  }

  private OpenReply open() throws Exception {
    return ask(
        majordomo.subjects().workspaceOpen("local"),
        new OpenRequest(1, workspace.toString()),
        OpenReply.class);
  }

  private <T> T ask(String subject, Object question, Class<T> reply) throws Exception {
    return majordomo.request(subject, question, reply, WAIT);
  }

  private BuildFrom job(List<FileRef> inputs, List<String> outputs, String... command) {
    return new BuildFrom(
        1,
        "job-" + ++numbers,
        1,
        "m1",
        "b-1",
        "request-" + numbers,
        "task",
        null,
        "kind-of-command",
        Map.of(),
        workspace.toString(),
        "local",
        epoch,
        List.of(command),
        Map.of("PATH", System.getenv("PATH")),
        inputs,
        List.of(),
        outputs,
        List.of(),
        List.of(),
        Map.of(),
        Map.of(),
        null,
        null,
        60,
        false);
  }

  private void place(BuildFrom job) throws Exception {
    majordomo.publishDurable(
        majordomo.subjects().buildFromAt(Lane.INTERACTIVE, "local"), job, job.job() + "/1");
  }

  private BuildResults result() throws Exception {
    var result = results.poll(WAIT.toMillis(), TimeUnit.MILLISECONDS);
    assertThat(result).isNotNull();
    return result;
  }

  private FileRef input(String name, String text) throws Exception {
    Files.writeString(workspace.resolve(name), text);
    return new FileRef(name, Digest.of(text).hex(), false, null, text.length(), 0, 0, List.of());
  }

  @Test
  void job_placedOnThePod_isDoneInPlaceAndAnswered() throws Exception {
    place(job(List.of(input("in.txt", "hello\n")), List.of("out.txt"), "cp", "in.txt", "out.txt"));

    BuildResults result = result();

    assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(result.pod()).isEqualTo("local");
    assertThat(result.outputs())
        .singleElement()
        .satisfies(out -> assertThat(out.sha256()).isEqualTo(Digest.of("hello\n").hex()));
    assertThat(workspace.resolve("out.txt")).hasContent("hello\n");
  }

  @Test
  void jobs_manyPlaced_areAllAnswered() throws Exception {
    FileRef in = input("in.txt", "x");
    int count = 200;
    for (int i = 0; i < count; i++) {
      place(job(List.of(in), List.of("out" + i), "cp", "in.txt", "out" + i));
    }
    for (int i = 0; i < count; i++) {
      assertThat(result().outcome()).isEqualTo(Outcome.SUCCEEDED);
    }
    assertThat(results).isEmpty();
  }

  @Test
  void job_cancelled_itsToolIsKilledAndItSaysSo() throws Exception {
    BuildFrom job = job(List.of(), List.of("never"), "sleep", "1000");
    place(job);
    assertThat(progress.poll(20, TimeUnit.SECONDS)).extracting(Progress::job).isEqualTo(job.job());

    ask(
        majordomo.subjects().jobCancel("local"),
        new CancelRequest(1, job.job()),
        CancelReply.class);

    assertThat(result().outcome()).isEqualTo(Outcome.CANCELLED);
  }

  @Test
  void job_cancelledAfterItsEnd_isKnown_soItsResultIsWaitedFor() throws Exception {
    BuildFrom job = job(List.of(), List.of("made"), "sh", "-c", "echo > made");
    place(job);
    assertThat(result().outcome()).isEqualTo(Outcome.SUCCEEDED);

    var reply =
        ask(
            majordomo.subjects().jobCancel("local"),
            new CancelRequest(1, job.job()),
            CancelReply.class);

    assertThat(reply.known()).isTrue();
  }

  @Test
  void pod_closedWhileAJobRuns_givesItToItsNextLife() throws Exception {
    BuildFrom job =
        job(List.of(), List.of("made"), "sh", "-c", "test -e again || sleep 1000; echo > made");
    place(job);
    assertThat(progress.poll(20, TimeUnit.SECONDS)).isNotNull();

    pod.close();
    assertThat(results).isEmpty();
    Files.createFile(workspace.resolve("again"));
    pod = start("local", new Home(folder.resolve("home")), 2);
    long next = open().epoch();

    // The job was made for the lock of the earlier life.
    assertThat(next).isGreaterThan(epoch);
    assertThat(result().outcome()).isEqualTo(Outcome.REFUSED);
  }

  @Test
  void job_ofAKind_isDoneElsewhereInScratch() throws Exception {
    FileRef in = input("in.txt", "far");
    ask(
        majordomo.subjects().artefactOffer("local"),
        new OfferRequest(1, workspace.toString(), List.of(in)),
        OfferReply.class);
    var located =
        new FileRef(in.path(), in.sha256(), false, null, in.size(), 0, 0, List.of("local"));
    var question =
        new HowToBuild(1, List.of(), "kind-of-command", null, null, Map.of("pod", "away"));
    try (var away = start("away", new Home(folder.resolve("away")).create(), 1)) {
      majordomo.streams().ensureKind("kind-of-command");
      var takers =
          majordomo.scatter(
              majordomo.subjects().buildHowTo(),
              question,
              CanBuildFrom.class,
              WAIT,
              answers -> !answers.isEmpty());
      assertThat(takers).extracting(CanBuildFrom::pod).containsExactly("away");
      BuildFrom job = job(List.of(located), List.of("out.txt"), "cp", "in.txt", "out.txt");
      majordomo.publishDurable(
          majordomo.subjects().buildFrom(Lane.BATCH, "kind-of-command"), job, job.job());

      BuildResults result = result();

      assertThat(result.message()).isEmpty();
      assertThat(result.outcome()).isEqualTo(Outcome.SUCCEEDED);
      assertThat(result.pod()).isEqualTo("away");
      assertThat(away.store().has(Digest.of("far"))).isTrue();
      assertThat(workspace.resolve("out.txt")).doesNotExist();
    }
  }

  @Test
  void howToBuild_generally_isAnsweredWithTheSetsWhoseToolsAreThere() throws Exception {
    var answers =
        majordomo.scatter(
            majordomo.subjects().buildHowTo(),
            new HowToBuild(1, List.of(), null, null, null, Map.of()),
            CanBuildFrom.class,
            WAIT,
            got -> got.stream().anyMatch(a -> "copy".equals(a.set())));

    assertThat(answers)
        .filteredOn(a -> "copy".equals(a.set()))
        .singleElement()
        .satisfies(a -> assertThat(a.setText()).contains("set: copy"));
  }

  @Test
  void chef_switchedOff_isNoLongerInTheHeartbeat() throws Exception {
    assertThat(chefsTold()).contains("copy", "command");

    var reply =
        ask(
            majordomo.subjects().podDrain("local"),
            new DrainRequest(1, "copy", false),
            DrainReply.class);
    assertThat(reply.chefs()).doesNotContain("copy").contains("command");

    var told = chefsTold();
    while (told.contains("copy")) {
      told = chefsTold();
    }
    assertThat(told).contains("command");
    var unknown =
        ask(
            majordomo.subjects().podDrain("local"),
            new DrainRequest(1, "nonsense", false),
            DrainReply.class);
    assertThat(unknown.error()).isEqualTo("pod local has no chef 'nonsense'");
  }

  private List<String> chefsTold() throws Exception {
    return words.poll(20, TimeUnit.SECONDS) instanceof Word.Alive(var heartbeat)
        ? heartbeat.chefs()
        : List.of();
  }

  @Test
  void workspace_heldByOnePod_isRefusedToAnother() throws Exception {
    var home = new Home(folder.resolve("second")).create();
    var settings =
        PodSettings.local(
            home, server.clientSettings(Role.CHEF, "second"), System.getenv(), System.err::println);
    try (var second = ChefPod.start(named(settings, "second"), new Hashing())) {
      var reply =
          ask(
              majordomo.subjects().workspaceOpen("second"),
              new OpenRequest(1, workspace.toString()),
              OpenReply.class);
      assertThat(reply.error()).contains("is held by");
      assertThat(open().epoch()).isEqualTo(epoch);
      assertThat(workspace.resolve(".computepods/.gitignore")).hasContent("*");
    }
  }

  private static PodSettings named(PodSettings s, String name) {
    return new PodSettings(
        name,
        s.home(),
        s.roles(),
        s.chefs(),
        s.disabled(),
        s.slots(),
        s.bus(),
        s.sftpHost(),
        true,
        s.environment(),
        s.notices());
  }

  @Test
  void file_ofTheWorkspace_isRead() throws Exception {
    Files.writeString(workspace.resolve("computepods.yaml"), "project: x\n");
    var reply =
        ask(
            majordomo.subjects().artefactRead("local"),
            new ReadRequest(1, workspace.toString(), List.of("computepods.yaml", "none")),
            ReadReply.class);
    assertThat(reply.texts()).containsExactly("project: x\n", null);
  }

  @Test
  void pod_closed_saysGoodbye() throws Exception {
    assertThat(words.poll(20, TimeUnit.SECONDS)).isInstanceOf(Word.Alive.class);
    pod.close();
    Word last = words.poll(20, TimeUnit.SECONDS);
    while (last instanceof Word.Alive) {
      last = words.poll(20, TimeUnit.SECONDS);
    }
    assertThat(last).isEqualTo(new Word.Gone("local"));
  }
}
