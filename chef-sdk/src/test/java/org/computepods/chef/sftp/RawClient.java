package org.computepods.chef.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Somebody with a key who tries everything that SFTP knows. */
final class RawClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SshClient client;
  private final ClientSession session;
  private final org.apache.sshd.sftp.client.SftpClient sftp;

  private RawClient(
      SshClient client, ClientSession session, org.apache.sshd.sftp.client.SftpClient sftp) {
    this.client = client;
    this.session = session;
    this.sftp = sftp;
  }

  static RawClient to(int port, KeyPair key) throws IOException {
    SshClient client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((session, address, serverKey) -> true);
    client.start();
    ClientSession session =
        client.connect("x", "127.0.0.1", port).verify(Duration.ofSeconds(10)).getSession();
    session.addPublicKeyIdentity(key);
    session.auth().verify(Duration.ofSeconds(10));
    return new RawClient(client, session, SftpClientFactory.instance().createSftpClient(session));
  }

  String read(String path) throws IOException {
    try (InputStream in = sftp.read(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  void assertNothingAt(String path) {
    refused(path, () -> sftp.open(path, Set.of(OpenMode.Read)));
    refused(path, () -> sftp.open(path, Set.of(OpenMode.Write, OpenMode.Create)));
    refused(path, () -> sftp.stat(path));
    refused(path, () -> sftp.lstat(path));
    refused(path, () -> sftp.openDir(path));
    refused(path, () -> sftp.remove(path));
    refused(path, () -> sftp.mkdir(path));
    refused(path, () -> sftp.rmdir(path));
    refused(path, () -> sftp.readLink(path));
  }

  void assertReadOnly(String path) {
    refused(path, () -> sftp.open(path, Set.of(OpenMode.Write)));
    refused(path, () -> sftp.open(path, Set.of(OpenMode.Write, OpenMode.Truncate)));
    refused(path, () -> sftp.open(path, Set.of(OpenMode.Append)));
    refused(path, () -> sftp.open(path, Set.of(OpenMode.Read, OpenMode.Write)));
    refused(path, () -> sftp.remove(path));
    refused(path, () -> sftp.rename(path, "/inbox/x"));
    try {
      sftp.setStat(path, new Attributes().size(0));
    } catch (IOException refused) {
      // As good.
    }
  }

  void assertNoLinks(String target, String at) {
    refused(at, () -> sftp.symLink(at, target));
    refused(at, () -> sftp.link(at, target, false));
  }

  /** Refused at once, or left without an answer: in no case was anything run. */
  void assertNoShell() {
    try (var exec = session.createExecChannel("id")) {
      exec.setOut(OutputStream.nullOutputStream());
      exec.setErr(OutputStream.nullOutputStream());
      exec.open().verify(PATIENCE);
      exec.waitFor(EnumSet.of(ClientChannelEvent.CLOSED, ClientChannelEvent.EXIT_STATUS), PATIENCE);
      assertThat(exec.getExitStatus()).as("exit status of a command").isNull();
    } catch (IOException refused) {
      // As good.
    }
  }

  private interface TryNothing {
    void go() throws IOException;
  }

  private static void refused(String path, TryNothing what) {
    assertThatThrownBy(what::go).as("'" + path + "'").isInstanceOf(IOException.class);
  }

  @Override
  public void close() throws IOException {
    sftp.close();
    session.close(true);
    client.stop();
  }
}
