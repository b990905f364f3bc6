package org.example.concordance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computepods.chef.testkit.ChefTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConcordanceTest {
  @TempDir Path folder;

  @Test
  void words_areListedWithTheirLines_butForCommonOnes() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "the cat\nthe dog, the cat\n");

    try (var fixture = ChefTest.of(new Concordance()).in(folder)) {
      assertThat(fixture.build("a.words").output("a.words"))
          .isEqualTo("cat [1, 2]\ndog [2]\nthe [1, 2]\n");

      fixture.write("common.words", "the\n");
      assertThat(fixture.build("a.words").output("a.words")).isEqualTo("cat [1, 2]\ndog [2]\n");
    }
  }
}
