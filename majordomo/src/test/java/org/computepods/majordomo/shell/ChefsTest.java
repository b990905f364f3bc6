package org.computepods.majordomo.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.PrivateNatsServer;
import org.computepods.chef.bus.Role;
import org.computepods.chef.wire.CanBuildFrom;
import org.computepods.chef.wire.Heartbeat;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.majordomo.state.StateStore;
import org.computepods.rules.project.RuleSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChefsTest {
  private static final String SET =
      """
      set: plot
      rules:
        draw: {dependencies: ["{dir}{stem}.csv"], outputs: ["{dir}{stem}.png"], command: [plot]}
      """;

  private static final Duration FOR_EVER = Duration.ofMinutes(1);

  @TempDir Path folder;
  private PrivateNatsServer server;
  private NatsClient nats;
  private volatile boolean slow;
  private final AtomicLong nanos = new AtomicLong();
  private volatile String pod = "far";
  private volatile String set = SET;
  private Pods pods = new Pods();
  private StateStore store;
  private Chefs chefs;

  @BeforeEach
  void start() throws Exception {
    Path binary = PrivateNatsServer.findBinary(System.getenv()).orElseThrow();
    server =
        PrivateNatsServer.start(
            PrivateNatsServer.Settings.loopback(binary, folder.resolve("nats"), "test"));
    nats = NatsClient.connect(server.clientSettings(Role.MAJORDOMO, "majordomo"));
    nats.volunteer(nats.subjects().buildHowTo(), HowToBuild.class, question -> answers());
    store = StateStore.open(folder.resolve("majordomo.db"), _ -> {});
    chefs = begin(pods);
    lives("first life", "plot");
    while (offered().isEmpty()) {
      chefs.ask();
    }
  }

  private Chefs begin(Pods withPods) {
    return new Chefs(new Messenger(nats), withPods, store, Duration.ofMillis(200), nanos::get);
  }

  @AfterEach
  void stop() throws Exception {
    store.close();
    nats.close();
    server.close();
  }

  private List<CanBuildFrom> answers() {
    return slow
        ? List.of()
        : List.of(new CanBuildFrom(1, pod, "plot", null, "plot", set, List.of(), Map.of()));
  }

  private void lives(String instance, String... serves) {
    var heartbeat =
        new Heartbeat(
            1, pod, instance, List.of("chef"), List.of(serves), Map.of(), 2, 0, "", "", "");
    pods.hear(new Word.Alive(heartbeat));
  }

  private List<String> offered() {
    return chefs.offered().stream().map(RuleSet::name).toList();
  }

  @Test
  void podThatIsSlowToAnswer_servesWhatItServed() throws Exception {
    slow = true;

    assertThat(chefs.ask()).isFalse();

    assertThat(offered()).containsExactly("plot");
  }

  @Test
  void podThatServesTheSetNoMore_isTakenAtItsWord() throws Exception {
    slow = true;
    lives("first life", "other");

    assertThat(chefs.ask()).isTrue();

    assertThat(offered()).isEmpty();
  }

  @Test
  void podThatIsGone_itsRulesStand() throws Exception {
    slow = true;
    pods.hear(new Word.Gone("far"));

    assertThat(chefs.ask()).isFalse();

    assertThat(offered()).containsExactly("plot");
  }

  @Test
  void federationThatBeganAnew_rulesOfAPodThatIsAwayStand_untilItSaysOtherwise() throws Exception {
    pods = new Pods();
    slow = true;

    chefs = begin(pods);

    assertThat(offered()).containsExactly("plot");
    assertThat(chefs.ask()).isFalse();
    assertThat(offered()).containsExactly("plot");
    assertThat(pods.alive("far")).isFalse();
    assertThat(pods.pod("far")).map(Pods.Pod::cooks).contains(true);

    lives("second life", "other");
    assertThat(chefs.ask()).isTrue();
    assertThat(offered()).isEmpty();
    assertThat(begin(new Pods()).offered()).isEmpty();
  }

  @Test
  void podThatIsGone_anotherThatServesTheSetCounts() throws Exception {
    pods.hear(new Word.Gone("far"));
    set = SET.replace("png", "svg");
    pod = "near";
    lives("first life", "plot");

    assertThat(chefs.ask()).isTrue();

    assertThat(chefs.offered()).singleElement().asString().contains("svg");
  }

  @Test
  void podThatCame_isHeardWhenItsAnswerIsThere() {
    assertThat(chefs.heard(FOR_EVER)).isDone();

    var answer = chefs.expectNews();

    assertThat(chefs.heard(FOR_EVER)).isNotDone();
    assertThat(chefs.heard(Duration.ZERO)).succeedsWithin(FOR_EVER);
    answer.complete(null);
    assertThat(chefs.heard(FOR_EVER)).isDone();
  }

  @Test
  void podThatStaysSilent_isAskedAgainEvery30Seconds_untilItHasAnswered() throws Exception {
    slow = true;
    lives("second life", "plot");
    chefs.ask();
    for (int time = 0; time < 3; time++) {
      var asked = chefs.expectNews();
      nanos.addAndGet(Duration.ofSeconds(40).toNanos());
      assertThat(chefs.isSomebodyForgotten()).as("while it is being asked").isFalse();
      asked.complete(null);
      assertThat(chefs.isSomebodyForgotten()).isTrue();

      chefs.expectNews().complete(null);
      nanos.addAndGet(Duration.ofSeconds(29).toNanos());
      assertThat(chefs.isSomebodyForgotten()).isFalse();
      nanos.addAndGet(Duration.ofSeconds(1).toNanos());
      assertThat(chefs.isSomebodyForgotten()).isTrue();
    }

    slow = false;
    while (chefs.isSomebodySilent()) {
      chefs.ask();
    }

    assertThat(chefs.isSomebodyForgotten()).isFalse();
  }

  @Test
  void podInANewLife_isAskedAnew() throws Exception {
    slow = true;
    lives("second life", "plot");

    assertThat(chefs.ask()).isTrue();

    assertThat(offered()).isEmpty();
    assertThat(chefs.isSomebodySilent()).isTrue();

    slow = false;

    assertThat(chefs.ask()).isTrue();
    assertThat(chefs.isSomebodySilent()).isFalse();
  }
}
