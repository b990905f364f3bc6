package org.computepods.fswatcher;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.computepods.fswatcher.events.Sources;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files with several names: who writes one under one name changes it under all. */
class HardLinksTest {
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
  void file_editedUnderOneName_isHeardOfUnderAll() throws IOException {
    bench.write("a", "old");
    link("b", "a");
    link("deep/er/c", "a");
    bench.watch();
    var heard =
        List.of("b", "deep/er/c").stream()
            .map(name -> bench.listener.next(change -> change.path().equals(name)))
            .toList();

    Files.writeString(bench.root.resolve("a"), "new");

    assertThat(heard)
        .allSatisfy(h -> assertThat(h.join().sha256()).isEqualTo(Digest.of("new").hex()));
  }

  @Test
  void name_addedWhileWatched_isHeardOfToo() throws IOException {
    bench.write("a", "old");
    bench.watch();
    link("b", "a");
    bench.sync();
    var heard = bench.listener.next(change -> change.path().equals("a"));

    Files.writeString(bench.root.resolve("b"), "new");

    assertThat(heard.join().sha256()).isEqualTo(Digest.of("new").hex());
  }

  @Test
  void nameAddedAndWrittenAtOnce_isInTheNextAnswer() throws IOException {
    for (int i = 0; i < 20; i++) {
      bench.write("d/a" + i, "old");
    }
    bench.watch();
    for (int i = 0; i < 20; i++) {
      link("b" + i, "d/a" + i);
      Files.writeString(bench.root.resolve("b" + i), "new " + i);

      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }

  @Test
  void edit_underOneName_isInTheNextAnswerForAll() throws IOException {
    bench.write("a", "old");
    link("d/b", "a");
    bench.watch();
    for (int i = 0; i < 50; i++) {
      Files.writeString(bench.root.resolve(i % 2 == 0 ? "a" : "d/b"), "edit " + i);

      bench.sync();

      assertThat(bench.announced()).isEqualTo(bench.truth());
    }
  }

  @Test
  void settingsByWhichNothingSettles_doNotKeepTheOtherNameFromTheAnswer() throws IOException {
    bench.close();
    bench =
        Bench.of(
            folder, WatchSettings.USUAL.with(s -> s.settle = Duration.ofHours(1)), Sources.BEST);
    bench.write("a", "old");
    link("b", "a");
    bench.watch();

    Files.writeString(bench.root.resolve("a"), "new");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth());
  }

  @Test
  void folder_fullOfNamesMovedIn_joinsThoseThatWereThere() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside"));
    for (int i = 0; i < 50; i++) {
      bench.write("a" + i, "old");
      Files.createLink(outside.resolve("b" + i), bench.root.resolve("a" + i));
    }
    bench.watch();
    Files.move(outside, bench.root.resolve("in"));
    bench.sync();

    for (int i = 0; i < 50; i++) {
      Files.writeString(bench.root.resolve("in/b" + i), "new " + i);
    }
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(100);
  }

  @Test
  void name_savedOverAtomically_goesItsOwnWay() throws IOException {
    bench.write("a", "old");
    link("b", "a");
    bench.watch();
    bench.write("a.new", "new");
    Files.move(bench.root.resolve("a.new"), bench.root.resolve("a"), ATOMIC_MOVE);
    bench.sync();
    bench.listener.forget();

    bench.write("a", "newer");
    bench.sync();

    assertThat(bench.listener.heardOf("b")).isEmpty();
    assertThat(bench.announced()).isEqualTo(bench.truth());
  }

  @Test
  void name_writtenAndRemovedAtOnce_leavesTheOthersKnownAsTheyAre() throws IOException {
    bench.write("a", "old");
    link("b", "a");
    link("c", "a");
    bench.watch();
    Files.writeString(bench.root.resolve("b"), "new");
    Files.delete(bench.root.resolve("b"));
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(2);

    Files.writeString(bench.root.resolve("c"), "newer");
    bench.write("c.new", "another");
    Files.move(bench.root.resolve("c.new"), bench.root.resolve("c"), ATOMIC_MOVE);
    bench.sync();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(2);
  }

  @Test
  void permissions_changedUnderOneName_changeUnderAll() throws IOException {
    bench.write("a", "tool");
    link("b", "a");
    bench.watch();

    Files.setPosixFilePermissions(
        bench.root.resolve("a"), PosixFilePermissions.fromString("rwxr-xr-x"));
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth());
    assertThat(bench.announced().get("b")).endsWith(" x");
  }

  @Test
  void watcher_startedAgain_knowsTheNames() throws IOException {
    bench.write("a", "old");
    link("b", "a");
    bench.watch();
    bench.close();
    bench = bench.again();
    bench.watch();

    Files.writeString(bench.root.resolve("b"), "new");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth());
  }

  @Test
  void log_writtenUnderAnotherName_isFollowed() throws IOException {
    bench.following("*.log");
    bench.write("run.out", "one\n");
    link("run.log", "run.out");
    bench.watch();
    var grown = bench.listener.next(c -> c.path().equals("run.log") && c.size() == 8);

    Files.writeString(bench.root.resolve("run.out"), "two\n", StandardOpenOption.APPEND);

    assertThat(grown.join().kind()).isEqualTo("log");
  }

  @Test
  void nameOutside_isNoneOfOurs() throws IOException {
    bench.write("a", "old");
    Files.createLink(folder.resolve("elsewhere"), bench.root.resolve("a"));
    bench.watch();

    Files.writeString(bench.root.resolve("a"), "new");
    bench.sync();

    assertThat(bench.announced()).isEqualTo(bench.truth()).containsOnlyKeys("a");
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 5_000})
  void names_remembered_areThoseOfHardLinksAlone(int plain) throws Exception {
    for (int i = 0; i < plain; i++) {
      bench.write("d" + i % 10 + "/f" + i, "x");
    }
    link("b", "d0/f0");
    bench.watch();
    link("c", "d1/f1");
    bench.sync();
    assertThat(bench.workspaces.status().getFirst().linked()).isEqualTo(4);

    Files.delete(bench.root.resolve("b"));
    Files.delete(bench.root.resolve("c"));
    bench.write("d0/f0", "alone");
    bench.write("d1/f1", "alone");
    bench.sync();

    assertThat(bench.workspaces.status().getFirst().linked()).isZero();
    assertThat(bench.announced()).isEqualTo(bench.truth()).hasSize(plain);
  }

  private void link(String name, String file) throws IOException {
    Path link = bench.root.resolve(name);
    Files.createDirectories(link.getParent());
    Files.createLink(link, bench.root.resolve(file));
  }
}
