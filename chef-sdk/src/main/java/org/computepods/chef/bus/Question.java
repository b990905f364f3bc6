package org.computepods.chef.bus;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/**
 * A question on its way. It is asked again while nobody answers, for it or its answer may have been
 * lost, and it is given up as soon as the connection breaks, for then both may be. Each asking
 * bears the same name, so that whoever is at the answer does not begin once more ({@link Service}).
 */
final class Question {
  /** Header with the question's name. */
  static final String NAME_HEADER = "Cp-Question";

  /** Longer than nearly all answers take, and than most breaks. */
  private static final Duration AGAIN_FIRST = Duration.ofSeconds(3);

  private static final Duration AGAIN_LAST = Duration.ofSeconds(20);

  private final Connection connection;
  private final String subject;
  private final byte[] body;
  private final Headers headers = new Headers();
  private final CompletableFuture<Message> answer = new CompletableFuture<>();

  /**
   * @param name another one for each question of the federation
   */
  Question(Connection connection, String subject, String name, byte[] body) {
    this.connection = connection;
    this.subject = subject;
    this.body = body;
    headers.put(NAME_HEADER, name);
  }

  /** Asks until there is an answer, the connection breaks, or the time is over. */
  Message ask(ConnectionStates states, Duration timeout) throws BusException, InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    Duration patience = AGAIN_FIRST;
    try (var _ = states.untilBreak(answer)) {
      while (true) {
        long left = end - System.nanoTime();
        send(Duration.ofNanos(Math.max(left, 1)));
        boolean last = left <= patience.toNanos();
        try {
          return NatsClient.answered(
              subject, answer, Duration.ofNanos(last ? left : patience.toNanos()));
        } catch (TimeoutException e) {
          if (last) {
            throw NatsClient.timedOut(subject, timeout, e);
          }
        }
        patience =
            patience.multipliedBy(2).compareTo(AGAIN_LAST) < 0
                ? patience.multipliedBy(2)
                : AGAIN_LAST;
      }
    }
  }

  /** That no answer came to one asking in its time says nothing: the asker's own time counts. */
  private void send(Duration left) throws BusException {
    try {
      var _ =
          connection
              .requestWithTimeout(subject, headers, body, left)
              .whenComplete(
                  (reply, failure) -> {
                    if (reply != null) {
                      answer.complete(reply);
                    } else if (failure != null && !NatsClient.isTimeout(failure)) {
                      answer.completeExceptionally(failure);
                    }
                  });
    } catch (IllegalStateException e) {
      throw new BusException(BusException.Reason.DISCONNECTED, subject + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BusException(BusException.Reason.REFUSED, subject + ": " + e.getMessage(), e);
    }
  }
}
