package org.computepods.chef.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import org.computepods.rules.Digest;

/** A stream that tells at its end whether the bytes were the right ones. */
final class VerifyingStream extends FilterInputStream {
  private final MessageDigest sha256 = Digest.sha256();
  private final Digest expected;
  private final OnWrong onWrong;
  private boolean judged;

  /** Hears what the bytes were instead. */
  @FunctionalInterface
  interface OnWrong {
    void found(Digest found) throws IOException;
  }

  VerifyingStream(InputStream in, Digest expected, OnWrong onWrong) {
    super(in);
    this.expected = expected;
    this.onWrong = onWrong;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = super.read(buffer, offset, length);
    if (n >= 0) {
      sha256.update(buffer, offset, n);
    } else if (!judged) {
      judged = true;
      Digest found = Digest.ofBytes(sha256.digest());
      if (!found.equals(expected)) {
        onWrong.found(found);
        throw new WrongContentException(expected, found);
      }
    }
    return n;
  }

  @Override
  public long skip(long n) throws IOException {
    // Skipped bytes count too.
    return Math.max(0, read(new byte[(int) Math.min(n, Buffers.SIZE)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
