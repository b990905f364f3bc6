package org.computepods.chef.bus;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.computepods.chef.bus.Heartbeats.Word;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.computepods.chef.wire.Heartbeat;

/**
 * Who was heard of when: a failure detector by timeout. It counts no time in which it did not run
 * itself: a process that was stopped, or had no processor, has heard nobody, and that is not their
 * silence. Times are those of {@link System#nanoTime}.
 */
final class Attendance {
  private final Consumer<Word> listener;
  private final long silence;
  private final long judgedEvery;
  private long judgedAt;
  private final Map<String, Long> heardAt = new HashMap<>();
  private final Map<String, Said> said = new HashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Said(byte[] bytes, Heartbeat heartbeat) {}

  /**
   * @param silence after so long without a word a pod counts as gone
   * @param judgedEvery the time between two calls of {@link #judge}, if all is well
   */
  Attendance(Consumer<Word> listener, Duration silence, Duration judgedEvery, long now) {
    this.listener = listener;
    this.silence = silence.toNanos();
    this.judgedEvery = judgedEvery.toNanos();
    this.judgedAt = now;
  }

  /** A heartbeat on this subject; who speaks otherwise is no pod. */
  synchronized void heard(String subject, byte[] bytes, long now) {
    try {
      heard(parse(subject, bytes), now);
    } catch (MalformedJson notAHeartbeat) {
      // Whoever speaks so is no pod.
    }
  }

  /** Nearly every heartbeat says what the one before said. */
  private Heartbeat parse(String subject, byte[] bytes) throws MalformedJson {
    Said before = said.get(subject);
    if (before != null && Arrays.equals(before.bytes(), bytes)) {
      return before.heartbeat();
    }
    Heartbeat heartbeat = Json.read(bytes, Heartbeat.class);
    said.put(subject, new Said(bytes, heartbeat));
    return heartbeat;
  }

  private void heard(Heartbeat heartbeat, long now) {
    if (heartbeat.roles().isEmpty()) {
      if (heardAt.remove(heartbeat.pod()) != null) {
        listener.accept(new Word.Gone(heartbeat.pod()));
      }
      return;
    }
    heardAt.put(heartbeat.pod(), now);
    listener.accept(new Word.Alive(heartbeat));
  }

  /** While this listener was cut off, nobody could be heard. */
  synchronized void forgive(long now) {
    heardAt.replaceAll((pod, at) -> now);
  }

  /** Tells of those that have been silent for too long. */
  synchronized void judge(long now) {
    long asleep = Math.max(0, now - judgedAt - judgedEvery);
    judgedAt = now;
    heardAt.replaceAll((pod, at) -> Math.min(now, at + asleep));
    var silent =
        heardAt.entrySet().stream()
            .filter(e -> now - e.getValue() > silence)
            .map(Map.Entry::getKey)
            .toList();
    for (String pod : silent) {
      heardAt.remove(pod);
      listener.accept(new Word.Gone(pod));
    }
  }
}
