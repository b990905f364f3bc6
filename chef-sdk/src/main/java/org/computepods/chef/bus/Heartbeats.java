package org.computepods.chef.bus;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.computepods.chef.json.Json;
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

  private static final System.Logger LOG = System.getLogger("org.computepods.chef.bus");

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
    var attendance = new Attendance(listener, SILENCE, JUDGED_EVERY, System.nanoTime());
    var words =
        client.listen(
            client.subjects().podHeartbeatAll(),
            message ->
                attendance.heard(message.getSubject(), message.getData(), System.nanoTime()));
    var states =
        client.onState(
            state -> {
              if (state == ConnectionState.RECONNECTED) {
                attendance.forgive(System.nanoTime());
              }
            });
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("heartbeats").factory());
    ScheduledFuture<?> ticks =
        clock.scheduleWithFixedDelay(
            () -> {
              try {
                if (client.state() != ConnectionState.DISCONNECTED) {
                  attendance.judge(System.nanoTime());
                }
              } catch (RuntimeException fault) { // It must tick on.
                LOG.log(System.Logger.Level.WARNING, "a pod's silence could not be told", fault);
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
}
