package org.computepods.majordomo.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/** Reads what a {@link Packer} wrote. */
final class Unpacker {
  private final byte[] bytes;
  private int at;

  Unpacker(byte[] bytes) {
    this.bytes = bytes;
  }

  int get() {
    return bytes[at++];
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int b = bytes[at++];
      value |= (long) (b & 0x7F) << shift;
      if (b >= 0) {
        return value;
      }
    }
  }

  void skipTexts(int count) {
    for (int i = 0; i < count; i++) {
      int length = (int) number();
      at += length;
    }
  }

  String text() {
    int length = (int) number();
    at += length;
    return new String(bytes, at - length, length, StandardCharsets.UTF_8);
  }

  Digest digest() {
    at += 32;
    return Digest.ofBytes(Arrays.copyOfRange(bytes, at - 32, at));
  }

  ArtefactState state() {
    int kind = get();
    return switch (kind) {
      case 0 -> ArtefactState.absent();
      case 1, 2 -> new ArtefactState.Present(digest(), kind == 2);
      default -> new ArtefactState.Link(text());
    };
  }
}
