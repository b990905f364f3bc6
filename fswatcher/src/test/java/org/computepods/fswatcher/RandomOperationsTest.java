package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.computepods.fswatcher.events.Sources;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RandomOperationsTest {
  private static final int OPERATIONS = Integer.getInteger("computepods.operations", 2_000);

  private static final int WRITERS = 3;
  private static final int SEEDS = Integer.getInteger("computepods.seeds", 3);
  private static final long FIRST_SEED = Long.getLong("computepods.seed", 1);

  static LongStream seeds() {
    return LongStream.range(FIRST_SEED, FIRST_SEED + SEEDS);
  }

  @TempDir Path folder;

  @ParameterizedTest
  @MethodSource("seeds")
  void view_afterASync_equalsAFullHashOfTheTree(long seed) throws Exception {
    follow(seed, Sources.BEST);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void view_byDirectoryWatcher_equalsAFullHashOfTheTree(long seed) throws Exception {
    follow(seed, Sources.DIRECTORY_WATCHER);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void view_afterSeveralWritersAtOnce_equalsAFullHashOfTheTree(long seed) throws Exception {
    System.out.println("RandomOperationsTest seed " + seed);
    try (var bench = Bench.of(folder)) {
      bench.watch();
      var writers = new ArrayList<Future<?>>();
      try (var threads = Executors.newFixedThreadPool(WRITERS)) {
        for (int writer = 0; writer < WRITERS; writer++) {
          // In one tree: they move, replace and delete each other's folders.
          Path outside = Files.createDirectories(folder.resolve("outside" + writer));
          var operations = new RandomOperations(bench.root, outside, new Random(seed + writer));
          writers.add(
              threads.submit(
                  () -> {
                    for (int i = 0; i < OPERATIONS / WRITERS; i++) {
                      operations.one();
                    }
                    return null;
                  }));
        }
        while (!writers.stream().allMatch(Future::isDone)) {
          assertThat(bench.sync().error()).isNull();
        }
      }
      for (var writer : writers) {
        writer.get();
      }
      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }

  private void follow(long seed, Sources sources) throws Exception {
    System.out.println("RandomOperationsTest seed " + seed);
    var random = new Random(seed);
    Path outside = Files.createDirectories(folder.resolve("outside"));
    try (var bench = Bench.of(folder, WatchSettings.USUAL, sources)) {
      var operations = new RandomOperations(bench.root, outside, random);
      for (int i = 0; i < 200; i++) {
        operations.one();
      }
      bench.watch();
      assertThat(bench.announced()).isEqualTo(bench.truth());
      for (int i = 0; i < OPERATIONS; i++) {
        operations.one();
        if (random.nextInt(100) == 0) {
          var synced = bench.sync();
          assertThat(synced.error()).isNull();
          assertThat(synced.moving()).isEmpty();
          assertThat(bench.announced()).as("after %d operations", i).isEqualTo(bench.truth());
        }
      }
      bench.sync();
      assertThat(bench.announced()).isEqualTo(bench.truth()).isNotEmpty();
    }
  }
}
