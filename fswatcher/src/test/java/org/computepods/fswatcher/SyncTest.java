package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.Sync;
import org.computepods.fswatcher.events.Sources;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SyncTest {
  @TempDir Path folder;

  @Test
  void sync_rightAfterAWrite_isNeverStale() throws IOException {
    writeThenSync(Sources.BEST);
  }

  @Test
  void sync_byDirectoryWatcherRightAfterAWrite_isNeverStale() throws IOException {
    writeThenSync(Sources.DIRECTORY_WATCHER);
  }

  private void writeThenSync(Sources sources) throws IOException {
    long seed = 20261122;
    System.out.println("SyncTest seed " + seed);
    var random = new Random(seed);
    // Nothing settles by itself within this test.
    var settings = WatchSettings.USUAL.with(s -> s.settle = Duration.ofHours(1));
    try (var bench = Bench.of(folder, settings, sources)) {
      bench.watch();
      for (int i = 0; i < 50; i++) {
        String path = "d" + random.nextInt(5) + "/f" + random.nextInt(5);
        bench.write(path, "version " + i);

        bench.sync();

        assertThat(bench.announced()).containsEntry(path, Digest.of("version " + i).hex());
      }
    }
  }

  @Test
  void sync_thatIsToConfirm_saysHowFilesStandWhateverWasAnnounced() throws IOException {
    try (var bench = Bench.of(folder)) {
      bench.write("same", "A");
      bench.write("d/link target", "T");
      Files.createSymbolicLink(bench.root.resolve("link"), Path.of("d/link target"));
      bench.watch();
      bench.write("new", "N");

      var question =
          new Sync(1, bench.root.toString(), List.of("same", "new", "link", "gone", "x.swp"));
      var answer = bench.workspaces.sync(question).join();

      assertThat(answer.stand())
          .extracting(FileRef::path)
          .as("what is not watched is left out")
          .containsExactly("same", "new", "link", "gone");
      assertThat(answer.stand())
          .extracting(FileRef::sha256)
          .containsExactly(Digest.of("A").hex(), Digest.of("N").hex(), null, null);
      assertThat(answer.stand().get(2).link()).isEqualTo("d/link target");
    }
  }

  @Test
  void syncs_askedForTogether_areAllAnswered() throws IOException {
    try (var bench = Bench.of(folder)) {
      bench.watch();
      bench.write("a", "A");

      var answers =
          java.util.stream.IntStream.range(0, 100)
              .mapToObj(_ -> bench.workspaces.sync(new Sync(1, bench.root.toString(), List.of())))
              .toList();

      assertThat(answers).allMatch(answer -> answer.join().seq() == 1);
      assertThat(bench.root.resolve(Cookies.FOLDER)).isEmptyDirectory();
    }
  }

  @Test
  void file_writtenToWithoutPause_isReportedOnceAfterwardsAndOthersMeanwhile() throws Exception {
    // Far longer than any pause of the writer, so that the file cannot settle meanwhile.
    var settings = WatchSettings.USUAL.with(s -> s.settle = Duration.ofSeconds(1));
    try (var bench = Bench.of(folder, settings, Sources.BEST)) {
      bench.watch();
      var writing = new AtomicBoolean(true);
      Path busy = bench.root.resolve("busy");
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (OutputStream out = Files.newOutputStream(busy)) {
                      while (writing.get()) {
                        out.write('x');
                      }
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      for (int i = 0; i < 3; i++) {
        String path = "other" + i;
        var said = bench.listener.next(c -> c.path().equals(path));
        bench.write(path, "O");
        said.join();
      }
      assertThat(bench.listener.heardOf("busy")).isEmpty();
      var settled = bench.listener.next(c -> c.path().equals("busy"));
      writing.set(false);
      writer.join();

      settled.join();

      bench.sync();
      assertThat(bench.listener.heardOf("busy")).hasSize(1);
      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }

  @Test
  void sync_whileAFileIsWrittenTo_saysThatItMoves() throws Exception {
    try (var bench = Bench.of(folder)) {
      bench.watch();
      var writing = new AtomicBoolean(true);
      Path busy = bench.root.resolve("busy");
      Files.writeString(busy, "x".repeat(20_000_000));
      bench.sync();
      Thread writer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    try (var out =
                        java.nio.channels.FileChannel.open(
                            busy, java.nio.file.StandardOpenOption.WRITE)) {
                      var one = java.nio.ByteBuffer.allocate(1);
                      while (writing.get()) {
                        out.write(one.rewind(), 0);
                      }
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      var touched = bench.listener.next(c -> c.path().equals("other"));
      bench.write("other", "O");
      touched.join();

      var synced = bench.sync();
      writing.set(false);
      writer.join();

      assertThat(synced.moving()).containsExactly("busy");
      bench.sync();
      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }
}
