package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchTest {
  @TempDir Path folder;
  private Bench bench;

  @BeforeEach
  void open() throws IOException {
    bench = Bench.of(folder);
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void workspace_watched_isToldWholeAndAnnouncesNothing() throws IOException {
    bench.write("a.txt", "A");
    bench.write("deep/er/b.txt", "B");
    Files.createSymbolicLink(bench.root.resolve("link"), Path.of("a.txt"));

    Synced synced = bench.watch();

    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(3);
    assertThat(bench.listener.heard()).isEmpty();
    assertThat(synced.seq()).isZero();
    assertThat(synced.epoch()).isEqualTo(bench.listener.epoch());
    assertThat(synced.error()).isNull();
  }

  @Test
  void workspace_withoutFiles_answersZero() {
    assertThat(bench.watch()).matches(s -> s.seq() == 0 && s.error() == null);
  }

  @Test
  void folder_thatIsNotThere_isRefusedWithAReason() {
    Synced synced =
        bench
            .workspaces
            .watch(new WatchRequest(1, folder + "/nowhere", List.of(), List.of(), false, List.of()))
            .join();

    assertThat(synced.error()).contains("nowhere");
  }

  @Test
  void sync_ofAWorkspaceThatNobodyWatches_isRefusedWithAReason() {
    Synced synced = bench.workspaces.sync(new Sync(1, folder.toString(), List.of())).join();

    assertThat(synced.error()).contains("not watched");
  }

  @Test
  void file_saved_isAnnouncedOnceWithItsDigest() throws IOException {
    bench.watch();
    var saved = bench.listener.next(c -> c.path().equals("paper.tex"));

    bench.write("paper.tex", "\\relax");

    FileChanged change = saved.join();
    assertThat(change.sha256()).isEqualTo(Digest.of("\\relax").hex());
    assertThat(change.size()).isEqualTo(6);
    assertThat(change.workspace()).isEqualTo(bench.root.toString());
    bench.sync();
    assertThat(bench.listener.heardOf("paper.tex")).containsExactly(change);
  }

  @Test
  void file_touched_saysNothing() throws IOException {
    bench.write("a", "A");
    bench.watch();
    bench.listener.forget();

    Files.setLastModifiedTime(bench.root.resolve("a"), FileTime.from(1, TimeUnit.DAYS));
    bench.write("a", "A");
    bench.sync();

    assertThat(bench.listener.heard()).isEmpty();
  }

  @Test
  void file_madeExecutable_isAChange() throws IOException {
    bench.write("tool", "#!/bin/sh");
    bench.watch();

    Files.setPosixFilePermissions(
        bench.root.resolve("tool"), PosixFilePermissions.fromString("rwxr-xr-x"));
    bench.sync();

    assertThat(bench.listener.heardOf("tool").getLast())
        .matches(c -> c.kind().equals("modified") && c.executable());
  }

  @Test
  void file_deleted_isAbsent() throws IOException {
    bench.write("a", "A");
    bench.watch();

    Files.delete(bench.root.resolve("a"));
    bench.sync();

    assertThat(bench.listener.heardOf("a").getLast())
        .matches(c -> c.kind().equals("deleted") && c.sha256() == null);
  }

  @Test
  void file_savedByRenameOverTheOldOne_isModified() throws IOException {
    bench.write("a", "old");
    bench.watch();

    bench.write("a.tmp", "new");
    Files.move(
        bench.root.resolve("a.tmp"), bench.root.resolve("a"), StandardCopyOption.ATOMIC_MOVE);
    bench.sync();

    assertThat(bench.listener.heardOf("a").getLast())
        .matches(c -> c.kind().equals("modified") && Digest.of("new").hex().equals(c.sha256()));
    assertThat(bench.announced()).isEqualTo(bench.truth());
  }

  @Test
  void link_retargeted_isAModifiedLinkAndNotFollowed() throws IOException {
    bench.write("real/file", "X");
    Files.createSymbolicLink(bench.root.resolve("alias"), Path.of("real"));
    bench.watch();

    Files.delete(bench.root.resolve("alias"));
    Files.createSymbolicLink(bench.root.resolve("alias"), Path.of("elsewhere"));
    bench.sync();

    assertThat(bench.announced()).containsEntry("alias", "link elsewhere").hasSize(2);
  }

  @Test
  void folders_madeInOneGo_areWatchedToTheDeepest() throws IOException {
    bench.watch();

    bench.write("a/b/c/d/e/one", "1");
    bench.sync();
    bench.write("a/b/c/d/e/two", "2");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(2);
  }

  @Test
  void tree_movedIn_isAnnouncedAndWatched() throws IOException {
    bench.watch();
    Path outside = Files.createDirectories(folder.resolve("outside/x/y"));
    Files.writeString(outside.resolve("f"), "F");

    Files.move(folder.resolve("outside"), bench.root.resolve("inside"));
    bench.sync();
    bench.write("inside/x/y/g", "G");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(2);
  }

  @Test
  void tree_movedOut_isDeletedAndNotWatchedAnyMore() throws Exception {
    bench.write("t/x/f", "F");
    bench.watch();

    Files.move(bench.root.resolve("t"), folder.resolve("away"));
    bench.sync();
    bench.listener.forget();
    Files.writeString(folder.resolve("away/x/f"), "changed");
    bench.sync();

    assertThat(bench.announced()).isEmpty();
    assertThat(bench.listener.heard()).isEmpty();
    assertThat(bench.workspaces.status()).singleElement().matches(s -> s.watches() == 2);
  }

  @Test
  void tree_renamed_isDeletedHereAndCreatedThere() throws IOException {
    bench.write("old/x/f", "F");
    bench.watch();

    Files.move(bench.root.resolve("old"), bench.root.resolve("new"));
    bench.write("new/x/g", "G");
    bench.sync();
    bench.write("new/x/f", "F2");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("new/x/f", "new/x/g");
  }

  @Test
  void file_replacedByAFolder_isBothSeen() throws IOException {
    bench.write("a", "file");
    bench.watch();

    Files.delete(bench.root.resolve("a"));
    bench.write("a/b", "in folder");
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("a/b");
    Files.delete(bench.root.resolve("a/b"));
    Files.delete(bench.root.resolve("a"));
    bench.write("a", "file again");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("a");
  }

  @Test
  void ignoredFolders_costNoWatchAndSayNothing() throws Exception {
    bench.ignoring("scratch/");
    bench.write("scratch/deep/a", "A");
    bench.write("node_modules/x/y", "Y");
    bench.write(".git/objects/o", "O");
    bench.watch();
    int before = bench.workspaces.status().getFirst().watches();

    bench.write("scratch/more/b", "B");
    bench.write(".a.txt.swp", "S");
    bench.write("a.txt~", "S");
    bench.write("#a.txt#", "S");
    bench.write("a.txt", "A");
    bench.sync();

    assertThat(bench.listener.files()).containsOnlyKeys("a.txt");
    // The workspace itself, and the cookies.
    assertThat(before).isEqualTo(2);
    assertThat(bench.workspaces.status().getFirst().watches()).isEqualTo(2);
  }

  @Test
  void log_growing_isFollowedBySizeAndNeverRead() throws IOException {
    bench.following("*.log");
    bench.write("run.log", "one\n");
    bench.watch();
    var grown = bench.listener.next(c -> c.path().equals("run.log") && c.size() == 8);

    Files.writeString(bench.root.resolve("run.log"), "two\n", StandardOpenOption.APPEND);

    assertThat(grown.join()).matches(c -> c.kind().equals("log") && c.sha256() == null);
    Files.delete(bench.root.resolve("run.log"));
    bench.sync();
    assertThat(bench.announced()).isEmpty();
  }

  @Test
  void log_growingWithoutEnd_isSpokenOfAtIntervals() throws IOException {
    bench.following("*.log");
    bench.watch();
    var last = bench.listener.next(c -> c.size() == 20_000);

    try (OutputStream log = Files.newOutputStream(bench.root.resolve("run.log"))) {
      for (int i = 0; i < 20_000; i++) {
        log.write('x');
      }
    }
    last.join();

    assertThat(bench.listener.heardOf("run.log")).hasSizeLessThan(100);
  }

  @Test
  void workspace_askedForAgain_goesOnAndAnnouncesTheDifference() throws IOException {
    bench.write("a", "A");
    bench.write("b", "B");
    Synced first = bench.watch();
    Files.delete(bench.root.resolve("b"));
    bench.write("c", "C");

    Synced second = bench.watch();

    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(bench.listener.heard()).extracting(FileChanged::path).containsOnly("b", "c");
    assertThat(bench.announced()).isEqualTo(bench.truth()).isEqualTo(bench.tree());
  }

  @Test
  void workspace_askedForWithOtherGlobs_followsThem() throws IOException {
    bench.write("a.bak", "A");
    bench.write("b", "B");
    bench.watch();

    bench.ignoring("*.bak").watch();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("b");
  }

  @Test
  void watcher_startedAgain_knowsWhatChangedMeanwhile() throws IOException {
    bench.write("same", "S");
    bench.write("edited", "old");
    bench.write("removed", "R");
    Synced first = bench.watch();
    bench.close();
    bench.write("edited", "new");
    Files.delete(bench.root.resolve("removed"));
    bench.write("added", "A");

    try (var next = bench.again()) {
      Synced second = next.watch();

      assertThat(next.announced()).isEqualTo(next.truth()).hasSize(3);
      assertThat(second.epoch()).isGreaterThan(first.epoch());
    }
  }

  @Test
  void workspace_removedAndMadeAgain_isFollowed() throws IOException {
    bench.write("a", "A");
    bench.watch();
    Files.move(bench.root, folder.resolve("gone"));

    assertThat(bench.sync().error()).contains("there is no folder");
    Files.createDirectory(bench.root);
    bench.write("b", "B");
    assertThat(bench.sync().error()).isNull();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("b");
  }

  @Test
  void workspace_deletedWhileAFileOfItIsHeld_isFollowedWhenMadeAgain() throws IOException {
    bench.write("src/a", "A");
    bench.write(".computepods/lock", "mine");
    bench.watch();
    try (var _ = FileChannel.open(bench.root.resolve(".computepods/lock"))) {
      deleteAll(bench.root);
      Files.createDirectory(bench.root);
      bench.write("src/a", "A");
      bench.write("src/b", "B");

      assertThat(bench.sync().error()).isNull();
    }
    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("src/a", "src/b");
  }

  private static void deleteAll(Path tree) throws IOException {
    try (var all = Files.walk(tree)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void cookies_sweptAway_doNotStopASync() throws IOException {
    bench.watch();
    bench.sync();
    Files.move(bench.root.resolve(Cookies.HOUSE), folder.resolve("swept"));
    bench.write("a", "A");

    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("a");
    assertThat(bench.root.resolve(Cookies.FOLDER)).isEmptyDirectory();
  }

  @Test
  void hostileNames_areOnlyNames() throws IOException {
    bench.watch();

    for (String name : List.of("a b", "-rf", "ü", "a\nb", "*", "$(x)", "'\"", "0".repeat(255))) {
      bench.write(name, name);
      bench.write("d/" + name, name);
    }
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(16);
  }
}
