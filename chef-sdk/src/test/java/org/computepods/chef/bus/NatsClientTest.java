package org.computepods.chef.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.chef.wire.PodRequests.CancelReply;
import org.computepods.chef.wire.PodRequests.CancelRequest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class NatsClientTest {
  private static final Duration WAIT = Duration.ofSeconds(10);

  private TestBus bus;
  private NatsClient majordomo;
  private NatsClient chef;
  private Subjects subjects;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    bus = new TestBus(folder);
    majordomo = bus.client(Role.MAJORDOMO, "majordomo");
    chef = bus.client(Role.CHEF, "chef");
    subjects = majordomo.subjects();
  }

  @AfterAll
  void end() {
    bus.close();
  }

  record Numbered(int number) {}

  @Test
  void request_served_isAnswered() throws Exception {
    try (var service =
        chef.serve(
            subjects.jobCancel("p1"),
            CancelRequest.class,
            q -> new CancelReply(1, q.job().equals("known")))) {
      chef.roundTrip(WAIT);

      var reply =
          majordomo.request(
              subjects.jobCancel("p1"), new CancelRequest(1, "known"), CancelReply.class, WAIT);

      assertThat(reply.known()).isTrue();
    }
  }

  @Test
  void request_nobodyServes_saysSoAtOnce() {
    assertThatThrownBy(
            () ->
                majordomo.request(
                    subjects.jobCancel("nobody"),
                    new CancelRequest(1, "x"),
                    CancelReply.class,
                    Duration.ofMinutes(5)))
        .isInstanceOfSatisfying(
            BusException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOBODY));
  }

  @Test
  void request_serviceThrows_carriesItsMessage() throws Exception {
    try (var service =
        chef.serve(
            subjects.jobCancel("p2"),
            CancelRequest.class,
            q -> {
              throw new IllegalStateException("the disk is full");
            })) {
      chef.roundTrip(WAIT);

      assertThatThrownBy(
              () ->
                  majordomo.request(
                      subjects.jobCancel("p2"), new CancelRequest(1, "x"), CancelReply.class, WAIT))
          .hasMessage("the disk is full");
    }
  }

  @Test
  void scatter_severalAnswer_gathersAllThatAreWanted() throws Exception {
    try (var one =
            chef.volunteer(subjects.buildHowTo(), HowToBuild.class, q -> List.of(new Numbered(1)));
        var two =
            chef.volunteer(
                subjects.buildHowTo(),
                HowToBuild.class,
                q -> List.of(new Numbered(2), new Numbered(3)))) {
      chef.roundTrip(WAIT);

      var answers =
          majordomo.scatter(
              subjects.buildHowTo(),
              new HowToBuild(1, List.of(), null, null, null, java.util.Map.of()),
              Numbered.class,
              WAIT,
              got -> got.size() == 3);

      assertThat(answers)
          .containsExactlyInAnyOrder(new Numbered(1), new Numbered(2), new Numbered(3));
    }
  }

  @Test
  void publishDurable_sameId_isStoredOnce() throws Exception {
    String subject = subjects.buildResults("durable");
    long first = chef.publishDurable(subject, new Numbered(1), "same");
    long again = chef.publishDurable(subject, new Numbered(1), "same");

    assertThat(again).isEqualTo(first);
  }

  @Test
  void publishDurable_noStream_saysThatNobodyListens() {
    assertThatThrownBy(() -> majordomo.publishDurable("cp.test.nowhere", new Numbered(1), "id"))
        .isInstanceOfSatisfying(
            BusException.class, e -> assertThat(e.reason()).isEqualTo(Reason.NOBODY));
  }

  @Test
  void flood_manyMessages_areReadInOrder() throws Exception {
    int count = 20_000;
    var watcher = bus.client(Role.WATCHER, "watcher");
    var read = new LinkedBlockingQueue<Integer>();
    try (var reader =
            majordomo.consume(
                majordomo.streams().names().files(),
                subjects.fileChanged("flood"),
                StartAt.NEW,
                Numbered.class,
                r -> read.add(r.message().number()));
        var flood = watcher.flood(1_000)) {
      for (int i = 0; i < count; i++) {
        flood.send(subjects.fileChanged("flood"), new Numbered(i));
      }
      flood.await();

      for (int i = 0; i < count; i++) {
        assertThat(read.poll(10, TimeUnit.SECONDS)).isEqualTo(i);
      }
    }
  }

  @Test
  void consume_fromSequence_readsWhatCameSince() throws Exception {
    String subject = subjects.buildResults("since");
    chef.publishDurable(subject, new Numbered(1), "s1");
    long second = chef.publishDurable(subject, new Numbered(2), "s2");
    chef.publishDurable(subject, new Numbered(3), "s3");
    var read = new LinkedBlockingQueue<Received<Numbered>>();
    try (var reader =
        majordomo.consume(
            majordomo.streams().names().results(),
            subject,
            new StartAt.Sequence(second),
            Numbered.class,
            read::add)) {
      assertThat(read.poll(10, TimeUnit.SECONDS))
          .isEqualTo(new Received<>(new Numbered(2), subject, second, 1L));
      assertThat(read.poll(10, TimeUnit.SECONDS))
          .extracting(r -> r.message().number())
          .isEqualTo(3);
    }
  }

  @Test
  void stranger_withoutCredential_isRefused() {
    var settings = BusSettings.of(bus.server.url(), new Credential.None(), "x", TestBus.FEDERATION);
    assertThatThrownBy(() -> NatsClient.connect(settings)).isInstanceOf(BusException.class);
  }

  @Test
  void chef_publishesJobs_isNotLet() throws Exception {
    chef.publish(subjects.buildFrom(Subjects.Lane.BATCH, "k"), new Numbered(1));
    chef.roundTrip(WAIT);

    assertThat(majordomo.streams().queuedJobs()).isZero();
  }

  @Test
  void malformedQuestions_ofManyKinds_areRefusedAndTheServiceGoesOn() throws Exception {
    try (var service =
        chef.serve(subjects.jobCancel("p3"), CancelRequest.class, q -> new CancelReply(1, true))) {
      chef.roundTrip(WAIT);
      for (Object odd : IntStream.range(0, 500).mapToObj(NatsClientTest::odd).toList()) {
        assertThatThrownBy(
                () -> majordomo.request(subjects.jobCancel("p3"), odd, CancelReply.class, WAIT))
            .isInstanceOfSatisfying(
                BusException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
      }
      assertThat(
              majordomo
                  .request(
                      subjects.jobCancel("p3"), new CancelRequest(1, "x"), CancelReply.class, WAIT)
                  .known())
          .isTrue();
    }
  }

  private static Object odd(int i) {
    return switch (i % 4) {
      case 0 -> "text " + i;
      case 1 -> List.of(i, "x");
      case 2 -> java.util.Map.of("v", "not a number " + i);
      default -> java.util.Map.of("job", List.of(List.of(i)));
    };
  }

  @Test
  void heartbeat_ofAPod_isHeardAndItsGoodbyeToo() throws Exception {
    var words = new LinkedBlockingQueue<Heartbeats.Word>();
    var heartbeat =
        new org.computepods.chef.wire.Heartbeat(
            1,
            "pod-1",
            "life",
            List.of("chef"),
            List.of("c"),
            java.util.Map.of(),
            2,
            0,
            "h:1",
            "k",
            "u");
    try (var watch = majordomo.heartbeats().watch(words::add)) {
      majordomo.roundTrip(WAIT);
      chef.heartbeats().beat(heartbeat);
      assertThat(words.poll(10, TimeUnit.SECONDS)).isEqualTo(new Heartbeats.Word.Alive(heartbeat));
      chef.heartbeats().goodbye(heartbeat);
      assertThat(words.poll(10, TimeUnit.SECONDS)).isEqualTo(new Heartbeats.Word.Gone("pod-1"));
    }
  }

  @Test
  void serve_slowQuestions_doNotHoldUpOthers() throws Exception {
    var release = new CountDownLatch(1);
    try (var service =
        chef.serve(
            subjects.jobCancel("p4"),
            CancelRequest.class,
            q -> {
              if (q.job().equals("slow")) {
                release.await();
              }
              return new CancelReply(1, true);
            })) {
      chef.roundTrip(WAIT);
      var slow =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      ask("p4", "slow");
                    } catch (BusException | InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      assertThat(ask("p4", "quick").known()).isTrue();
      release.countDown();
      slow.join();
    }
  }

  private CancelReply ask(String pod, String job) throws BusException, InterruptedException {
    return majordomo.request(
        subjects.jobCancel(pod), new CancelRequest(1, job), CancelReply.class, WAIT);
  }
}
