package org.computepods.majordomo.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/** Bytes that grow as values are written, each in as few as it needs. */
public final class Packer {
  private byte[] bytes = new byte[256];
  private int length;

  public void put(int b) {
    room(1);
    bytes[length++] = (byte) b;
  }

  /** A number from 0, seven bits a byte, the low ones first. */
  public void number(long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      put((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    put((int) rest);
  }

  public void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    put(utf8);
  }

  public void digest(Digest digest) {
    put(digest.bytes());
  }

  public void state(ArtefactState state) {
    switch (state) {
      case ArtefactState.Absent() -> put(0);
      case ArtefactState.Present(Digest digest, boolean executable) -> {
        put(executable ? 2 : 1);
        digest(digest);
      }
      case ArtefactState.Link(String target) -> {
        put(3);
        text(target);
      }
    }
  }

  public byte[] bytes() {
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
