package org.computepods.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {
  @ParameterizedTest
  @CsvSource({
    "5 4,       4",
    "4 1,       1",
    "1 3,       3",
    "3 2,       2",
    "2 130,     130",
    "0 5,       5",
    "5 1 4 0,   1",
    "0 0,       0"
  })
  void severalCodes_theFirstOfTheTableWins(String codes, int wins) {
    assertThat(ExitCode.of(IntStream.of(ints(codes)))).isEqualTo(wins);
  }

  @Test
  void noCode_isUpToDate() {
    assertThat(ExitCode.of(IntStream.empty())).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "succeeded, 0",
    "failed, 1",
    "invalid, 2",
    "unavailable, 3",
    "unsettled, 4",
    "impossible, 5",
    "cancelled, 130"
  })
  void result_hasItsCode(String result, int code) {
    assertThat(ExitCode.ofResult(result)).isEqualTo(code);
  }

  private static int[] ints(String codes) {
    return java.util.Arrays.stream(codes.split(" ")).mapToInt(Integer::parseInt).toArray();
  }
}
