package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.events.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is announced while git or Mercurial are at work. */
class VersionControlTest {
  private static final int CHECKED_OUT = 5_000;

  @TempDir Path folder;

  /** Counts announcements that come while a lock is there. */
  private static AtomicInteger tornBy(Path lock, Bench bench) {
    var torn = new AtomicInteger();
    var _ =
        bench.listener.next(
            _ -> {
              if (Files.exists(lock)) {
                torn.incrementAndGet();
              }
              return false;
            });
    return torn;
  }

  @Test
  void checkout_ofManyFiles_isAnnouncedOnceItIsOver() throws Exception {
    try (var bench = Bench.of(folder)) {
      Path lock = bench.root.resolve(".git/index.lock");
      Files.createDirectories(lock.getParent());
      for (int i = 0; i < CHECKED_OUT; i++) {
        bench.write(file(i), "main " + i);
      }
      bench.watch();
      var torn = tornBy(lock, bench);
      var last = bench.listener.next(c -> c.path().equals(file(CHECKED_OUT - 1)));

      Files.createFile(lock);
      for (int i = 0; i < CHECKED_OUT; i++) {
        Files.delete(bench.root.resolve(file(i)));
        bench.write(file(i), "branch " + i);
      }
      Files.delete(lock);
      last.join();
      bench.sync();

      assertThat(torn).hasValue(0);
      assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(CHECKED_OUT);
    }
  }

  private static String file(int i) {
    return "d" + i / 100 + "/f" + i;
  }

  @Test
  void lock_thatWasLeftBehind_holdsNothingUp() throws Exception {
    try (var bench = Bench.of(folder)) {
      Path lock = bench.root.resolve(".git/index.lock");
      Files.createDirectories(lock.getParent());
      Files.createFile(lock);
      Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS)));
      bench.watch();
      var said = bench.listener.next(c -> c.path().equals("a"));

      bench.write("a", "A");

      assertThat(said.join().kind()).isEqualTo("created");
      assertThat(lock).exists();
    }
  }

  @Test
  void sync_whileALockIsHeld_waitsForNobody() throws Exception {
    try (var bench = Bench.of(folder)) {
      Path lock = bench.root.resolve(".git/index.lock");
      Files.createDirectories(lock.getParent());
      bench.watch();
      Files.createFile(lock);
      bench.write("a", "A");

      bench.sync();

      assertThat(bench.announced()).containsKey("a");
      assertThat(lock).exists();
    }
  }

  @Test
  void overflow_duringACheckout_isComparedAndHeldAsWell() throws Exception {
    var lost = new CompletableFuture<Void>();
    Sources losing =
        (root, skipped, batchesMax) ->
            new ScriptedSource(
                Sources.BEST.open(root, skipped, batchesMax), all -> losing(all, lost));
    try (var bench = Bench.of(folder, WatchSettings.USUAL, losing)) {
      Path lock = bench.root.resolve(".git/index.lock");
      Files.createDirectories(lock.getParent());
      bench.watch();
      var torn = tornBy(lock, bench);
      var said = bench.listener.next(c -> c.path().equals("a"));
      Files.createFile(lock);
      bench.write("a", "A");

      lost.join();
      bench.workspaces.status(); // Its thread has come to answer: the tree has been compared.
      Files.delete(lock);
      said.join();

      assertThat(torn).hasValue(0);
    }
  }

  /** The first notice of {@code a} is lost. */
  private static List<Notice> losing(List<Notice> notices, CompletableFuture<Void> lost) {
    if (notices.contains(new Notice.Touched("a")) && lost.complete(null)) {
      return List.of(new Notice.Lost("a test"));
    }
    return notices;
  }

  @Test
  void worktree_andFolderWithinARepository_waitForTheirRepository() throws Exception {
    holds("repository/.git/worktrees/w/index.lock", "worktree", ".git", "worktree");
    holds("outer/.git/index.lock", "outer/within", "", "outer/within");
    holds("hg/.hg/wlock", "hg", "", "hg");
  }

  private void holds(String lockPath, String root, String pointer, String workspace)
      throws IOException {
    Path lock = folder.resolve(lockPath);
    Files.createDirectories(lock.getParent());
    Files.createDirectories(folder.resolve(root));
    if (!pointer.isEmpty()) {
      Files.writeString(folder.resolve(root).resolve(pointer), "gitdir: " + lock.getParent());
    }
    var versionControl =
        new VersionControl(folder.resolve(workspace), WatchSettings.USUAL.lockWait());

    assertThat(versionControl.atWork(1)).isFalse();
    Files.createFile(lock);
    assertThat(versionControl.atWork(2)).isTrue();
    assertThat(versionControl.atWork(2 + WatchSettings.USUAL.lockWait().toNanos())).isFalse();
    Files.delete(lock);
    assertThat(versionControl.atWork(3)).isFalse();
  }
}
