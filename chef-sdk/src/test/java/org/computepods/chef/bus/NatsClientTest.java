package org.computepods.chef.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.json.Json;
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
  void request_whoseFirstAskingIsLost_isAskedAgain() throws Exception {
    var service = new Losing(chef, subjects.jobCancel("p3"), 1);
    try (service) {
      var reply =
          majordomo.request(
              subjects.jobCancel("p3"), new CancelRequest(1, "x"), CancelReply.class, WAIT);

      assertThat(reply.known()).isTrue();
    }
  }

  /** Answers every question but the first so many, of which nobody ever hears. */
  private static final class Losing implements AutoCloseable {
    private final Subscription subscription;
    private int toLose;

    Losing(NatsClient client, String subject, int toLose) throws Exception {
      this.toLose = toLose;
      subscription =
          client.listen(
              subject,
              message -> {
                if (this.toLose-- <= 0) {
                  client
                      .connection()
                      .publish(message.getReplyTo(), Json.bytes(new CancelReply(1, true)));
                }
              });
      client.roundTrip(WAIT);
    }

    @Override
    public void close() {
      subscription.close();
    }
  }

  @Test
  void request_answeredSlowly_isBegunOnce() throws Exception {
    var begun = new AtomicInteger();
    var asked = new Semaphore(0);
    var mayAnswer = new CountDownLatch(1);
    try (var service =
            chef.serve(
                subjects.jobCancel("p4"),
                CancelRequest.class,
                q -> {
                  if (q.job().equals("slow")) {
                    begun.incrementAndGet();
                    mayAnswer.await();
                  }
                  return new CancelReply(1, true);
                });
        var watching = majordomo.listen(subjects.jobCancel("p4"), message -> asked.release())) {
      chef.roundTrip(WAIT);
      majordomo.roundTrip(WAIT);
      var reply =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return cancel("p4", "slow");
                } catch (BusException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(asked.tryAcquire(2, WAIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      cancel("p4", "quick"); // Answered in turn: what was asked again has reached the service.
      mayAnswer.countDown();

      assertThat(reply.get(WAIT.toSeconds(), TimeUnit.SECONDS).known()).isTrue();
      assertThat(begun).hasValue(1);
    }
  }

  private CancelReply cancel(String pod, String job) throws BusException, InterruptedException {
    return majordomo.request(
        subjects.jobCancel(pod), new CancelRequest(1, job), CancelReply.class, WAIT);
  }

  @Test
  void request_whoseConnectionBreaks_isGivenUpAtOnce(@TempDir Path folder) throws Exception {
    try (var other = new TestBus(folder)) {
      var asks = other.client(Role.MAJORDOMO, "majordomo");
      var answers = other.client(Role.CHEF, "chef");
      String subject = asks.subjects().jobCancel("p5");
      var asked = new CountDownLatch(1);
      try (var service =
          answers.serve(
              subject,
              CancelRequest.class,
              q -> {
                asked.countDown();
                new CountDownLatch(1).await(); // It is never done.
                return new CancelReply(1, true);
              })) {
        answers.roundTrip(WAIT);
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    asked.await();
                    ProcessHandle.of(other.server.pid()).orElseThrow().destroyForcibly();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });

        assertThatThrownBy(
                () ->
                    asks.request(
                        subject,
                        new CancelRequest(1, "x"),
                        CancelReply.class,
                        Duration.ofSeconds(30)))
            .isInstanceOfSatisfying(
                BusException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DISCONNECTED));
      }
    }
  }

  @Test
  void stream_thatIsMadeAnewLongAfterTheReturn_isReadAgain(@TempDir Path folder) throws Exception {
    try (var other = new TestBus(folder)) {
      var reads = other.client(Role.MAJORDOMO, "majordomo");
      var writes = other.client(Role.CHEF, "chef");
      String subject = reads.subjects().buildResults("md");
      String stream = reads.streams().names().results();
      var heard = new LinkedBlockingQueue<Integer>();
      try (var reader =
          reads.consume(
              stream,
              subject,
              StartAt.OLDEST,
              Numbered.class,
              received -> heard.add(received.message().number()))) {
        var states = new LinkedBlockingQueue<ConnectionState>();
        reads.onState(
            state -> {
              if (state == ConnectionState.RECONNECTED) {
                // Listeners are told in turn: the reader was told before, and could not resume.
                states.add(state);
              }
            });
        reads.connection().jetStreamManagement().deleteStream(stream);
        ProcessHandle.of(other.server.pid()).orElseThrow().destroyForcibly();
        assertThat(states.poll(WAIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();

        reads.streams().ensure();
        assertThat(writes.awaitConnected(WAIT)).isTrue();
        writes.publishDurable(subject, new Numbered(7), "seven");

        assertThat(heard.poll(WAIT.toSeconds(), TimeUnit.SECONDS)).isEqualTo(7);
      }
    }
  }

  @Test
  void stateListener_thatFails_keepsTheWordFromNobody(@TempDir Path folder) throws Exception {
    try (var other = new TestBus(folder)) {
      var client = other.client(Role.MAJORDOMO, "majordomo");
      var heard = new LinkedBlockingQueue<ConnectionState>();
      client.onState(
          state -> {
            throw new IllegalStateException("a fault of this listener");
          });
      client.onState(
          state -> {
            if (state == ConnectionState.DISCONNECTED) {
              heard.add(state);
            }
          });

      ProcessHandle.of(other.server.pid()).orElseThrow().destroyForcibly();

      assertThat(heard.poll(WAIT.toSeconds(), TimeUnit.SECONDS)).isNotNull();
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
