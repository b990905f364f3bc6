package org.computepods.chef.wire;

/**
 * About how large a file is, in six bits: enough to guess which of two takes longer to read. Two
 * steps for each doubling; 0 for an empty file, and for one of which it is not known.
 */
public final class Magnitude {
  /** Bits that one takes. */
  public static final int BITS = 6;

  private static final int MAX = (1 << BITS) - 1;

  private Magnitude() {}

  /** That of a file of so many bytes. */
  public static int of(long bytes) {
    if (bytes <= 1) {
      return 0;
    }
    int doublings = Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes);
    int half = (int) (bytes >>> (doublings - 1)) & 1;
    return Math.min(MAX, 2 * doublings + half);
  }

  /** The bytes that a file of this magnitude has at least; 0 for 0. */
  public static long bytes(int magnitude) {
    if (magnitude == 0) {
      return 0;
    }
    int doublings = magnitude / 2;
    return magnitude % 2 == 0 ? 1L << doublings : 3L << (doublings - 1);
  }
}
