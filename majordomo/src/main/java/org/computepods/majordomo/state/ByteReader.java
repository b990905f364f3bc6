package org.computepods.majordomo.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.computepods.majordomo.core.Packer;
import org.computepods.rules.Digest;

/**
 * Reads what {@link Packer} wrote from a file that anything may have happened to.
 *
 * <p>Throws {@link DamagedException} where it is something else.
 */
final class ByteReader {
  private final byte[] bytes;
  private int at;

  ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int get() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  long number() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = get();
      value |= (long) (b & 0x7F) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new DamagedException("a number without end");
  }

  /** How many things follow, each of which takes a byte at least. */
  int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw new DamagedException("more announced than there is");
    }
    return (int) count;
  }

  String text() {
    int length = count();
    var text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  Digest digest() {
    need(32);
    var digest = Digest.ofBytes(Arrays.copyOfRange(bytes, at, at + 32));
    at += 32;
    return digest;
  }

  private void need(int more) {
    if (at + more > bytes.length) {
      throw new DamagedException("ends too soon");
    }
  }
}
