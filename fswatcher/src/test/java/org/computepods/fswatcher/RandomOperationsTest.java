package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.computepods.fswatcher.events.Sources;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomOperationsTest {
  private static final int OPERATIONS = Integer.getInteger("computepods.operations", 2_000);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void view_afterASync_equalsAFullHashOfTheTree(long seed) throws Exception {
    follow(seed, Sources.BEST);
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void view_byDirectoryWatcher_equalsAFullHashOfTheTree(long seed) throws Exception {
    follow(seed, Sources.DIRECTORY_WATCHER);
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
