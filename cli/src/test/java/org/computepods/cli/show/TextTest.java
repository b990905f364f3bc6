package org.computepods.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "9949, 9.9 s",
    "9950, 10 s",
    "59499, 59 s",
    "60000, 1 min 0 s",
    "3600000, 1 h 0 min",
    "5400000, 1 h 30 min"
  })
  void duration_isForPeople(long ms, String words) {
    assertThat(Text.duration(ms)).isEqualTo(words);
  }

  @Test
  void fit_neverExceedsTheWidth() {
    assertThat(Text.fit("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Text.fit("abcdefg", 6)).isEqualTo("abcde~");
    assertThat(Text.fit("漢字漢字", 6)).isEqualTo("漢字~");
    assertThat(Text.fit("abc", 0)).isEmpty();
  }

  @Test
  void table_lastColumnIsCutAtTheWidth() {
    Table table = new Table("A", "B").row("long name", "a text that is far too long");
    assertThat(table.lines(new Paint(false), 20))
        .containsExactly("A          B", "long name  a text t~");
  }
}
