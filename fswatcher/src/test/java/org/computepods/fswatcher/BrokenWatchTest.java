package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.computepods.chef.wire.Sync;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.events.Sources;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.WatchFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A watch whose thread ends, or whose looks do not come back: who asked hears of it. */
class BrokenWatchTest {
  private static final long PATIENCE_S = 30;

  @TempDir Path folder;

  @Test
  void watch_thatBreaks_answersAllWhoWait_andBeginsAnewWhenAskedAgain() throws Exception {
    var breaks = new AtomicBoolean();
    var atIt = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    UnaryOperator<List<Notice>> script =
        notices -> {
          if (breaks.getAndSet(false)) {
            atIt.countDown();
            await(goOn);
            throw new IllegalStateException("a test says so");
          }
          return notices;
        };
    try (var bench =
        Bench.of(
            folder,
            WatchSettings.USUAL,
            (root, skipped, max) ->
                new ScriptedSource(Sources.BEST.open(root, skipped, max), script))) {
      bench.write("a", "A");
      bench.watch();
      breaks.set(true);
      var question = new Sync(1, bench.root.toString(), List.of());
      var whoseCookieIsThere = bench.workspaces.sync(question);
      assertThat(atIt.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      var whomNobodyHasHeard = bench.workspaces.sync(question);
      goOn.countDown();

      assertThat(whoseCookieIsThere.get(PATIENCE_S, TimeUnit.SECONDS).error()).contains("ended");
      assertThat(whomNobodyHasHeard.get(PATIENCE_S, TimeUnit.SECONDS).error()).contains("ended");
      bench.write("a", "A2");
      bench.watch();
      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void sync_whoseLookDoesNotComeBack_saysAtWhatTheWatcherIs() throws Exception {
    Path root = Files.createDirectories(folder.resolve("workspace")).toRealPath();
    var hangs = new AtomicBoolean();
    try (var watch =
        new WorkspaceWatch(
            root,
            new WatchFilter(List.of(), List.of(), List.of()),
            WatchSettings.USUAL.with(s -> s.answerWait = Duration.ofMillis(200)),
            Sources.BEST.open(root, _ -> false, 10),
            look -> {
              if (!hangs.get()) {
                look.run();
              }
            },
            new Listener(),
            new KeptTree(folder.resolve("home"), "test"))) {
      watch.start().get(PATIENCE_S, TimeUnit.SECONDS);
      hangs.set(true);
      Files.writeString(root.resolve("on a disk that hangs"), "");

      assertThatThrownBy(() -> watch.sync(List.of()).get(PATIENCE_S, TimeUnit.SECONDS))
          .isInstanceOf(ExecutionException.class)
          .hasMessageContaining("on a disk that hangs");
    }
  }
}
