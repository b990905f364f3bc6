package org.computepods.chef.bus;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.nats.client.Message;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/** What JetStream says to a message that was sent to a stream. */
record PublishAck(@Nullable String stream, long seq, boolean duplicate, @Nullable Refusal error) {
  record Refusal(int code, @JsonProperty("err_code") int errCode, @Nullable String description) {}

  /** The number of the stored message; @throws BusException if it was not stored. */
  static long sequence(String subject, Message reply) throws BusException {
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
