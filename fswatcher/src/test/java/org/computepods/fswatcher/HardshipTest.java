package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.computepods.chef.wire.Synced;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.NoSource;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.events.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Systems that refuse what a watcher would like to have. */
class HardshipTest {
  @TempDir Path folder;

  @Test
  void folders_beyondTheLimitOfWatches_areStillFollowedAndSaid() throws Exception {
    var settings = WatchSettings.USUAL.with(s -> s.pollEvery = Duration.ofMillis(20));
    try (var bench = Bench.of(folder, settings, limited("far"))) {
      bench.write("near/a", "A");
      bench.write("far/b", "B");
      bench.watch();
      var said = bench.listener.next(c -> c.path().equals("far/b") && c.size() == 2);
      bench.write("far/b", "B2");
      said.join();

      bench.write("far/c", "C");
      bench.write("far/deeper/d", "D");
      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(4);
      assertThat(bench.workspaces.status().getFirst().polled()).isGreaterThanOrEqualTo(1);
      assertThat(bench.sync().troubles())
          .singleElement()
          .satisfies(
              trouble -> {
                assertThat(trouble.what()).contains("max_user_watches", "far", "2 folders");
                assertThat(trouble.cure()).startsWith("sudo sysctl fs.inotify.max_user_watches=");
              });
    }
  }

  @Test
  void workspace_withoutAnyWatch_isReadFromTimeToTimeAndAtEachSync() throws Exception {
    var settings = WatchSettings.USUAL.with(s -> s.pollEvery = Duration.ofMillis(20));
    var why = new Synced.Trouble("no more instances", "sudo sysctl");
    Sources none = (root, skipped, batchesMax) -> new NoSource(root, why);
    try (var bench = Bench.of(folder, settings, none)) {
      bench.write("a", "A");
      bench.write("b/c", "C");
      bench.watch();
      var said = bench.listener.next(c -> c.path().equals("b/d"));
      bench.write("b/d", "D");
      said.join();

      bench.write("b/c", "CC");
      bench.write("new/e", "E");
      Files.delete(bench.root.resolve("a"));
      var synced = bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(3);
      assertThat(bench.workspaces.status().getFirst().losses()).isZero();
      assertThat(synced.troubles().getFirst().what()).contains("no more instances", "all of it");
    }
  }

  @Test
  void folder_thatOthersChangeUnheard_isReadFromTimeToTime() throws Exception {
    var settings = WatchSettings.USUAL.with(s -> s.pollEvery = Duration.ofMillis(20));
    try (var bench = Bench.of(folder, settings, shared("share"))) {
      bench.write("share/a", "A");
      bench.watch();
      var said = bench.listener.next(c -> c.path().equals("share/a"));
      bench.write("share/a", "from afar");
      said.join();

      assertThat(bench.sync().troubles().getFirst().what()).contains("shared", "share");
      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }

  /** A share in this folder, on which another machine does all that is done. */
  private static Sources shared(String share) {
    return (root, skipped, batchesMax) ->
        new Restricted(Sources.BEST.open(root, skipped, batchesMax), _ -> false) {
          @Override
          public Watched watch(String folder) {
            var watched = super.watch(folder);
            return watched == Watched.YES && folder.equals(share) ? Watched.PARTLY : watched;
          }

          @Override
          public void take(Consumer<Notice> sink) {
            super.take(
                notice -> {
                  if (!(notice instanceof Notice.Touched(String path)) || !path.startsWith(share)) {
                    sink.accept(notice);
                  }
                });
          }
        };
  }

  @Test
  void cookies_thatCannotBeWritten_areMadeUpForByAComparison() throws Exception {
    try (var bench = Bench.of(folder)) {
      Files.writeString(bench.root.resolve(Cookies.HOUSE), "a file in the way");
      bench.watch();

      bench.write("a", "A");
      var synced = bench.sync();

      assertThat(synced.error()).isNull();
      assertThat(bench.announced()).containsKey("a");
    }
  }

  @Test
  void cookie_thatDoesNotComeBack_costsAComparison() throws Exception {
    var settings = WatchSettings.USUAL.with(s -> s.cookieWait = Duration.ofMillis(50));
    try (var bench = Bench.of(folder, settings, deaf())) {
      bench.write("a", "A");
      bench.watch();
      bench.write("b", "B");

      bench.sync();

      assertThat(bench.workspaces.status().getFirst().losses()).isEqualTo(1);
      assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(2);
    }
  }

  @Test
  void keptTree_damaged_costsOnlyAReading() throws Exception {
    try (var bench = Bench.of(folder)) {
      bench.write("a", "A");
      bench.watch();
    }
    try (Stream<Path> kept = Files.list(folder.resolve("home"))) {
      for (Path file : (Iterable<Path>) kept::iterator) {
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - 3));
      }
    }
    try (var bench = Bench.of(folder)) {
      bench.watch();

      assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(1);
    }
  }

  /** A system whose last watch is taken when it comes to this folder. */
  private static Sources limited(String beyond) {
    return (root, skipped, batchesMax) ->
        new Restricted(
            Sources.BEST.open(root, skipped, batchesMax),
            folder -> folder.equals(beyond) || folder.startsWith(beyond + "/"));
  }

  /** A system that tells nothing, as some network file systems do. */
  private static Sources deaf() {
    return (root, skipped, batchesMax) ->
        new Restricted(Sources.BEST.open(root, skipped, batchesMax), _ -> false) {
          @Override
          public void take(Consumer<Notice> sink) {
            super.take(_ -> {});
          }
        };
  }

  private static class Restricted implements EventSource {
    private final EventSource source;
    private final Predicate<String> beyond;

    Restricted(EventSource source, Predicate<String> beyond) {
      this.source = source;
      this.beyond = beyond;
    }

    @Override
    public void start(Runnable wake) throws IOException {
      source.start(wake);
    }

    @Override
    public Watched watch(String folder) {
      return beyond.test(folder) ? Watched.LIMIT : source.watch(folder);
    }

    @Override
    public boolean watching(String folder) {
      return source.watching(folder);
    }

    @Override
    public void unwatch(String folder) {
      source.unwatch(folder);
    }

    @Override
    public void take(Consumer<Notice> sink) {
      source.take(sink);
    }

    @Override
    public int cookieRounds() {
      return source.cookieRounds();
    }

    @Override
    public int watches() {
      return source.watches();
    }

    @Override
    public Synced.Trouble limit() {
      return source.limit();
    }

    @Override
    public String name() {
      return source.name();
    }

    @Override
    public void close() {
      source.close();
    }
  }
}
