package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * People edit and build in two workspaces of one federation, while its NATS server is stopped, goes
 * on and is killed, and the federation itself is stopped: every build ends, with what the edits
 * before it ask for.
 *
 * <p>{@code -Dcomputepods.chaos=SECONDS} goes on for so long, with longer outages.
 */
class ChaosTest {
  private static final Duration GOES_ON =
      Duration.ofSeconds(Integer.getInteger("computepods.chaos", 0));
  private static final long SEED = Long.getLong("computepods.seed", 1);

  /** Two, so that at least one of them began after the fault. */
  private static final int BUILDS_AFTER = GOES_ON.isZero() ? 2 : 20;

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  private final ConcurrentLinkedQueue<String> diary = new ConcurrentLinkedQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private enum Victim {
    NATS,
    FEDERATION
  }

  /** What is done to a process of the federation. */
  private sealed interface Fault {
    record Stopped(Victim victim, Duration outage) implements Fault {}

    record ServerKilled() implements Fault {}
  }

  private static final List<Fault> SHORT =
      List.of(
          stopped(Victim.NATS, 4),
          new Fault.ServerKilled(),
          stopped(Victim.FEDERATION, 5),
          new Fault.ServerKilled());

  private static final List<Fault> LONG =
      List.of(
          stopped(Victim.NATS, 3),
          stopped(Victim.NATS, 20),
          stopped(Victim.NATS, 70),
          new Fault.ServerKilled(),
          stopped(Victim.FEDERATION, 3),
          stopped(Victim.FEDERATION, 20));

  private static Fault stopped(Victim victim, int seconds) {
    return new Fault.Stopped(victim, Duration.ofSeconds(seconds));
  }

  @Test
  void builds_whileNatsAndTheFederationAreStoppedAndKilled_endWithWhatWasEdited() throws Exception {
    System.out.println("ChaosTest seed " + SEED);
    var people = List.of(new Person(notes(), SEED), new Person(notes(), SEED + 1));
    for (var person : people) person.workspace.build().succeeds();

    try (var desks = Executors.newVirtualThreadPerTaskExecutor()) {
      var working = people.stream().map(desks::submit).toList();
      try {
        trouble(people);
      } finally {
        over.countDown();
      }
      for (var work : working) work.get();
    }

    System.out.println("ChaosTest: " + String.join("\n  ", diary));
    for (var person : people) person.workspace.build().succeeds().ranNothing();
  }

  private Workspace notes() {
    var notes =
        kitchen.of(
            Map.of(
                "computepods.yaml",
                """
                project: notes
                uses: []
                tasks:
                  loud:
                    foreach: "in/*.txt"
                    outputs: ["out/{stem}.loud"]
                    sh: "tr a-z A-Z < {dependencies} > {outputs}"
                  all:
                    dependencies: ["@loud"]
                    outputs: [all.txt]
                    sh: "cat {dependencies} > {outputs}"
                """));
    for (String source : Person.SOURCES) notes.write(source, "begin %s\n".formatted(source));
    return notes;
  }

  /** Edits and builds until it is over, and looks at what each build made. */
  private final class Person implements Callable<Integer> {
    private static final List<String> SOURCES = List.of("in/a.txt", "in/b.txt", "in/c.txt");

    private final Workspace workspace;
    private final Random random;
    private final Semaphore built = new Semaphore(0);

    Person(Workspace workspace, long seed) {
      this.workspace = workspace;
      this.random = new Random(seed);
    }

    @Override
    public Integer call() {
      int builds = 0;
      long longest = 0;
      try {
        while (over.getCount() > 0) {
          String source = SOURCES.get(random.nextInt(SOURCES.size()));
          workspace.write(source, "edit %d\n".formatted(++builds));
          long began = System.nanoTime();
          var build = workspace.build();
          longest = Math.max(longest, System.nanoTime() - began);
          assertThat(build.report().result()).as("%s, %s", build, diary).isEqualTo("succeeded");
          assertThat(workspace.read("all.txt")).as("after %s", diary).isEqualTo(wanted());
          built.release();
        }
      } finally {
        over.countDown();
        built.release(BUILDS_AFTER);
      }
      diary.add("%d builds, the longest of %s".formatted(builds, Duration.ofNanos(longest)));
      return builds;
    }

    private String wanted() {
      var all = new ArrayList<String>();
      for (String source : SOURCES) all.add(workspace.read(source).toUpperCase(Locale.ROOT));
      return String.join("", all);
    }
  }

  private void trouble(List<Person> people) throws InterruptedException {
    var random = new Random(SEED + 2);
    long end = System.nanoTime() + GOES_ON.toNanos();
    for (int i = 0; over.getCount() > 0; i++) {
      if (GOES_ON.isZero() ? i == SHORT.size() : System.nanoTime() > end) return;
      var fault = GOES_ON.isZero() ? SHORT.get(i) : LONG.get(random.nextInt(LONG.size()));
      diary.add("%s at %s".formatted(fault, Instant.now()));
      befall(fault);
      for (var person : people) person.built.drainPermits();
      for (var person : people) person.built.acquire(BUILDS_AFTER);
    }
  }

  private void befall(Fault fault) throws InterruptedException {
    switch (fault) {
      case Fault.ServerKilled() -> signal("KILL", nats());
      case Fault.Stopped(var victim, var outage) -> {
        var stopped =
            switch (victim) {
              case NATS -> nats();
              case FEDERATION -> federation();
            };
        signal("STOP", stopped);
        try {
          // An outage lasts; this one no longer than the first mistake.
          var _ = over.await(outage.toSeconds(), TimeUnit.SECONDS);
        } finally {
          signal("CONT", stopped);
        }
      }
    }
  }

  private ProcessHandle federation() {
    return kitchen.firstHome().processes().getFirst();
  }

  /** The server that runs now: its supervisor begins another where one was killed. */
  private ProcessHandle nats() {
    FileWaits.until(
        kitchen.firstHome().folder().resolve("nats"), "a NATS server", () -> server().isPresent());
    return server().orElseThrow();
  }

  private Optional<ProcessHandle> server() {
    return federation()
        .descendants()
        .filter(p -> p.info().command().filter(c -> c.endsWith("nats-server")).isPresent())
        .findFirst();
  }

  private static void signal(String name, ProcessHandle process) {
    try (var kill =
        Running.start(Path.of("/"), List.of("kill", "-" + name, Long.toString(process.pid())))) {
      kill.ends().exits(0);
    }
  }
}
