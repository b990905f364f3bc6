package org.computepods.cli.federation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.project.Attention;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptAttentionTest {
  @TempDir Path home;

  private final Map<String, String> texts = new HashMap<>();

  @Test
  void attention_ofTheSameTexts_isAsItWasRead() {
    texts.put("computepods.yaml", "ignore: [\"*.bak\"]\ngitignore: true\nlogs: [\"*.trace\"]\n");

    Attention read = attention("build 1");

    assertThat(read.ignore()).contains("*.bak");
    assertThat(read.logs()).contains("*.trace");
    assertThat(attention("build 1")).isEqualTo(read);
  }

  @Test
  void attention_afterAnEditOfAnyTextRead_isReadAnew() {
    texts.put("computepods.yaml", "uses: [own.rules.yaml]\nignore: [one]\n");
    texts.put("own.rules.yaml", "set: own\ntypes: {t: {globs: [\"*.t\"], log: true}}\n");
    assertThat(attention("build 1").logs()).containsExactly("*.t");

    texts.put("own.rules.yaml", "set: own\ntypes: {t: {globs: [\"*.u\"], log: true}}\n");
    assertThat(attention("build 1").logs()).containsExactly("*.u");

    texts.remove("computepods.yaml");
    assertThat(attention("build 1").ignore()).doesNotContain("one");

    texts.put("computepods.yaml", "ignore: [two]\n");
    assertThat(attention("build 1").ignore()).contains("two");
  }

  @Test
  void attention_ofAnotherBuild_isReadAnew() throws IOException {
    attention("build 1");
    byte[] before = kept();

    attention("build 1");
    assertThat(kept()).isEqualTo(before);

    attention("build 2");
    assertThat(kept()).isNotEqualTo(before);
  }

  @Test
  void attention_keptAndDamaged_isReadAnew() throws IOException {
    Attention read = attention("build 1");
    byte[] whole = kept();

    Files.write(file(), Arrays.copyOf(whole, whole.length / 2));

    assertThat(attention("build 1")).isEqualTo(read);
  }

  private byte[] kept() throws IOException {
    return Files.readAllBytes(file());
  }

  private Path file() throws IOException {
    try (var kept = Files.list(home.resolve("watch"))) {
      return kept.findFirst().orElseThrow();
    }
  }

  private Attention attention(String software) {
    return new KeptAttention(home.resolve("watch"), Path.of("/w"), software).of(this::text);
  }

  private Optional<String> text(ArtefactPath path) {
    return Optional.ofNullable(texts.get(path.value()));
  }
}
