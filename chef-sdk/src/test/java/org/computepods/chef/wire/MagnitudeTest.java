package org.computepods.chef.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MagnitudeTest {
  @Test
  void magnitude_ofAnySize_tellsItWithinHalf() {
    for (long bytes = 2; bytes < 1L << 31; bytes += 1 + bytes / 7) {
      long told = Magnitude.bytes(Magnitude.of(bytes));
      assertThat(told).isBetween(2 * bytes / 3, bytes);
    }
  }

  @Test
  void magnitude_grows_andFitsItsBits() {
    assertThat(Magnitude.of(0)).isEqualTo(Magnitude.of(1)).isZero();
    int last = 0;
    for (long bytes = 1; bytes > 0 && bytes < Long.MAX_VALUE / 3; bytes *= 3) {
      assertThat(Magnitude.of(bytes)).isBetween(last, (1 << Magnitude.BITS) - 1);
      last = Magnitude.of(bytes);
    }
    assertThat(Magnitude.of(Long.MAX_VALUE)).isEqualTo(63);
  }
}
