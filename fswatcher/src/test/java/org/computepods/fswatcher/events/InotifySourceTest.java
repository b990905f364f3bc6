package org.computepods.fswatcher.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class InotifySourceTest {
  private static final int BATCHES = 16;

  @TempDir Path folder;

  @Test
  void folder_belowFolders_isWatched() throws IOException {
    Path root = folder.toRealPath();
    Files.createDirectories(root.resolve("a/b c/ü"));

    try (var source = new InotifySource(root, BATCHES)) {
      assertThat(source.watch("a/b c/ü")).isEqualTo(EventSource.Watched.YES);
      assertThat(source.watching("a/b c/ü")).isTrue();
    }
  }

  @Test
  void folder_thatIsReachedByALinkOnly_isNotWatched() throws IOException {
    Path root = folder.toRealPath();
    Files.createDirectories(root.resolve("a/b"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));

    try (var source = new InotifySource(root, BATCHES)) {
      assertThat(source.watch("link/b")).isEqualTo(EventSource.Watched.GONE);
      assertThat(source.watches()).isZero();
    }
  }

  @Test
  void folder_thatIsReachedByALinkToo_isWatchedByItsOwnName() throws IOException {
    Path root = folder.toRealPath();
    Files.createDirectories(root.resolve("a/b"));
    Files.createSymbolicLink(root.resolve("link"), Path.of("a"));

    try (var source = new InotifySource(root, BATCHES)) {
      source.watch("a/b");
      assertThat(source.watch("link/b")).isEqualTo(EventSource.Watched.GONE);
      assertThat(source.watching("a/b")).isTrue();
      assertThat(source.watching("link/b")).isFalse();
    }
  }
}
