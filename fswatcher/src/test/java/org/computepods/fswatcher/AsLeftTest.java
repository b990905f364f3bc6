package org.computepods.fswatcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.Synced.Point;
import org.computepods.fswatcher.tree.KeptTree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a watch says of the one before it: where that ended, if nothing was touched since. */
class AsLeftTest {
  @TempDir Path folder;
  private Bench bench;
  private Synced.Point end;

  /** A watch with an edit and an end; its files were young when they were read. */
  @BeforeEach
  void watchAndEnd() throws IOException {
    bench = Bench.of(folder);
    bench.write("a.txt", "A");
    bench.write("deep/er/b.txt", "B");
    Files.createSymbolicLink(bench.root.resolve("link"), Path.of("a.txt"));
    assertThat(bench.watch().left()).isNull();
    bench.write("c.txt", "C");
    end = bench.sync().point();
    bench.close();
    assertThat(end.seq()).isPositive();
  }

  private Synced next() {
    try (var next = bench.again()) {
      return next.watch();
    }
  }

  @Test
  void nothingTouched_theNextSaysWhereTheOneBeforeEnded() {
    assertThat(next().left()).isEqualTo(end);
    assertThat(next().left()).isEqualTo(end);
  }

  @Test
  void killed_theNextSaysWhereItWasWhenItLastRested() throws IOException {
    Path killed = folder.resolve("killed");
    try (var life = bench.again().savingEvery(Duration.ofMillis(1))) {
      assertThat(life.watch().left()).isEqualTo(end);
      assertThat(left(life.afterKill(killed))).as("nothing was changed").isEqualTo(end);

      life.write("a.txt", "A2");
      life.write("new.txt", "");
      var changed = life.sync();
      while (!changed.point().equals(left(life.afterKill(killed)))) {
        Thread.onSpinWait(); // until it has been written down
      }
      assertThat(changed.place()).isEqualTo(changed.point());

      Files.writeString(path("a.txt"), "A3"); // perhaps before it is killed, perhaps after
      assertThat(left(life.afterKill(killed))).isNotEqualTo(changed.point());
    }
  }

  private static @Nullable Point left(Bench life) {
    try (life) {
      return life.watch().left();
    }
  }

  @Test
  void changed_theNextSaysItUntilThen() throws IOException {
    try (var next = bench.again()) {
      assertThat(next.watch().left()).isEqualTo(end);
      assertThat(next.sync().left()).isEqualTo(end);

      next.write("a.txt", "A2");

      assertThat(next.sync().left()).isNull();
      next.write("a.txt", "A");
      assertThat(next.sync().left()).isNull();
    }
  }

  @Test
  void anythingTouchedMeanwhile_theNextSaysNothing() throws IOException {
    List<Touch> touches =
        List.of(
            () -> bench.write("a.txt", "A2"),
            () -> bench.write("a.txt", "A"),
            () -> Files.setLastModifiedTime(path("a.txt"), FileTime.from(1, TimeUnit.DAYS)),
            () -> Files.delete(path("c.txt")),
            () -> bench.write("c.txt", "C"),
            () -> bench.write("deep/new.txt", ""),
            () -> Files.move(path("deep/er"), path("deep/other")),
            () -> Files.move(path("deep/other"), path("deep/er")),
            () -> Files.delete(path("link")),
            () -> Files.createSymbolicLink(path("link"), Path.of("c.txt")),
            () -> assertThat(path("a.txt").toFile().setExecutable(true)).isTrue(),
            this::replaceByItsCopy);
    for (int i = 0; i < touches.size(); i++) {
      touches.get(i).happen();
      assertThat(next().left()).as("touch %d", i).isNull();
      assertThat(next().left()).as("after touch %d", i).isNotNull();
    }
  }

  private interface Touch {
    void happen() throws IOException;
  }

  private Path path(String name) {
    return bench.root.resolve(name);
  }

  private void replaceByItsCopy() throws IOException {
    Path copy = folder.resolve("copy");
    Files.copy(path("a.txt"), copy, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(copy, path("a.txt"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Test
  void readAheadOfTheEndOfTheOneBefore_theNextSaysAndKeepsTheTruth() throws IOException {
    KeptTree ahead;
    try (var life = bench.again()) {
      life.watch();
      ahead = life.readAhead();
      life.write("a.txt", "A2");
      life.write("new.txt", "N");
      life.sync();
    }

    try (var next = bench.again()) {
      assertThat(next.watch(ahead).left()).isNull();
      assertThat(next.tree()).isEqualTo(next.truth());
    }

    try (var third = bench.again()) {
      assertThat(third.watch().left()).isNotNull();
      assertThat(third.tree()).isEqualTo(third.truth());
    }
  }

  @Test
  void readAheadAndUntouched_theNextSaysWhereTheOneBeforeEnded() {
    try (var next = bench.again()) {
      assertThat(next.watch(next.readAhead()).left()).isEqualTo(end);
    }
  }

  @Test
  void watchedOtherwise_theNextSaysNothing() {
    try (var next = bench.again().ignoring("*.bak")) {
      assertThat(next.watch().left()).isNull();
    }
  }

  @Test
  void keptTreeCutAnywhereBehindItsBeginning_theNextSaysNothingButTheTruth() throws IOException {
    Path kept = kept();
    byte[] whole = Files.readAllBytes(kept);
    for (int end = whole.length - 1; end > 0; end -= 7) {
      Files.write(kept, whole, StandardOpenOption.TRUNCATE_EXISTING);
      try (var file = Files.newByteChannel(kept, StandardOpenOption.WRITE)) {
        file.truncate(end);
      }
      assertThat(next().left()).as("cut at %d of %d", end, whole.length).isNull();
    }
  }

  private Path kept() throws IOException {
    try (var files = Files.walk(folder.resolve("home"))) {
      return files.filter(f -> f.toString().endsWith(".tree")).findFirst().orElseThrow();
    }
  }
}
