package org.computepods.chef.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nats.client.Message;
import java.nio.charset.StandardCharsets;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** What JetStream says to a message that was sent to a stream. */
record PublishAck(@Nullable String stream, long seq, boolean duplicate, @Nullable Refusal error) {
  record Refusal(int code, @JsonProperty("err_code") int errCode, @Nullable String description) {}

  private static final String STREAM = "{\"stream\":\"";
  private static final String SEQUENCE = "\", \"seq\":";
  private static final long DIGITS_SAFE = Long.MAX_VALUE / 10 - 1;

  /** The number of the stored message; @throws BusException if it was not stored. */
  static long sequence(String subject, Message reply) throws BusException {
    long plain = plainSequence(new String(reply.getData(), StandardCharsets.US_ASCII));
    if (plain > 0) {
      return plain;
    }
    PublishAck ack;
    try {
      ack = Json.read(reply.getData(), PublishAck.class);
    } catch (MalformedJson e) {
      throw new BusException(Reason.MALFORMED, "no stream stores " + subject, e);
    }
    if (ack.error() != null) {
      throw refused(subject, ack.error());
    }
    return ack.seq();
  }

  /** The number in an answer of the usual form, {@code {"stream":"S", "seq":1}}; else 0. */
  private static long plainSequence(String text) {
    int at = text.indexOf(SEQUENCE);
    if (!text.startsWith(STREAM) || at < 0 || text.indexOf('\\') >= 0) {
      return 0;
    }
    long number = 0;
    for (int i = at + SEQUENCE.length(); i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '}' || c == ',') {
        return number;
      }
      if (c < '0' || c > '9' || number > DIGITS_SAFE) {
        return 0;
      }
      number = number * 10 + (c - '0');
    }
    return 0;
  }

  static BusException refused(String what, Refusal error) {
    Reason reason =
        switch (error.errCode()) {
          // Insufficient resources, storage exceeded, maximum messages, maximum bytes, no space.
          case 10023, 10047, 10077 -> Reason.FULL;
          default -> error.code() == 503 ? Reason.FULL : Reason.REFUSED;
        };
    return new BusException(reason, what + ": " + error.description());
  }
}
