package org.computepods.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a build publishes of a cycle is one generation: whoever reads on finds no mixture. */
class GenerationsTest {
  private static final int REBUILDS = 100;

  /** So that the reader leaves the processors to the builds. */
  private static final long PACE_NS = 500_000;

  /** As long as nothing is told to have come to rest. */
  private static final String MOVING = "";

  private static final List<String> OUTPUTS = List.of("left.txt", "index.txt", "right.txt");

  @RegisterExtension final Kitchen kitchen = new Kitchen();

  /** Each output begins with the generation that it belongs to; it takes more than one pass. */
  private Workspace book() {
    return kitchen.of(
        Map.of(
            "computepods.yaml",
            """
            project: book
            tasks:
              left:
                dependencies: [in.txt]
                secondaryDependencies: [right.txt]
                outputs: [left.txt, index.txt]
                sh: |
                  n=$(cat in.txt)
                  if [ "$n" = restless ] && grep -q tick right.txt; then echo tock > left.txt
                  elif [ "$n" = restless ]; then echo tick > left.txt
                  else { echo $n; wc -c < right.txt || echo 0; } > left.txt 2> /dev/null; fi
                  head -n1 left.txt > index.txt
              right:
                dependencies: [left.txt]
                outputs: [right.txt]
                sh: "cp left.txt right.txt"
            """,
            "in.txt",
            "1000"));
  }

  @Test
  void readerDuringManyRebuilds_findsOneGeneration_andTheLastGoodOneInTheEnd() throws Exception {
    var book = book();
    var rests = new AtomicReference<>(MOVING);
    var reading = new AtomicBoolean(true);
    var looks = new AtomicLong();
    var mixtures = new ConcurrentLinkedQueue<String>();
    Thread reader = Thread.ofPlatform().start(() -> poll(book, rests, reading, looks, mixtures));
    try (var watch = book.watch()) {
      watch.says("the first round", text -> isAtRest(text, 0));
      for (int n = 1; n <= REBUILDS; n++) {
        rests.set(MOVING);
        book.writeByRename("in.txt", Integer.toString(1000 + n));
        int round = n;
        watch.says("round " + n, text -> isAtRest(text, round));
        rests.set(Integer.toString(1000 + n));
        looksOnce(looks);
      }
      rests.set(MOVING);
      book.writeByRename("in.txt", "restless");
      watch.says("the round without rest", text -> isAtRest(text, REBUILDS + 1));
      watch.says("its verdict", text -> text.contains("oscillating"));
      rests.set(Integer.toString(1000 + REBUILDS));
      looksOnce(looks);
    } finally {
      reading.set(false);
      reader.join();
    }

    assertThat(mixtures).as("files of two generations, in %s looks", looks).isEmpty();
    assertThat(looks.get()).isGreaterThan(REBUILDS);
  }

  /** Whether so many changes were heard of, and the round after the last of them is over. */
  private static boolean isAtRest(String said, int changes) {
    int heard = said.split("changed: in.txt", -1).length - 1;
    return heard == changes
        && said.lastIndexOf("waiting for changes") > said.lastIndexOf("changed: in.txt");
  }

  /** Until the reader has looked at what rests now. */
  private static void looksOnce(AtomicLong looks) {
    long before = looks.get();
    while (looks.get() == before) {
      Thread.onSpinWait();
    }
  }

  private static void poll(
      Workspace book,
      AtomicReference<String> rests,
      AtomicBoolean reading,
      AtomicLong looks,
      ConcurrentLinkedQueue<String> mixtures) {
    while (reading.get()) {
      LockSupport.parkNanos(PACE_NS);
      String generation = Objects.requireNonNull(rests.get());
      var found = new ArrayList<String>();
      OUTPUTS.forEach(path -> found.add(book.readIfThere(path).lines().findFirst().orElse("none")));
      if (!generation.equals(MOVING) && generation.equals(rests.get())) {
        looks.incrementAndGet();
        if (!found.stream().allMatch(generation::equals)) {
          mixtures.add(generation + ": " + found);
        }
      }
    }
  }
}
