package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.computepods.chef.bus.BusSettings;
import org.computepods.chef.bus.Credential;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.StartAt;
import org.computepods.chef.wire.FileChanged;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** MajorDomo, watcher and pod, each a process of its own. */
class RolesTest {
  private static final Map<String, String> COPY =
      Map.of(
          "computepods.yaml",
          """
          project: copy
          tasks:
            copy: {dependencies: [a], outputs: [b], command: [cp, a, b]}
          """,
          "a",
          "1\n");

  private static final String NO_WATCHER = "no watcher runs on pod local";

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  @Test
  void roles_onAPlainNatsServer_buildWhatIsSavedAndMissNothingWhileTheWatcherIsAway()
      throws Exception {
    var work = kitchen.of(COPY);
    // Their names alone do not fit into one of its messages, which have 1 MB at most.
    for (int i = 0; i < 6_000; i++) {
      work.write("many/%0200d".formatted(i), "");
    }
    Home watcherHome = kitchen.home();
    try (var nats = PlainNats.startIn(kitchen.outside("nats"));
        var watcher = watcher(watcherHome, nats, work);
        var majorDomo = work.home().start(kitchen.floor(), "majordomo", "--nats", nats.url());
        var pod =
            kitchen
                .home()
                .start(
                    kitchen.floor(),
                    "pod",
                    "--name",
                    "local",
                    "--workspaces",
                    "--nats",
                    nats.url())) {
      watcher.says("6002 files");
      majorDomo.says("answers at");
      pod.says("cooks for local");

      work.build("--wait", "60").succeeds().ranOnly("copy");
      work.write("a", "2\n").build().succeeds().ranOnly("copy");
      work.build().succeeds().ranNothing();
      assertThat(work.read("b")).isEqualTo("2\n");
      second(nats).complaining("has a watcher already").exits(3);

      watcher.signal("KILL");
      watcher.ends();
      work.write("a", "3\n");
      assertThat(work.cpCtrl("status").exits(0).out()).contains(NO_WATCHER);
      assertThat(work.cpCtrl("pods").exits(0).out()).doesNotContain("fswatcher");
      try (var again = watcher(watcherHome, nats, work)) {
        again.says("6003 files");
        assertThat(work.cpCtrl("status").exits(0).out()).doesNotContain(NO_WATCHER);
        assertThat(work.cpCtrl("pods").exits(0).out()).contains("fswatcher");
        work.build().succeeds().ranOnly("copy");
        assertThat(work.read("b")).isEqualTo("3\n");

        again.signal("TERM");
        majorDomo.signal("TERM");
        pod.signal("TERM");
        again.ends();
        majorDomo.ends();
        pod.ends();
      }
    }
  }

  private static Running watcher(Home home, PlainNats nats, Workspace work) {
    return home.start(
        work.folder(), "fswatcher", "--workspace", work.folder().toString(), "--nats", nats.url());
  }

  private Said second(PlainNats nats) {
    return kitchen.home().cpCtrl(kitchen.floor(), "fswatcher", "--nats", nats.url());
  }

  @Test
  void commands_inAHomeWhosePodAndWatcherWorkForAnother_askThatOne() throws Exception {
    var work = kitchen.of(COPY);
    Home mine = kitchen.home();
    String[] pod = {"pod", "--workspaces", "--name", "laptop", "--nats"};
    String[] watcher = {"fswatcher", "--pod", "laptop", "--nats"};
    try (var nats = PlainNats.startIn(kitchen.outside("nats"));
        var majorDomo = work.home().start(kitchen.floor(), "majordomo", "--nats", nats.url());
        var holding = mine.start(kitchen.floor(), with(pod, nats.url()));
        var watching = mine.start(kitchen.floor(), with(watcher, nats.url()))) {
      majorDomo.says("answers at");
      holding.says("cooks for local");
      watching.says("watching for pod laptop");

      Build.of(mine.cpCtrl(work.folder(), "--json", "build", "--wait", "60"))
          .succeeds()
          .ranOnly("copy");
      mine.cpCtrl(work.folder(), "explain", "b").exits(0).saying("built by copy");

      majorDomo.interrupt().ends();
      mine.cpCtrl(work.folder(), "status").exits(3).complaining("laptop", nats.url());
      mine.cpCtrl(work.folder(), "build").exits(3).complaining("laptop", nats.url());
      assertThat(mine.folder().resolve("federation.json")).doesNotExist();

      watching.interrupt().ends();
      holding.signal("KILL");
      holding.ends();
      work.write("a", "2\n");
      Build.of(mine.cpCtrl(work.folder(), "--json", "build")).succeeds().ranOnly("copy");
    }
  }

  private static String[] with(String[] words, String last) {
    return Stream.concat(Stream.of(words), Stream.of(last)).toArray(String[]::new);
  }

  @Test
  void watcher_invitedByAnotherHome_announcesThere() throws Exception {
    var work = kitchen.of(COPY);
    work.cpCtrl("up").exits(0);
    Path invitation = kitchen.outside("watcher.invitation");
    Files.writeString(invitation, work.cpCtrl("fswatcher", "invite").exits(0).out());
    String[] words = {
      "fswatcher",
      "--workspace",
      work.folder().toString(),
      "--pod",
      "laptop",
      "--invite-file",
      invitation.toString()
    };
    var heard = new LinkedBlockingQueue<FileChanged>();
    try (var watcher = kitchen.home().start(kitchen.floor(), words);
        var majorDomo = NatsClient.connect(ofMajorDomo(work.home()));
        var _ =
            majorDomo.consume(
                majorDomo.streams().names().files(),
                majorDomo.subjects().fileChanged("laptop"),
                StartAt.OLDEST,
                FileChanged.class,
                received -> heard.add(received.message()))) {
      watcher.says("watching " + work.folder());
      // Words begin when somebody has asked how things stand.
      majorDomo.request(
          majorDomo.subjects().fileSync("laptop"),
          new org.computepods.chef.wire.Sync(1, work.folder().toString(), java.util.List.of()),
          org.computepods.chef.wire.Synced.class,
          Duration.ofSeconds(20));
      work.write("a", "2\n");

      var change = heard.poll(60, TimeUnit.SECONDS);
      assertThat(change).isNotNull();
      assertThat(change.path()).isEqualTo("a");
      assertThat(change.sha256()).isEqualTo(Digest.of("2\n").hex());
    }
  }

  private static BusSettings ofMajorDomo(Home home) throws IOException {
    var file = Json.read(Files.readString(home.folder().resolve("federation.json")));
    var kept = Json.read(Files.readString(home.folder().resolve("nats/credentials.json")));
    String password = kept.path("passwords").path("majordomo").asText();
    return BusSettings.of(
        file.path("natsUrl").asText(),
        new Credential.Password("majordomo", password),
        "listener",
        "local");
  }
}
