package org.computepods.majordomo.state;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.computepods.rules.Digest;

/** Bytes that grow as they are written; numbers take as few as they need. */
final class ByteWriter {
  private byte[] bytes = new byte[256];
  private int length;

  void put(int b) {
    room(1);
    bytes[length++] = (byte) b;
  }

  /** A number from 0, seven bits a byte, the low ones first. */
  void number(long value) {
    room(10);
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    put(utf8);
  }

  void digest(Digest digest) {
    put(digest.bytes());
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  private void put(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
