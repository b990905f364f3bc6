package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.computepods.chef.recipe.Fetcher;
import org.computepods.chef.sftp.KeyPairs;
import org.computepods.chef.sftp.SftpClient;
import org.computepods.chef.sftp.SftpServer;
import org.computepods.chef.store.ContentStore;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A pod's two ends of SFTP: it serves its store, and fetches from others.
 *
 * <p>Serving begins in the background and fetching at its first use, because loading the SSH
 * library takes longer than a small build, and work in place needs neither.
 */
final class FileExchange implements Fetcher, AutoCloseable {
  private final PodSettings settings;
  private final ContentStore store;
  private final PeerBook peers;
  private final Runnable served;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable KeyPair key;
  private @Nullable SftpClient client;
  private @Nullable SftpServer server;
  private final AtomicBoolean begun = new AtomicBoolean();
  private volatile String address = "";
  private volatile String publicKey = "";
  private boolean closed;

  /**
   * Ready to begin.
   *
   * @param served runs when others can fetch
   */
  FileExchange(PodSettings settings, ContentStore store, PeerBook peers, Runnable served) {
    this.settings = settings;
    this.store = store;
    this.peers = peers;
    this.served = served;
  }

  /** From the first call on; when there is somebody to serve, or time to get ready. */
  void begin() {
    if (!begun.compareAndSet(false, true)) {
      return;
    }
    Thread.ofVirtual().name("sftp " + settings.name()).start(this::serve);
  }

  private void serve() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      KeyPair mine = key();
      server =
          SftpServer.start(settings.sftpHost(), 0, mine, peers::allows, store, settings.notices());
      publicKey = KeyPairs.line(mine);
      address = settings.sftpHost() + ":" + server.port();
    } catch (IOException | RuntimeException e) {
      settings.notices().accept("pod " + settings.name() + " cannot serve files: " + e);
      return;
    } finally {
      lock.unlock();
    }
    served.run();
  }

  private KeyPair key() throws IOException {
    if (key == null) {
      Path file = settings.home().keys().resolve(settings.name() + ".ed25519");
      key = KeyPairs.load(file);
    }
    return key;
  }

  /** {@code host:port}, or empty where it does not serve yet. */
  String address() {
    return address;
  }

  /** In OpenSSH's one-line form; for host and user alike. */
  String publicKey() {
    return publicKey;
  }

  /** Asks other pods only; what nobody else holds is known to be missing at once. */
  @Override
  public Set<Digest> bring(Collection<Wanted> wanted) {
    var missing = new LinkedHashSet<Digest>();
    var elsewhere = new ArrayList<Wanted>();
    for (Wanted each : wanted) {
      List<String> others =
          each.pods().stream().filter(pod -> !pod.equals(settings.name())).toList();
      if (!others.isEmpty()) {
        elsewhere.add(new Wanted(each.digest(), others, each.size()));
      } else if (!store.use(each.digest())) {
        missing.add(each.digest());
      }
    }
    if (!elsewhere.isEmpty()) {
      missing.addAll(fetch(elsewhere));
    }
    return missing;
  }

  private Set<Digest> fetch(Collection<Wanted> wanted) {
    SftpClient open;
    lock.lock();
    try {
      if (client == null && !closed) {
        client = new SftpClient(settings.name(), key(), peers, store, settings.notices());
      }
      open = client;
    } catch (IOException e) {
      settings.notices().accept("pod " + settings.name() + " cannot fetch files: " + e);
      return NONE.bring(wanted);
    } finally {
      lock.unlock();
    }
    return open == null ? NONE.bring(wanted) : open.bring(wanted);
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (client != null) {
        client.close();
      }
      if (server != null) {
        server.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
