package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.events.Sources;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.WatchFilter;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Losses of events that come at the worst moment. */
class LossTest {
  private static final Notice LOST = new Notice.Lost("a test says so");
  private static final long PATIENCE_S = 60;

  @TempDir Path folder;

  @Test
  void sync_whoseCookieComesTogetherWithALoss_waitsForWhatTheComparisonFinds() throws Exception {
    var overflowing = new AtomicBoolean();
    UnaryOperator<List<Notice>> script =
        notices -> {
          var told = new ArrayList<>(notices);
          if (overflowing.get()) {
            told.removeIf(n -> n instanceof Notice.Touched(String path) && path.startsWith("f"));
            if (told.stream().anyMatch(LossTest::ofCookie)
                && overflowing.compareAndSet(true, false)) {
              told.addFirst(LOST);
            }
          }
          return told;
        };
    try (var bench =
        Bench.of(
            folder,
            WatchSettings.USUAL.with(s -> s.settle = Duration.ofHours(1)),
            (root, skipped, batchesMax) ->
                new ScriptedSource(Sources.BEST.open(root, skipped, batchesMax), script))) {
      for (int i = 0; i < 500; i++) {
        bench.write("f" + i, "0");
      }
      bench.watch();
      overflowing.set(true);
      for (int i = 0; i < 500; i++) {
        bench.write("f" + i, "1");
      }

      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth());
      assertThat(bench.workspaces.status().getFirst().losses()).isEqualTo(1);
    }
  }

  private static boolean ofCookie(Notice notice) {
    return notice instanceof Notice.Touched(String path) && path.startsWith(Cookies.FOLDER);
  }

  @Test
  void file_thatChangesUnheardAfterItsLook_isLookedAtAgainWhenTheLossIsTold() throws Exception {
    var looks = new LooksOnDemand();
    var atGate = new CompletableFuture<Void>();
    var gate = new CompletableFuture<List<Notice>>();
    UnaryOperator<List<Notice>> script =
        notices -> {
          if (notices.contains(new Notice.Touched("bell")) && atGate.complete(null)) {
            return gate.join();
          }
          if (gate.isDone()) {
            notices.removeIf(new Notice.Touched("file")::equals);
          }
          return notices;
        };
    Path root = Files.createDirectories(folder.resolve("workspace")).toRealPath();
    var listener = new Listener();
    try (var watch =
        new WorkspaceWatch(
            root,
            new WatchFilter(List.of(), List.of(), List.of()),
            WatchSettings.USUAL.with(s -> s.settle = Duration.ZERO),
            new ScriptedSource(Sources.BEST.open(root, _ -> false, 10), script),
            looks,
            listener,
            new KeptTree(folder.resolve("home"), "test"))) {
      looks.atOnce(true);
      watch.start().get(PATIENCE_S, TimeUnit.SECONDS);
      looks.atOnce(false);
      // One event, so that nothing is heard of it once its look has begun.
      Files.move(Files.writeString(folder.resolve("new"), "one"), root.resolve("file"));
      var look = looks.waiting.poll(PATIENCE_S, TimeUnit.SECONDS);
      Files.writeString(root.resolve("bell"), "");
      atGate.get(PATIENCE_S, TimeUnit.SECONDS);
      look.run();
      Files.writeString(root.resolve("file"), "two, and nobody hears of it");
      gate.complete(List.of(LOST));
      looks.atOnce(true);

      var synced = watch.sync(List.of()).get(PATIENCE_S, TimeUnit.SECONDS);

      assertThat(synced.error()).isNull();
      assertThat(listener.heardOf("file").getLast().sha256())
          .isEqualTo(Digest.of("two, and nobody hears of it").hex());
    }
  }

  /** Looks that wait until they are asked for, and later are taken at once. */
  private static final class LooksOnDemand implements Executor {
    final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private boolean atOnce;

    @Override
    public synchronized void execute(Runnable look) {
      if (atOnce) {
        look.run();
      } else {
        waiting.add(look);
      }
    }

    synchronized void atOnce(boolean now) {
      atOnce = now;
      var all = new ArrayDeque<Runnable>();
      waiting.drainTo(all);
      all.forEach(Runnable::run);
    }
  }
}
