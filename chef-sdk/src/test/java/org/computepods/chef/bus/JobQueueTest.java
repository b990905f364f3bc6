package org.computepods.chef.bus;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.computepods.chef.bus.Subjects.Lane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class JobQueueTest {
  private TestBus bus;
  private NatsClient majordomo;
  private Streams streams;
  private int published;

  record Work(String name) {}

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    bus = new TestBus(folder);
    majordomo = bus.client(Role.MAJORDOMO, "majordomo");
    streams = majordomo.streams();
  }

  @AfterAll
  void end() {
    bus.close();
  }

  private long offer(Lane lane, String kind, String name) throws Exception {
    return majordomo.publishDurable(
        majordomo.subjects().buildFrom(lane, kind), new Work(name), "id" + ++published);
  }

  private void take(JobQueue<Work> queue, String kind) {
    queue.take(streams.names().kindConsumer(Lane.INTERACTIVE, kind), 0, false);
    queue.take(streams.names().kindConsumer(Lane.BATCH, kind), 1, false);
  }

  @Test
  void jobs_manyOffered_areEachDoneOnceAndNeverMoreThanTheSlots() throws Exception {
    int count = 2_000;
    streams.ensureKind("many");
    var doneNames = new LinkedBlockingQueue<String>();
    var running = new AtomicInteger();
    var most = new AtomicInteger();
    var chef = bus.client(Role.CHEF, "chef-many");
    try (var queue =
        chef.jobs(
            Work.class,
            3,
            lease -> {
              most.accumulateAndGet(running.incrementAndGet(), Math::max);
              running.decrementAndGet();
              lease.done();
              doneNames.add(lease.job().name());
            })) {
      take(queue, "many");
      for (int i = 0; i < count; i++) {
        offer(i % 2 == 0 ? Lane.BATCH : Lane.INTERACTIVE, "many", "job" + i);
      }
      var names = new java.util.HashSet<String>();
      for (int i = 0; i < count; i++) {
        names.add(String.valueOf(doneNames.poll(20, TimeUnit.SECONDS)));
      }
      assertThat(names).hasSize(count);
      assertThat(doneNames).isEmpty();
      assertThat(most.get()).isBetween(1, 3);
    }
  }

  @Test
  void jobs_inBothLanes_interactiveOnesGoFirst() throws Exception {
    streams.ensureKind("lanes");
    var order = new LinkedBlockingQueue<String>();
    for (int i = 0; i < 20; i++) {
      offer(Lane.BATCH, "lanes", "batch");
    }
    for (int i = 0; i < 20; i++) {
      offer(Lane.INTERACTIVE, "lanes", "interactive");
    }
    var chef = bus.client(Role.CHEF, "chef-lanes");
    try (var queue =
        chef.jobs(
            Work.class,
            1,
            lease -> {
              order.add(lease.job().name());
              lease.done();
            })) {
      take(queue, "lanes");
      for (int i = 0; i < 40; i++) {
        assertThat(order.poll(20, TimeUnit.SECONDS)).isEqualTo(i < 20 ? "interactive" : "batch");
      }
    }
  }

  @Test
  void job_itsChefDies_isDoneByAnother() throws Exception {
    streams.ensureKind("dies");
    var started = new CountDownLatch(1);
    var lost = new CountDownLatch(1);
    var done = new LinkedBlockingQueue<Long>();
    var dying = NatsClient.connect(bus.server.clientSettings(Role.CHEF, "dying"));
    var abandoned =
        dying.jobs(
            Work.class,
            1,
            lease -> {
              lease.onLost(lost::countDown);
              started.countDown();
              lost.await();
            });
    take(abandoned, "dies");
    offer(Lane.INTERACTIVE, "dies", "orphan");
    assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
    dying.close();

    var chef = bus.client(Role.CHEF, "surviving");
    try (var queue =
        chef.jobs(
            Work.class,
            1,
            lease -> {
              // The first chef's tool was killed before this one got the job.
              done.add(lost.getCount() == 0 ? lease.deliveries() : -1);
              lease.done();
            })) {
      take(queue, "dies");
      assertThat(done.poll(20, TimeUnit.SECONDS)).isEqualTo(2);
    } finally {
      abandoned.close();
    }
  }

  @Test
  void job_worksLongerThanItsLease_isRenewedAndRunOnce() throws Exception {
    streams.ensureKind("long");
    var runs = new AtomicInteger();
    var release = new CountDownLatch(1);
    var ended = new CountDownLatch(1);
    var chef = bus.client(Role.CHEF, "chef-long");
    var other = bus.client(Role.CHEF, "chef-idle");
    JobQueue.Worker<Work> worker =
        lease -> {
          runs.incrementAndGet();
          // Longer than a lease: the second message of the probe says when it is over.
          release.await();
          assertThat(lease.held()).isTrue();
          lease.done();
          ended.countDown();
        };
    try (var queue = chef.jobs(Work.class, 1, worker);
        var idle = other.jobs(Work.class, 1, worker)) {
      take(queue, "long");
      take(idle, "long");
      offer(Lane.BATCH, "long", "x");
      var never = new CountDownLatch(1);
      assertThat(never.await(Streams.LEASE.plusSeconds(2).toMillis(), TimeUnit.MILLISECONDS))
          .isFalse();
      release.countDown();
      assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(runs).hasValue(1);
    }
  }

  @Test
  void job_givenBack_comesAgain() throws Exception {
    streams.ensureKind("back");
    var deliveries = new LinkedBlockingQueue<Long>();
    var chef = bus.client(Role.CHEF, "chef-back");
    try (var queue =
        chef.jobs(
            Work.class,
            1,
            lease -> {
              deliveries.add(lease.deliveries());
              if (lease.deliveries() == 1) {
                lease.giveBack(Duration.ofMillis(10));
              } else {
                lease.done();
              }
            })) {
      take(queue, "back");
      offer(Lane.BATCH, "back", "x");
      assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isEqualTo(1);
      assertThat(deliveries.poll(10, TimeUnit.SECONDS)).isEqualTo(2);
    }
  }

  @Test
  void job_withdrawn_isNotHandedOut() throws Exception {
    streams.ensureKind("withdrawn");
    long first = offer(Lane.BATCH, "withdrawn", "first");
    offer(Lane.BATCH, "withdrawn", "second");

    assertThat(streams.withdraw(first)).isTrue();

    var names = new LinkedBlockingQueue<String>();
    var chef = bus.client(Role.CHEF, "chef-withdrawn");
    try (var queue =
        chef.jobs(
            Work.class,
            1,
            lease -> {
              names.add(lease.job().name());
              lease.done();
            })) {
      take(queue, "withdrawn");
      assertThat(names.poll(10, TimeUnit.SECONDS)).isEqualTo("second");
    }
  }

  @Test
  void consumer_madeAfterTheChefAsked_isPulledFrom() throws Exception {
    var names = new LinkedBlockingQueue<String>();
    var chef = bus.client(Role.CHEF, "chef-early");
    try (var queue =
        chef.jobs(
            Work.class,
            1,
            lease -> {
              names.add(lease.job().name());
              lease.done();
            })) {
      take(queue, "early");
      chef.roundTrip(Duration.ofSeconds(5));
      streams.ensureKind("early");
      offer(Lane.BATCH, "early", "x");
      assertThat(names.poll(10, TimeUnit.SECONDS)).isEqualTo("x");
    }
  }

  @Test
  void jobsOfOneMessage_oneGivenBack_comesAgainAlone() throws Exception {
    streams.ensureKind("together");
    var done = new LinkedBlockingQueue<String>();
    var chef = bus.client(Role.CHEF, "chef-together");
    try (var queue =
        chef.jobs(
            Work.class,
            2,
            lease -> {
              if (lease.job().name().equals("b") && lease.deliveries() == 1) {
                lease.giveBack(Duration.ofMillis(10));
              } else {
                done.add(lease.job().name() + lease.deliveries());
                lease.done();
              }
            })) {
      queue.take(streams.names().kindConsumer(Lane.BATCH, "together"), 0, true);
      majordomo.publishDurableAll(
          majordomo.subjects().buildFrom(Lane.BATCH, "together"),
          List.of(new Work("a"), new Work("b"), new Work("c")),
          "together");

      var names = new java.util.TreeSet<String>();
      for (int i = 0; i < 3; i++) {
        names.add(String.valueOf(done.poll(10, TimeUnit.SECONDS)));
      }
      assertThat(names).containsExactly("a1", "b2", "c1");
      while (streams.queuedJobs() > 0) {
        Thread.onSpinWait();
      }
      assertThat(done).isEmpty();
    }
  }

  @Test
  void jobsThatWait_slotsTakenAway_areGivenBack() throws Exception {
    streams.ensureKind("drained");
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var done = new LinkedBlockingQueue<String>();
    var chef = bus.client(Role.CHEF, "chef-drained");
    var other = bus.client(Role.CHEF, "chef-fresh");
    String consumer = streams.names().kindConsumer(Lane.BATCH, "drained");
    try (var queue =
            chef.jobs(
                Work.class,
                1,
                lease -> {
                  begun.countDown();
                  release.await();
                  lease.done();
                });
        var fresh =
            other.jobs(
                Work.class,
                1,
                lease -> {
                  done.add(lease.job().name());
                  lease.done();
                })) {
      queue.take(consumer, 0, true);
      majordomo.publishDurableAll(
          majordomo.subjects().buildFrom(Lane.BATCH, "drained"),
          List.of(new Work("a"), new Work("b")),
          "drained");
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

      queue.slots(0);
      release.countDown();
      fresh.take(consumer, 0, true);

      // Its message goes back whole; the first chef alone knows what it has done of it.
      assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("a");
      assertThat(done.poll(10, TimeUnit.SECONDS)).isEqualTo("b");
    }
  }
}
