package org.computepods.cli.federation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TrimmingTest {
  private static final long MIB = 1 << 20;

  private long cpuMs = 5_000;
  private long heap = 1_000 * MIB;
  private int collections;
  private final Trimming trimming =
      new Trimming(
          () -> cpuMs,
          () -> heap,
          () -> {
            collections++;
            heap = 600 * MIB;
          });

  @Test
  void heap_ofAProcessAtRest_isTrimmedOnce() {
    trimming.look();
    trimming.look();

    assertThat(collections).isOne();
  }

  @Test
  void heap_ofAProcessAtWork_isTrimmedWhenItHasGrownByHalf() {
    heap = 280 * MIB;
    cpuMs += 2_000;
    trimming.look();
    assertThat(collections).isZero();

    heap = 300 * MIB;
    cpuMs += 2_000;
    trimming.look();

    assertThat(collections).isOne();
  }

  @Test
  void largeHeap_isTrimmedSooner() {
    trimming.look();
    heap = 645 * MIB;
    trimming.look();
    assertThat(collections).isOne();
    heap = 655 * MIB;
    trimming.look();
    assertThat(collections).isEqualTo(2);

    heap = 720 * MIB;
    cpuMs += 2_000;
    trimming.look();
    assertThat(collections).isEqualTo(2);
    heap = 735 * MIB;
    cpuMs += 2_000;
    trimming.look();

    assertThat(collections).isEqualTo(3);
  }

  @Test
  void heap_thatGrewMuchSince_isTrimmedAgain() {
    trimming.look();
    heap = 900 * MIB;

    trimming.look();

    assertThat(collections).isEqualTo(2);
  }

  @Test
  void heap_ofASmallProject_isLeftAlone() {
    heap = 150 * MIB;

    trimming.look();

    assertThat(collections).isZero();
  }
}
