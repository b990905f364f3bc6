package org.example.wordcount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computepods.chef.testkit.ChefTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WordcountTest {
  @TempDir Path folder;

  @Test
  void text_thatIncludesAnother_isCountedWithIt() throws IOException {
    Files.writeString(folder.resolve("all.txt"), "one two\ninclude part.txt\n");
    Files.writeString(folder.resolve("part.txt"), "three\n");

    try (var fixture = ChefTest.of(new Wordcount()).in(folder)) {
      var made = fixture.build("all.count");

      assertThat(made.failure()).isEmpty();
      assertThat(made.output("all.count")).isEqualTo("3\n");
      assertThat(made.log()).contains("all.txt has 3 words");
      assertThat(made.discovered()).containsExactly("part.txt");
      assertThat(folder.resolve("all.count")).doesNotExist();
    }
  }

  @Test
  void textThatIsNone_fails_andTheMessageNamesTheLine() throws IOException {
    Files.writeString(folder.resolve("bad.txt"), "fine\n\0\n");

    try (var fixture = ChefTest.of(new Wordcount()).in(folder)) {
      var made = fixture.build("bad.count");

      assertThat(made.failure()).contains("chef wordcount: bad.txt:2: this is no text");
      assertThat(fixture.folder().resolve("bad.count")).doesNotExist();
    }
  }

  @Test
  void textThatIsIncluded_isNotThere_isSaidToBeMissing() throws IOException {
    Files.writeString(folder.resolve("all.txt"), "include part.txt\n");

    try (var fixture = ChefTest.of(new Wordcount()).in(folder)) {
      assertThat(fixture.build("all.count").missing()).containsExactly("part.txt");

      fixture.write("part.txt", "now it is");
      assertThat(fixture.build("all.count").output("all.count")).isEqualTo("3\n");
    }
  }
}
