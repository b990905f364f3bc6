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
 * <p>The last of several messages is acknowledged for those before it: they share one connection,
 * and the server stores in order. After a break it sends again everything from the first message on
 * that was not acknowledged (go-back-N), so a reader that takes only the next number of a sequence,
 * and drops what comes early or twice, sees each message once and in order. Where the server could
 * not store one and could store the next, such a reader sees a gap.
 */
public final class Flood implements AutoCloseable {
  private static final Duration RETRY_FIRST = Duration.ofMillis(20);
  private static final Duration RETRY_LAST = Duration.ofSeconds(2);

  /** What is sent twice after a break is no more than that. */
  private static final int TOGETHER_MAX = 64;

  private final NatsClient client;
  private final int inFlightMax;
  private final int togetherMax;
  private final Deque<Sent> inFlight = new ArrayDeque<>();

  /** Waits until it is known whether another follows at once. */
  private @Nullable Sent last;

  private int together;
  private volatile boolean closed;

  private static final class Sent {
    final String subject;
    final byte[] body;

    /** Whether its acknowledgement is asked for. */
    boolean asks;

    @Nullable CompletableFuture<Message> ack;

    /** Which connection it was sent on; -1: on none. */
    long connection = -1;

    Sent(String subject, byte[] body) {
      this.subject = subject;
      this.body = body;
    }
  }

  Flood(NatsClient client, int inFlightMax) {
    this.client = client;
    this.inFlightMax = inFlightMax;
    this.togetherMax = Math.clamp(inFlightMax / 2, 1, TOGETHER_MAX);
  }

  /** Sends a record, waiting for earlier ones where too many are in flight. */
  public void send(String subject, Object message) throws InterruptedException {
    var next = new Sent(subject, Json.bytes(message));
    sendLast(false);
    last = next;
    while (inFlight.size() >= inFlightMax) {
      settleFirst();
    }
  }

  /** Waits until every record is stored; for ever, unless it is closed or interrupted. */
  public void await() throws InterruptedException {
    sendLast(true);
    while (!inFlight.isEmpty()) {
      settleFirst();
    }
  }

  private void sendLast(boolean asks) {
    if (last != null) {
      together++;
      last.asks = asks || together >= togetherMax;
      together = last.asks ? 0 : together;
      inFlight.addLast(last);
      start(last);
      last = null;
    }
  }

  /** Waits for the first acknowledgement, and for all that it stands for. */
  private void settleFirst() throws InterruptedException {
    Duration retry = RETRY_FIRST;
    while (!firstAreStored()) {
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
    while (!inFlight.removeFirst().asks) {
      // One that was stored before it.
    }
  }

  private boolean firstAreStored() throws InterruptedException {
    for (Sent each : inFlight) {
      if (each.asks) {
        return isStored(each) && allSentOn(client.connections());
      }
    }
    return false;
  }

  /** Of what was sent before a break, the acknowledgement of what came after it says nothing. */
  private boolean allSentOn(long connection) {
    for (Sent each : inFlight) {
      if (each.asks) {
        break; // Its acknowledgement is its own.
      }
      if (each.connection != connection) {
        return false;
      }
    }
    return true;
  }

  private static boolean isStored(Sent sent) throws InterruptedException {
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
    sent.ack = null;
    sent.connection = client.connections();
    try {
      if (sent.asks) {
        sent.ack = client.publishAsync(sent.subject, sent.body, "");
      } else {
        client.publishUnasked(sent.subject, sent.body);
      }
    } catch (BusException | IllegalStateException e) {
      sent.connection = -1;
    }
  }

  /** Gives up what is not stored yet. */
  @Override
  public void close() {
    closed = true;
  }
}
