package org.computepods.chef.sftp;

import java.io.IOException;
import java.security.KeyPair;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.computepods.chef.store.ContentStore;

/**
 * Serves a store: {@code /store/<2 hex>/<digest>} read-only, {@code /inbox/<digest>} write-only.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class SftpServer implements AutoCloseable {
  private SftpServer() {}

  /**
   * Begins to serve.
   *
   * @param host address to listen on
   * @param port 0 for any
   * @param allowed asked for each connection: may this user key, in OpenSSH's one-line form, enter?
   * @param notices told what people should know
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static SftpServer start(
      String host,
      int port,
      KeyPair hostKey,
      Predicate<String> allowed,
      ContentStore store,
      Consumer<String> notices)
      throws IOException {
    throw new UnsupportedOperationException();
  }

  /** The port it listens on. */
  public int port() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
