package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import org.computepods.chef.store.FileStat;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenFolderTest {
  /** More than fit into a block of entries, or into the room for stats. */
  private static final int MANY = 2_000;

  @TempDir Path folder;

  @Test
  void folder_ofManyEntries_givesEachWithItsStat() throws IOException {
    var there = new HashMap<String, FileStat>();
    for (int i = 0; i < MANY; i++) {
      Path file = folder.resolve("a file of the number %05d.txt".formatted(i));
      Files.writeString(file, "x".repeat(i % 7));
      there.put(file.getFileName().toString(), FileStat.of(file).orElseThrow());
    }
    Path below = Files.createDirectory(folder.resolve("below"));
    there.put("below", FileStat.of(below).orElseThrow());

    var found = new HashMap<String, FileStat>();
    try (var open = OpenFolder.of(folder)) {
      open.items().forEach(item -> found.put(item.name(), item.stat()));
    }

    assertThat(found).isEqualTo(there);
  }

  @Test
  void foldersReadAtOnce_keepToTheirOwn() throws IOException {
    Path one = Files.createDirectory(folder.resolve("one"));
    Path other = Files.createDirectory(folder.resolve("other"));
    Files.writeString(one.resolve("a"), "of the one");
    Files.writeString(other.resolve("b"), "of the other");

    try (var first = OpenFolder.of(one);
        var second = OpenFolder.of(other)) {
      var a = first.items().getFirst();
      var b = second.items().getFirst();
      assertThat(a.name()).isEqualTo("a");
      assertThat(first.hash(a)).isEqualTo(Digest.of("of the one".getBytes(UTF_8)));
      assertThat(second.hash(b)).isEqualTo(Digest.of("of the other".getBytes(UTF_8)));
      assertThat(first.unchanged(a)).isTrue();
      Files.writeString(other.resolve("b"), "another");
      assertThat(second.unchanged(b)).isFalse();
    }
  }
}
