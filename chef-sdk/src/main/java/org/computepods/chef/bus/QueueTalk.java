package org.computepods.chef.bus;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a taker of jobs says to the work queue; where that is away, nothing, for leases run out. */
record QueueTalk(NatsClient client) {
  /** The jobs of a message are done. */
  static final byte[] ACK = bytes("+ACK");

  /** A message is no job, and never comes again. */
  static final byte[] TERM = bytes("+TERM");

  /** The lease goes on. */
  static final byte[] IN_PROGRESS = bytes("+WPI");

  /** One message, if there is one now. */
  static final byte[] ONE_NOW = bytes("{\"batch\":1,\"no_wait\":true}");

  /** Less than any message has: who has some says no. */
  static final byte[] ARE_YOU_THERE = bytes("{\"batch\":1,\"no_wait\":true,\"max_bytes\":1}");

  /** One message as soon as there is one. */
  static byte[] oneWithin(Duration expires) {
    return bytes("{\"batch\":1,\"expires\":" + expires.toNanos() + "}");
  }

  /** The message goes back, and may come again after this. */
  static byte[] nak(Duration delay) {
    return bytes(delay.isZero() ? "-NAK" : "-NAK {\"delay\":" + delay.toNanos() + "}");
  }

  void say(@Nullable String ackTo, byte[] what) {
    say(ackTo, null, what);
  }

  void say(@Nullable String to, @Nullable String replyTo, byte[] what) {
    try {
      if (to != null) {
        client.connection().publish(to, replyTo, what);
      }
    } catch (IllegalStateException e) {
      // Not connected: the lease runs out, and the job comes again.
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
