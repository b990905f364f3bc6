package org.computepods.chef.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.computepods.chef.recipe.Fetcher;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.WrongContentException;
import org.computepods.rules.Digest;

/**
 * Fetches contents from other pods and pushes them there; keeps its connections open. What arrives
 * is verified before the store has it; where a pod fails or sends wrong bytes, the next is asked.
 */
public final class SftpClient implements Fetcher, AutoCloseable {
  /** A content of at most this many bytes goes in a pack, where several are wanted of one pod. */
  private static final long SMALL = 256 * 1024;

  /** So that a pack stays within {@link StoreAccess#PACK_MAX}. */
  private static final int PACKED_MAX = 250;

  private final String pod;
  private final KeyPair userKey;
  private final Peer.Peers peers;
  private final ContentStore store;
  private final Consumer<String> notices;
  private final SshClient client;
  private final Map<String, Connection> connections = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("fetch-", 1).factory());

  /**
   * Ready to connect.
   *
   * @param userKey this pod's own
   * @param notices told what people should know: a pod that sent wrong bytes
   */
  public SftpClient(
      String pod, KeyPair userKey, Peer.Peers peers, ContentStore store, Consumer<String> notices) {
    this.pod = pod;
    this.userKey = userKey;
    this.peers = peers;
    this.store = store;
    this.notices = notices;
    client = SshClient.setUpDefaultClient();
    client.setServerKeyVerifier((session, address, key) -> isPinned(session, key));
    Tuning.apply(client);
    client.start();
  }

  private static boolean isPinned(ClientSession session, PublicKey key) {
    var context = session.getConnectionContext();
    String pinned = context == null ? null : context.getAttribute(Connection.PINNED);
    String found = PublicKeyEntry.toString(key);
    // A one-line key may end in a comment.
    return pinned != null && (pinned.equals(found) || pinned.startsWith(found + " "));
  }

  @Override
  public Set<Digest> bring(Collection<Wanted> wanted) {
    Map<Digest, Wanted> open = new LinkedHashMap<>();
    wanted.stream().filter(w -> !store.use(w.digest())).forEach(w -> open.put(w.digest(), w));
    bringSmall(open);
    Map<Digest, Future<Boolean>> rest = new LinkedHashMap<>();
    open.values().forEach(each -> rest.put(each.digest(), threads.submit(() -> bring(each))));
    var missing = new LinkedHashSet<Digest>();
    rest.forEach(
        (digest, done) -> {
          if (!succeeded(done)) {
            missing.add(digest);
          }
        });
    return missing;
  }

  private static boolean succeeded(Future<Boolean> done) {
    try {
      return done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException e) {
      return false;
    }
  }

  /** Takes from {@code open} what came in packs. */
  private void bringSmall(Map<Digest, Wanted> open) {
    Map<String, List<Digest>> byPod = new LinkedHashMap<>();
    for (Wanted each : open.values()) {
      if (each.size() > 0 && each.size() <= SMALL && !each.pods().isEmpty()) {
        byPod.computeIfAbsent(each.pods().getFirst(), p -> new ArrayList<>()).add(each.digest());
      }
    }
    byPod.forEach(
        (from, digests) -> {
          var packs = new ArrayList<Future<Set<Digest>>>();
          for (int i = 0; i < digests.size() && digests.size() > 1; i += PACKED_MAX) {
            var part = digests.subList(i, Math.min(digests.size(), i + PACKED_MAX));
            packs.add(threads.submit(() -> unpack(from, part)));
          }
          packs.forEach(this::settle);
          open.keySet().removeIf(store::has);
        });
  }

  private void settle(Future<Set<Digest>> pack) {
    try {
      Set<Digest> _ = pack.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      notices.accept("a pack did not come, each is asked for singly: " + e.getCause());
    }
  }

  private Set<Digest> unpack(String from, List<Digest> digests) throws IOException {
    byte[] list = Pack.list(digests);
    Digest name = Digest.of(list);
    return connection(from)
        .use(
            channel -> {
              try (OutputStream out = channel.write("/inbox/" + name.hex(), INBOX)) {
                out.write(list);
              }
              // Not by the library's stream, which asks for the size first: a pack has none yet.
              try (var handle = channel.open("/pack/" + name.hex(), Set.of(OpenMode.Read));
                  InputStream in = new HandleStream(channel, handle)) {
                return Pack.unpack(in, digests, store);
              }
            });
  }

  private static final Set<OpenMode> INBOX =
      Set.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate);

  /** Asks each pod that may have it, twice where the connection failed. */
  private boolean bring(Wanted wanted) {
    for (String each : wanted.pods()) {
      for (int attempt = 1; attempt <= 2; attempt++) {
        try {
          fetch(wanted.digest(), each);
          return true;
        } catch (WrongContentException e) {
          notices.accept("pod " + each + " sent wrong bytes, thrown away: " + e.getMessage());
          askToCheck(wanted.digest(), each);
          break;
        } catch (SftpException e) {
          if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
            break;
          }
          notices.accept("pod " + each + ": " + e.getMessage());
        } catch (IOException | RuntimeException e) {
          notices.accept("pod " + each + " cannot be reached: " + e.getMessage());
          dropDead(each);
        }
      }
    }
    return false;
  }

  private void fetch(Digest digest, String from) throws IOException {
    Boolean _ =
        connection(from)
            .use(
                channel -> {
                  try (InputStream in = channel.read(Served.path(digest))) {
                    store.put(in, digest);
                  }
                  return true;
                });
  }

  /** So that a content which rotted there is found there too. */
  private void askToCheck(Digest digest, String there) {
    try {
      Object _ = connection(there).use(channel -> channel.stat("/check/" + digest.hex()));
    } catch (IOException | RuntimeException rotten) {
      // As was to be expected.
    }
  }

  /** Puts a content of the store into another pod's inbox, which verifies it. */
  public void push(Digest digest, String to) throws IOException {
    Boolean _ =
        connection(to)
            .use(
                channel -> {
                  Optional<InputStream> content = store.open(digest);
                  if (content.isEmpty()) {
                    throw new IOException("content " + digest.brief() + " is not here");
                  }
                  try (InputStream in = content.get();
                      OutputStream out = channel.write("/inbox/" + digest.hex(), INBOX)) {
                    in.transferTo(out);
                  }
                  return true;
                });
  }

  private Connection connection(String to) throws IOException {
    Connection open = connections.get(to);
    if (open != null && open.isOpen()) {
      return open;
    }
    synchronized (this) {
      Connection meanwhile = connections.get(to);
      if (meanwhile != null && meanwhile.isOpen()) {
        return meanwhile;
      }
      Peer peer = peers.of(to).orElseThrow(() -> new IOException("no pod of that name is known"));
      Connection fresh = Connection.open(client, pod, peer, userKey);
      connections.put(to, fresh);
      return fresh;
    }
  }

  private void dropDead(String to) {
    // Others may be using it well; only a dead one is given up.
    connections.computeIfPresent(to, (name, it) -> it.isOpen() ? it : null);
  }

  @Override
  public void close() {
    connections.values().forEach(Connection::close);
    client.stop();
    threads.shutdownNow();
  }
}
