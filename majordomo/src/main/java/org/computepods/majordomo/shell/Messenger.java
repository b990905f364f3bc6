package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.List;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.Subjects;

/**
 * Asks pods, patiently: while NATS is away it waits, for as long as that takes; where nobody
 * answers it asks again for a while. Everything it asks may be asked twice.
 */
final class Messenger {
  /** One answer: reading a hundred thousand files takes a pod less. */
  private static final Duration ANSWER = Duration.ofSeconds(60);

  private static final Duration BETWEEN = Duration.ofMillis(100);
  private static final Duration CONNECTED_POLL = Duration.ofSeconds(5);

  private final NatsClient nats;
  private volatile boolean closed;

  Messenger(NatsClient nats) {
    this.nats = nats;
  }

  Subjects subjects() {
    return nats.subjects();
  }

  NatsClient nats() {
    return nats;
  }

  /** Asks until there is an answer, or nobody was there for as long as {@code patience}. */
  <T> T ask(String subject, Object question, Class<T> reply, Duration patience)
      throws BusException, InterruptedException {
    return attempt(patience, () -> nats.request(subject, question, reply, ANSWER));
  }

  /** Puts records on a stream, as one message, once that can be. */
  long publish(String subject, List<?> messages, String id, Duration patience)
      throws BusException, InterruptedException {
    return attempt(patience, () -> nats.publishDurableAll(subject, messages, id));
  }

  /** Something that needs NATS. */
  interface Attempt<T> {
    T make() throws BusException, InterruptedException;
  }

  /** Tries until it works, or does not for as long as {@code patience} while NATS is there. */
  <T> T attempt(Duration patience, Attempt<T> attempt) throws BusException, InterruptedException {
    long tried = 0;
    while (true) {
      long began = System.nanoTime();
      try {
        return attempt.make();
      } catch (BusException e) {
        if (closed) {
          throw e;
        }
        switch (e.reason()) {
          case DISCONNECTED -> {
            while (!closed && !nats.awaitConnected(CONNECTED_POLL)) {
              tried = 0;
            }
          }
          case NOBODY, TIMEOUT, FULL -> {
            tried += System.nanoTime() - began;
            if (tried >= patience.toNanos()) {
              throw e;
            }
            tried += BETWEEN.toNanos();
            Thread.sleep(BETWEEN);
          }
          case REFUSED, FORBIDDEN, MALFORMED -> throw e;
        }
      }
    }
  }

  /** Whether a failure means that nobody is there, rather than that they said no. */
  static boolean isAbsence(BusException e) {
    return e.reason() == Reason.NOBODY || e.reason() == Reason.TIMEOUT;
  }

  void close() {
    closed = true;
  }
}
