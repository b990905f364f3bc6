package org.computepods.chef.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.FileStat;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreKeeperTest {
  @TempDir Path folder;
  private final List<String> notices = new CopyOnWriteArrayList<>();
  private Instant now = Instant.now();

  @Test
  void store_beyondItsLimit_losesWhatWasUsedLongestAgo() throws IOException {
    var store = new ContentStore(folder, notices::add);
    try (var keeper = keeper(store, "100")) {
      Digest old = store.put("o".repeat(60).getBytes(UTF_8));
      Digest recent = store.put("r".repeat(60).getBytes(UTF_8));

      keeper.look();
      assertThat(store.size()).as("while a build may need them").isEqualTo(120);

      now = now.plus(Duration.ofHours(1));
      do {
        assertThat(store.use(recent)).isTrue();
      } while (changed(store, recent) <= changed(store, old));
      keeper.look();

      assertThat(store.has(old)).isFalse();
      assertThat(store.has(recent)).isTrue();
      assertThat(notices).singleElement().asString().contains("60 bytes");
    }
  }

  @Test
  void limit_inWords_isReadOrSaidToBeWrong() {
    assertThat(StoreLimit.of("20G", notices::add).bytes()).isEqualTo(OptionalLong.of(20L << 30));
    assertThat(StoreLimit.of(" 5 ", notices::add).bytes()).isEqualTo(OptionalLong.of(5));
    assertThat(StoreLimit.of("7MiB", notices::add).bytes()).isEqualTo(OptionalLong.of(7L << 20));
    assertThat(notices).isEmpty();

    assertThat(StoreLimit.of("much", notices::add).bytes()).isEmpty();

    assertThat(notices).singleElement().asString().contains("COMPUTEPODS_STORE_MAX", "much");
  }

  private static long changed(ContentStore store, Digest digest) throws IOException {
    return FileStat.of(store.path(digest).orElseThrow()).orElseThrow().ctimeNs();
  }

  private StoreKeeper keeper(ContentStore store, String limit) {
    return new StoreKeeper(
        store, folder, StoreLimit.of(limit, notices::add), () -> now, notices::add);
  }
}
