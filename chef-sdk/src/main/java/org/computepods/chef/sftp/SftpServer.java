package org.computepods.chef.sftp;

import java.io.IOException;
import java.security.KeyPair;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.computepods.chef.store.ContentStore;

/**
 * Serves a store by SFTP: {@code /store/<2 hex>/<digest>} and {@code /pack/<digest of a list>} to
 * read, {@code /inbox/<digest>} to write. By key only; no shell, no forwarding, no other path.
 */
public final class SftpServer implements AutoCloseable {
  private final SshServer server;
  private final Consumer<String> notices;

  private SftpServer(SshServer server, Consumer<String> notices) {
    this.server = server;
    this.notices = notices;
  }

  /**
   * Begins to serve.
   *
   * @param host address to listen on
   * @param port 0 for any
   * @param allowed asked for each connection: may this user key, in OpenSSH's one-line form, enter?
   * @param notices told what people should know
   */
  public static SftpServer start(
      String host,
      int port,
      KeyPair hostKey,
      Predicate<String> allowed,
      ContentStore store,
      Consumer<String> notices)
      throws IOException {
    SshServer server = SshServer.setUpDefaultServer();
    server.setHost(host);
    server.setPort(port);
    server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
    server.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
    server.setPublickeyAuthenticator(
        (user, key, session) -> allowed.test(PublicKeyEntry.toString(key)));
    server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
    server.setSubsystemFactories(List.of(new StoreSubsystem.Factory(new StoreAccess(store))));
    Tuning.apply(server);
    server.start();
    return new SftpServer(server, notices);
  }

  /** The port it listens on. */
  public int port() {
    return server.getPort();
  }

  /** Ends every connection, at once. */
  @Override
  public void close() {
    try {
      server.stop(true);
    } catch (IOException e) {
      notices.accept("the SFTP server did not end well: " + e.getMessage());
    }
  }
}
