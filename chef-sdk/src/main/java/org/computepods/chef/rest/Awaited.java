package org.computepods.chef.rest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;

/** What comes from a socket, where each of its time-outs is told and reading goes on. */
final class Awaited extends FilterInputStream {
  private final Silence silence;
  private final long patienceNs;

  /**
   * @param patienceNs after so much silence on end a time-out is one
   */
  Awaited(InputStream in, Silence silence, long patienceNs) {
    super(in);
    this.silence = silence;
    this.patienceNs = patienceNs;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    long began = System.nanoTime();
    while (true) {
      try {
        return in.read(into, offset, length);
      } catch (SocketTimeoutException quiet) {
        if (System.nanoTime() - began >= patienceNs) {
          throw quiet;
        }
        silence.lasts();
      }
    }
  }
}
