package org.computepods.chef.bus;

import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.computepods.chef.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * A sender of many records to a stream: in order, bounded in flight, each repeated until it is
 * stored. Each record is a message of its own, for anybody may listen. Not safe for several
 * threads.
 *
 * <p>After a break it sends again everything from the first message on that was not acknowledged
 * (go-back-N), so a reader that takes only the next number of a sequence, and drops what comes
 * early or twice, sees each message once and in order.
 */
public final class Flood implements AutoCloseable {
  private static final Duration RETRY_FIRST = Duration.ofMillis(20);
  private static final Duration RETRY_LAST = Duration.ofSeconds(2);

  private final NatsClient client;

  private final int inFlightMax;
  private final Deque<Sent> inFlight = new ArrayDeque<>();
  private volatile boolean closed;

  private static final class Sent {
    final String subject;
    final byte[] body;
    @Nullable CompletableFuture<Message> ack;

    Sent(String subject, byte[] body) {
      this.subject = subject;
      this.body = body;
    }
  }

  Flood(NatsClient client, int inFlightMax) {
    this.client = client;
    this.inFlightMax = inFlightMax;
  }

  /** Sends a record, waiting for earlier ones where too many are in flight. */
  public void send(String subject, Object message) throws InterruptedException {
    while (inFlight.size() >= inFlightMax) {
      settleFirst();
    }
    var sent = new Sent(subject, Json.bytes(message));
    inFlight.addLast(sent);
    start(sent);
  }

  /** Waits until every record is stored; for ever, unless it is closed or interrupted. */
  public void await() throws InterruptedException {
    while (!inFlight.isEmpty()) {
      settleFirst();
    }
  }

  private void settleFirst() throws InterruptedException {
    Duration retry = RETRY_FIRST;
    while (!stored(inFlight.getFirst())) {
      if (closed) {
        throw new InterruptedException("closed while messages wait to be sent");
      }
      if (client.awaitConnected(retry)) {
        // Connected and refused all the same (full, or no stream yet): give it time.
        java.util.concurrent.TimeUnit.NANOSECONDS.sleep(retry.toNanos());
      }
      retry = retry.multipliedBy(2).compareTo(RETRY_LAST) < 0 ? retry.multipliedBy(2) : RETRY_LAST;
      inFlight.forEach(this::start);
    }
    inFlight.removeFirst();
  }

  private static boolean stored(Sent sent) throws InterruptedException {
    if (sent.ack == null) {
      return false;
    }
    try {
      PublishAck.sequence(
          sent.subject, NatsClient.await(sent.subject, sent.ack, BusSettings.PUBLISH_WAIT));
      return true;
    } catch (BusException e) {
      return false;
    }
  }

  private void start(Sent sent) {
    try {
      sent.ack = client.publishAsync(sent.subject, sent.body, "");
    } catch (BusException | IllegalStateException e) {
      sent.ack = null;
    }
  }

  /** Gives up what is not stored yet. */
  @Override
  public void close() {
    closed = true;
  }
}
