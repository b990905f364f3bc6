package org.computepods.chef.pod;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.sftp.Peer;
import org.computepods.chef.wire.Heartbeat;
import org.jspecify.annotations.Nullable;

/** The other pods, as their heartbeats tell: where they serve, and with which keys. */
final class PeerBook implements Peer.Peers {
  /** A pod that is not known yet may say so within its next heartbeats; so may one that starts. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** A key that no pod has told yet may be that of one which has just come. */
  private static final Duration KEY_PATIENCE = Duration.ofMillis(2_500);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Map<String, Heartbeat> pods = new HashMap<>();

  void hear(Word word) {
    lock.lock();
    try {
      switch (word) {
        case Word.Alive(Heartbeat heartbeat) -> {
          if (!heartbeat.equals(pods.put(heartbeat.pod(), heartbeat))) {
            news.signalAll();
          }
        }
        // Kept: it may serve files though its heartbeat is late, and fetching will tell.
        case Word.Gone(String pod) -> {}
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Optional<Peer> of(String pod) {
    long left = PATIENCE.toNanos();
    lock.lock();
    try {
      while (!serves(pods.get(pod)) && left > 0) {
        left = news.awaitNanos(left);
      }
      Heartbeat heartbeat = pods.get(pod);
      return heartbeat == null || !serves(heartbeat)
          ? Optional.empty()
          : Optional.of(new Peer(pod, heartbeat.sftp(), heartbeat.hostKey()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private static boolean serves(@Nullable Heartbeat heartbeat) {
    return heartbeat != null && !heartbeat.sftp().isEmpty();
  }

  /** Whether this key, in OpenSSH's one-line form, is some pod's. */
  boolean allows(String userKey) {
    String wanted = withoutComment(userKey);
    long left = KEY_PATIENCE.toNanos();
    lock.lock();
    try {
      while (!known(wanted) && left > 0) {
        left = news.awaitNanos(left);
      }
      return known(wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  private boolean known(String key) {
    return pods.values().stream()
        .anyMatch(pod -> !pod.userKey().isEmpty() && withoutComment(pod.userKey()).equals(key));
  }

  private static String withoutComment(String line) {
    String[] words = line.strip().split(" +", 3);
    return words.length < 2 ? line : words[0] + " " + words[1];
  }
}
