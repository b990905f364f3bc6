package org.computepods.fswatcher;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.wire.FileChanged;
import org.computepods.fswatcher.events.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverflowTest {
  private static final int FILES = 2_000;
  private static final int NAMES = 4_000;
  private static final int EVENTS = 50_000;
  private static final int ROUNDS = Integer.getInteger("computepods.rounds", 3);

  @TempDir Path folder;

  @Test
  void overflow_whileTheWatcherIsHeldUp_losesNoFinalState() throws Exception {
    overflow(Sources.BEST, ROUNDS);
  }

  @Test
  void overflow_underDirectoryWatcher_losesNoFinalState() throws Exception {
    overflow(Sources.DIRECTORY_WATCHER, 1);
  }

  /** Events that the kernel cannot join, for each is of another file than the one before. */
  private void flood() throws IOException {
    try (var one = FileChannel.open(folder.resolve("workspace/one"), CREATE, WRITE);
        var two = FileChannel.open(folder.resolve("workspace/two"), CREATE, WRITE)) {
      var bytes = ByteBuffer.allocate(1);
      for (int i = 0; i < EVENTS / 2; i++) {
        one.write(bytes.rewind(), i);
        two.write(bytes.rewind(), i);
      }
    }
    // More names in one folder than the JDK keeps for it.
    Path path = Files.createFile(folder.resolve("workspace/name"));
    for (int i = 0; i < NAMES; i++) {
      path = Files.move(path, path.resolveSibling("name" + i));
    }
    Files.delete(path);
  }

  private void overflow(Sources sources, int rounds) throws Exception {
    long seed = Long.getLong("computepods.seed", 20261122);
    System.out.println("OverflowTest seed " + seed);
    var random = new Random(seed);
    var settings = WatchSettings.USUAL.with(s -> s.batchesMax = 1);
    try (var bench = Bench.of(folder, settings, sources)) {
      for (int i = 0; i < FILES; i++) {
        bench.write("d" + i % 10 + "/f" + i, "0");
      }
      bench.watch();
      for (int round = 1; round <= rounds; round++) {
        bench.sync();
        bench.listener.forget();
        var held = bench.listener.close();
        bench.write("first", "round " + round);
        bench.listener.atGate().get(60, TimeUnit.SECONDS);
        flood();
        String deep = "new" + round + "/deep/file";
        var touched = new HashSet<>(List.of("first", "one", "two", deep));
        for (int i = 0; i < FILES; i++) {
          int file = random.nextInt(FILES);
          Path path = bench.root.resolve("d" + file % 10 + "/f" + file);
          touched.add(bench.root.relativize(path).toString());
          if (random.nextInt(10) == 0) {
            Files.deleteIfExists(path);
          } else {
            Files.writeString(path, "round " + round + " " + i);
          }
        }
        bench.write("first", "last of round " + round);
        bench.write(deep, "made while nobody listened");
        held.complete(null);

        bench.sync();

        assertThat(bench.announced()).isEqualTo(bench.truth());
        assertThat(bench.workspaces.status().getFirst().losses()).isGreaterThanOrEqualTo(round);
        assertThat(bench.listener.heard()).extracting(FileChanged::path).isSubsetOf(touched);
        bench.write(deep, "changed");
        bench.sync();
        assertThat(bench.announced()).isEqualTo(bench.truth());
      }
    }
  }
}
