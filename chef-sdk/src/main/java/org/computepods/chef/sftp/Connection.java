package org.computepods.chef.sftp;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** A session with one peer, kept open, and its channels, each used by one thread at a time. */
final class Connection implements AutoCloseable {
  /** The host key that the other end must have, told to whoever verifies it. */
  static final AttributeKey<String> PINNED = new AttributeKey<>();

  /** As many as help with small files; more only cost memory. */
  private static final int CHANNELS_MAX = 8;

  private static final Duration CONNECT_MAX = Duration.ofSeconds(10);

  private final ClientSession session;
  private final Semaphore free = new Semaphore(CHANNELS_MAX);
  private final BlockingQueue<SftpClient> idle = new LinkedBlockingQueue<>();

  private Connection(ClientSession session) {
    this.session = session;
  }

  static Connection open(SshClient client, String user, Peer peer, KeyPair key) throws IOException {
    int colon = peer.address().lastIndexOf(':');
    if (colon < 0) {
      throw new IOException("pod " + peer.pod() + " has no SFTP address");
    }
    String host = peer.address().substring(0, colon);
    int port = Integer.parseInt(peer.address().substring(colon + 1));
    var context = AttributeRepository.ofKeyValuePair(PINNED, peer.hostKey());
    ClientSession session =
        client.connect(user, host, port, context, null).verify(CONNECT_MAX).getSession();
    try {
      session.addPublicKeyIdentity(key);
      session.auth().verify(CONNECT_MAX);
      return new Connection(session);
    } catch (IOException | RuntimeException e) {
      session.close(true);
      throw e;
    }
  }

  boolean isOpen() {
    return session.isOpen();
  }

  /** What to do with a channel. */
  @FunctionalInterface
  interface Use<T> {
    T with(SftpClient channel) throws IOException;
  }

  /** Does it with a channel that nobody else has meanwhile. */
  <T> T use(Use<T> what) throws IOException {
    free.acquireUninterruptibly();
    try {
      SftpClient channel = idle.poll();
      if (channel == null || !channel.isOpen()) {
        channel = SftpClientFactory.instance().createSftpClient(session);
      }
      T done;
      try {
        done = what.with(channel);
      } catch (IOException | RuntimeException e) {
        // It may be in the middle of an answer.
        channel.close();
        throw e;
      }
      idle.add(channel);
      return done;
    } finally {
      free.release();
    }
  }

  @Override
  public void close() {
    session.close(true);
  }
}
