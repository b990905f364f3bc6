package org.computepods.chef.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ComparingTest {
  @Test
  void texts_differingInOneInteger_tellIt() {
    assertThat(of("page 9 of 20\n", "page 10 of 20\n", "page 11 of 20\n").numbers())
        .containsExactly(9L, 10L, 11L);
    assertThat(of("10", "100", "101").numbers()).containsExactly(10L, 100L, 101L);
    assertThat(of("n -9\n", "n -10\n").numbers()).containsExactly(-9L, -10L);
    assertThat(of("1", "0", "-1").numbers()).containsExactly(1L, 0L, -1L);
    assertThat(of("2026-10", "2026-11").numbers()).containsExactly(10L, 11L);
  }

  @Test
  void texts_differingOtherwise_tellNoInteger() {
    assertThat(of("1 and 2", "2 and 3").numbers()).isEmpty();
    assertThat(of("a1", "b1").numbers()).isEmpty();
    assertThat(of("x1", "x").numbers()).isEmpty();
  }

  @Test
  void difference_ofTexts_showsTheLinesThatDiffer() {
    assertThat(of("one\ntwo\nthree\n", "one\n2\nthree\n").difference())
        .isEqualTo("line 2:\n- two\n+ 2");
  }

  @Test
  void difference_ofMoreThanTwo_showsEachInItsTurn() {
    assertThat(of("head\nred\nend\n", "head\ngreen\nend\n", "head\nblue\nend\n").difference())
        .isEqualTo("line 2:\n1: red\n2: green\n3: blue");
    assertThat(of("a\n", "a\nb\n", "a\nb\nb\n").difference())
        .isEqualTo("line 2:\nversion 1: no line\nversion 2:\n  b\nversion 3:\n  b\n  b");
    assertThat(of("\0ab", "\0acd", "\0ab").difference())
        .isEqualTo("byte 2 is the first that differs (of 3, 4)");
    assertThat(of("1", "2", "3", "4", "5", "6", "7", "8").difference())
        .startsWith("line 1:\n1: 1\n2: 2")
        .endsWith("6: 6\n(2 more versions)");
  }

  @Test
  void difference_ofBytes_saysWhereItBegins_andShowsNone() {
    assertThat(of("\0ab", "\0ac").difference())
        .isEqualTo("byte 2 is the first that differs (of 3)");
    assertThat(of("%PDF-1.5\n\u0001a", "%PDF-1.5\n\u0001b").difference())
        .isEqualTo("byte 10 is the first that differs (of 11)");
    assertThat(of("%PDF-1.5\n\u0001a", "%PDF-1.5\n\u0001b").isText()).isFalse();
  }

  @Test
  void difference_ofTextsWithWhatATerminalObeys_showsThatAsQuestionMarks() {
    assertThat(of("\u001b[31mred\t1", "\u001b[32mgreen\u0085\t2").difference())
        .isEqualTo("line 1:\n- ?[31mred\t1\n+ ?[32mgreen?\t2");
  }

  @Test
  void version_thatIsGone_hasNoSizeAndNoDifference() {
    var comparing =
        new Comparing(Stream.of(Optional.<byte[]>empty(), Optional.of(new byte[] {1, 2})).toList());

    assertThat(comparing.sizes()).containsExactly(-1L, 2L);
    assertThat(comparing.difference()).isEmpty();
  }

  private static Comparing of(String... versions) {
    return new Comparing(
        Stream.of(versions).map(v -> Optional.of(v.getBytes(StandardCharsets.UTF_8))).toList());
  }
}
