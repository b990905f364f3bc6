package org.computepods.majordomo.core;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;

/** Bytes that grow as values are written, each in as few as it needs. */
public final class Packer {
  private static final int ROOM = 256;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes;
  private int length;

  public Packer() {
    this(ROOM);
  }

  /**
   * @param room bytes that are likely written: who knows that there are millions saves their copies
   */
  public Packer(int room) {
    bytes = new byte[room];
  }

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
    room(Digest.BYTES);
    LONGS.set(bytes, length, digest.a());
    LONGS.set(bytes, length + 8, digest.b());
    LONGS.set(bytes, length + 16, digest.c());
    LONGS.set(bytes, length + 24, digest.d());
    length += Digest.BYTES;
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

  public int length() {
    return length;
  }

  /** Forgets what was written. */
  public void clear() {
    length = 0;
  }

  /** Hashes what was written, and forgets it. */
  void drainTo(MessageDigest hash) {
    hash.update(bytes, 0, length);
    clear();
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
