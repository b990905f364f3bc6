package org.computepods.chef.sftp;

import java.io.IOException;
import java.io.InputStream;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Handle;

/** What an open handle gives, read one large packet after the other. */
final class HandleStream extends InputStream {
  private static final int PACKET = 120 * 1024;

  private final SftpClient channel;
  private final Handle handle;
  private final byte[] packet = new byte[PACKET];
  private long offset;
  private int at;
  private int end;

  HandleStream(SftpClient channel, Handle handle) {
    this.channel = channel;
    this.handle = handle;
  }

  @Override
  public int read() throws IOException {
    return fill() ? packet[at++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int from, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int n = Math.min(length, end - at);
    System.arraycopy(packet, at, buffer, from, n);
    at += n;
    return n;
  }

  /** Whether there is anything left. */
  private boolean fill() throws IOException {
    if (at < end) {
      return true;
    }
    int n = channel.read(handle, offset, packet, 0, packet.length);
    if (n <= 0) {
      return false;
    }
    at = 0;
    end = n;
    offset += n;
    return true;
  }
}
