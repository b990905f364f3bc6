package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownFolderTest {
  @TempDir Path home;

  @Test
  void folder_afterRandomChanges_equalsAMap() {
    for (long seed = 1; seed <= 50; seed++) {
      var random = new Random(seed);
      var folder = new KnownFolder(random.nextInt(3));
      var truth = new TreeMap<String, Known>();
      int names = 1 + random.nextInt(200);
      for (int i = 0; i < 2_000; i++) {
        String name = "ü".repeat(random.nextInt(3)) + random.nextInt(names);
        if (random.nextInt(3) == 0) {
          truth.remove(name);
          folder.remove(name.getBytes(UTF_8));
        } else {
          var known = known(random);
          truth.put(name, known);
          folder.put(name.getBytes(UTF_8), known);
        }
        if (random.nextInt(50) == 0) {
          folder.trim();
        }
        if (random.nextInt(100) == 0) {
          folder = copied(folder);
        }
        assertThat(folder.find("nobody".getBytes(UTF_8))).isEqualTo(-1);
      }
      assertThat(files(folder)).as("seed %d", seed).isEqualTo(truth);
    }
  }

  @Test
  void keptTree_thatEndsWithinAWord_holdsAllBeforeIt() throws Exception {
    var random = new Random(7);
    var one = new KnownFolder(0);
    one.put("a".getBytes(UTF_8), known(random));
    try (var file = new KeptTree(home, "w")) {
      file.resume();
      file.epoch(5, Digest.of("how"));
      file.folder("d", one, Map.of("d/a", "elsewhere"));
      file.folder("e", one, Map.of());
    }
    Path kept;
    try (var files = Files.list(home)) {
      kept = files.findFirst().orElseThrow();
    }
    byte[] whole = Files.readAllBytes(kept);
    Files.write(kept, java.util.Arrays.copyOf(whole, whole.length - 1));

    var again = new KeptTree(home, "w");
    var loaded = again.load();
    again.resume();
    again.folder("e", one, Map.of());
    again.close();

    assertThat(loaded.epoch()).isEqualTo(5);
    assertThat(loaded.how()).isEqualTo(Digest.of("how"));
    assertThat(loaded.folders()).containsOnlyKeys("d");
    assertThat(loaded.targets()).containsEntry("d/a", "elsewhere");
    assertThat(Files.readAllBytes(kept)).isEqualTo(whole);
    Files.write(kept, new byte[] {1, 2, 3}, StandardOpenOption.TRUNCATE_EXISTING);
    assertThat(new KeptTree(home, "w").load().folders()).isEmpty();
    assertThat(new KeptTree(home, "other").load().folders()).isEmpty();
  }

  private static Known known(Random random) {
    return new Known(
        Known.Kind.of(random.nextInt(3)),
        new Digest(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong()),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextLong(),
        random.nextLong(),
        random.nextLong() << Known.FLAG_BITS);
  }

  private static KnownFolder copied(KnownFolder folder) {
    var bytes = ByteBuffer.allocate(8 + folder.written());
    folder.write(bytes);
    return KnownFolder.read(bytes.flip());
  }

  private static Map<String, Known> files(KnownFolder folder) {
    var files = new TreeMap<String, Known>();
    folder.forEach(i -> files.put(folder.text(i), folder.get(i)));
    assertThat(files).hasSize(folder.size());
    files.forEach(
        (name, known) ->
            assertThat(folder.get(folder.find(name.getBytes(UTF_8)))).isEqualTo(known));
    return files;
  }
}
