package org.computepods.chef.bus;

import io.nats.client.Message;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.computepods.chef.wire.Heartbeat;

/**
 * The heartbeats of all pods: kept in a bucket, from which the server repeats each to whoever
 * listens. A pod that is not heard of for {@link #SILENCE} is gone, judged by this listener's own
 * monotonic clock.
 */
public final class Heartbeats {
  /** How often a pod says that it lives. */
  public static final Duration INTERVAL = Duration.ofSeconds(1);

  /** After so long without a word a pod counts as gone. */
  public static final Duration SILENCE = Duration.ofMillis(3_500);

  private static final Duration JUDGED_EVERY = Duration.ofMillis(500);

  private final NatsClient client;

  Heartbeats(NatsClient client) {
    this.client = client;
  }

  /** What is known of a pod. */
  public sealed interface Word {
    /** It lives, and says what it is. */
    record Alive(Heartbeat heartbeat) implements Word {}

    /** Nothing was heard of it for {@link #SILENCE}, or it said goodbye. */
    record Gone(String pod) implements Word {}
  }

  /** Says that this pod lives; lost words are made good by the next. */
  public void beat(Heartbeat heartbeat) throws BusException {
    client.requireConnected();
    client.connection().publish(key(heartbeat.pod()), Json.bytes(heartbeat));
  }

  /** Says that this pod goes, so that nobody waits for its silence. */
  public void goodbye(Heartbeat last) throws BusException {
    beat(
        new Heartbeat(
            last.v(),
            last.pod(),
            last.instance(),
            java.util.List.of(),
            java.util.List.of(),
            Map.of(),
            0,
            0,
            "",
            "",
            ""));
  }

  /** Tells of every heartbeat, and of pods that fall silent; one call at a time. */
  public Subscription watch(Consumer<Word> listener) {
    var watch = new Watch(listener);
    var words = client.listen(client.subjects().podHeartbeatAll(), watch::heard);
    var states =
        client.onState(
            state -> {
              if (state == ConnectionState.RECONNECTED) {
                watch.forgive();
              }
            });
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());
    ScheduledFuture<?> ticks =
        clock.scheduleWithFixedDelay(
            () -> {
              if (client.state() != ConnectionState.DISCONNECTED) {
                watch.judge();
              }
            },
            JUDGED_EVERY.toMillis(),
            JUDGED_EVERY.toMillis(),
            TimeUnit.MILLISECONDS);
    return () -> {
      ticks.cancel(false);
      clock.shutdownNow();
      states.close();
      words.close();
    };
  }

  private String key(String pod) {
    return "$KV." + client.streams().names().pods() + "." + Subjects.requireToken(pod);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Said(byte[] bytes, Heartbeat heartbeat) {}

  /** Who was heard of when. */
  private static final class Watch {
    private final Consumer<Word> listener;
    private final Map<String, Long> heardAt = new HashMap<>();
    private final Map<String, Said> said = new HashMap<>();

    Watch(Consumer<Word> listener) {
      this.listener = listener;
    }

    synchronized void heard(Message message) {
      try {
        heard(parse(message));
      } catch (MalformedJson notAHeartbeat) {
        // Whoever speaks so is no pod.
      }
    }

    /** Nearly every heartbeat says what the one before said. */
    private Heartbeat parse(Message message) throws MalformedJson {
      Said before = said.get(message.getSubject());
      if (before != null && Arrays.equals(before.bytes(), message.getData())) {
        return before.heartbeat();
      }
      Heartbeat heartbeat = Json.read(message.getData(), Heartbeat.class);
      said.put(message.getSubject(), new Said(message.getData(), heartbeat));
      return heartbeat;
    }

    private void heard(Heartbeat heartbeat) {
      if (heartbeat.roles().isEmpty()) {
        if (heardAt.remove(heartbeat.pod()) != null) {
          listener.accept(new Word.Gone(heartbeat.pod()));
        }
        return;
      }
      heardAt.put(heartbeat.pod(), System.nanoTime());
      listener.accept(new Word.Alive(heartbeat));
    }

    /** While this listener was cut off, nobody could be heard. */
    synchronized void forgive() {
      long now = System.nanoTime();
      heardAt.replaceAll((pod, at) -> now);
    }

    synchronized void judge() {
      long now = System.nanoTime();
      var silent =
          heardAt.entrySet().stream()
              .filter(e -> now - e.getValue() > SILENCE.toNanos())
              .map(Map.Entry::getKey)
              .toList();
      for (String pod : silent) {
        heardAt.remove(pod);
        listener.accept(new Word.Gone(pod));
      }
    }
  }
}
