package org.computepods.chef.bus;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.JetStreamStatusException;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * A pod's connection to its federation, in records of the wire.
 *
 * <p>Safe for any number of threads. It reconnects for ever; what cannot be sent meanwhile fails
 * with {@link Reason#DISCONNECTED}, and whoever needs to know listens by {@link #onState}.
 */
public final class NatsClient implements AutoCloseable {
  /** Header of a reply that says why there is none. */
  static final String ERROR_HEADER = "Cp-Error";

  private final BusSettings settings;
  private final Subjects subjects;
  private final Connection connection;
  private final ConnectionStates states;

  /** Before the number of each question, so that no two clients give one name. */
  private final String asker = Long.toHexString(ThreadLocalRandom.current().nextLong()) + ".";

  private final AtomicLong asked = new AtomicLong();

  private NatsClient(BusSettings settings, Connection connection, ConnectionStates states) {
    this.settings = settings;
    this.subjects = new Subjects(settings.federation());
    this.connection = connection;
    this.states = states;
  }

  /** Connects; @throws BusException if the system cannot be reached or refuses the credential. */
  public static NatsClient connect(BusSettings settings) throws BusException {
    var states = new ConnectionStates();
    return new NatsClient(settings, Connecting.connect(settings, states), states);
  }

  /** The subjects of this federation. */
  public Subjects subjects() {
    return subjects;
  }

  /** How this client was told to connect. */
  public BusSettings settings() {
    return settings;
  }

  /** Bytes that the system lets a message have. */
  public long messageMax() {
    return connection.getMaxPayload();
  }

  /** Whether the system can be reached now. */
  public ConnectionState state() {
    return states.now();
  }

  /** Tells the listener of each change, in order, on a thread of its own. */
  public Subscription onState(Consumer<ConnectionState> listener) {
    return states.add(listener);
  }

  /** Waits for a connection; false if there was none in time. */
  public boolean awaitConnected(Duration wait) throws InterruptedException {
    return states.awaitConnected(wait);
  }

  /** Sends a record to whoever listens now; it may be lost. */
  public void publish(String subject, Object message) throws BusException {
    requireConnected();
    connection.publish(subject, Json.bytes(message));
  }

  /**
   * Sends a record to a stream, and returns its number there once it is stored.
   *
   * @param msgId unique per decision to send; a repeat within two minutes is stored once
   */
  public long publishDurable(String subject, Object message, String msgId)
      throws BusException, InterruptedException {
    return PublishAck.sequence(
        subject,
        await(
            subject, publishAsync(subject, Json.bytes(message), msgId), BusSettings.PUBLISH_WAIT));
  }

  /**
   * Sends records to a stream, as one message, and returns its number there once it is stored.
   *
   * @param msgId unique per decision to send
   */
  public long publishDurableAll(String subject, List<?> messages, String msgId)
      throws BusException, InterruptedException {
    byte[] body = Json.bytesOfAll(messages);
    return PublishAck.sequence(
        subject, await(subject, publishAsync(subject, body, msgId), BusSettings.PUBLISH_WAIT));
  }

  /** A sender of many messages to a stream, in order, with at most so many unacknowledged. */
  public Flood flood(int inFlightMax) {
    return new Flood(this, inFlightMax);
  }

  /** Sends to a stream, and does not ask whether it was stored. */
  void publishUnasked(String subject, byte[] body) throws BusException {
    requireConnected();
    connection.publish(subject, body);
  }

  /** How many connections there have been before this one. */
  long connections() {
    return connection.getStatistics().getReconnects();
  }

  CompletableFuture<Message> publishAsync(String subject, byte[] body, String msgId)
      throws BusException {
    requireConnected();
    var headers = new Headers();
    if (!msgId.isEmpty()) {
      headers.put("Nats-Msg-Id", msgId);
    }
    try {
      return connection.requestWithTimeout(subject, headers, body, BusSettings.PUBLISH_WAIT);
    } catch (IllegalStateException e) {
      throw new BusException(Reason.DISCONNECTED, subject + ": " + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new BusException(Reason.REFUSED, subject + ": " + e.getMessage(), e);
    }
  }

  /** Asks whoever serves the subject; @throws BusException if there is no good answer in time. */
  public <T> T request(String subject, Object question, Class<T> replyType, Duration timeout)
      throws BusException, InterruptedException {
    requireConnected();
    String name = asker + asked.incrementAndGet();
    Message reply =
        new Question(connection, subject, name, Json.bytes(question)).ask(states, timeout);
    String error = reply.hasHeaders() ? reply.getHeaders().getFirst(ERROR_HEADER) : null;
    if (error != null) {
      throw new BusException(Reason.REFUSED, error);
    }
    return parse(subject, reply.getData(), replyType);
  }

  /**
   * Asks everyone who listens, and gathers the answers until the wait is over or they are enough.
   * Malformed answers are left out.
   */
  public <T> List<T> scatter(
      String subject, Object question, Class<T> replyType, Duration wait, Predicate<List<T>> until)
      throws BusException, InterruptedException {
    requireConnected();
    String inbox = connection.createInbox();
    var subscription = connection.subscribe(inbox);
    var answers = new ArrayList<T>();
    try {
      connection.publish(subject, inbox, Json.bytes(question));
      long end = System.nanoTime() + wait.toNanos();
      for (long left = wait.toNanos(); left > 0; left = end - System.nanoTime()) {
        Message reply = subscription.nextMessage(Duration.ofNanos(left));
        if (reply == null || reply.isStatusMessage()) {
          break;
        }
        try {
          answers.add(Json.read(reply.getData(), replyType));
        } catch (MalformedJson ignored) {
          continue;
        }
        if (until.test(answers)) {
          break;
        }
      }
      return answers;
    } catch (IllegalStateException closed) {
      throw new BusException(Reason.DISCONNECTED, subject + ": the connection was closed", closed);
    } finally {
      try {
        subscription.unsubscribe();
      } catch (IllegalStateException closedMeanwhile) {
        // As wanted.
      }
    }
  }

  /** What a service does with a question; an exception's message goes back as the error. */
  @FunctionalInterface
  public interface Answerer<Q> {
    Object answer(Q question) throws Exception;
  }

  /** Answers questions, each on a virtual thread of its own, a bounded number at once. */
  public <Q> Subscription serve(String subject, Class<Q> questionType, Answerer<Q> answerer) {
    var service = new Service<>(connection, subject, questionType, answerer);
    return listen(subject, service::asked);
  }

  /** Like {@link #serve} for a question that not everyone answers: an empty answer is none. */
  public <Q> Subscription volunteer(
      String subject, Class<Q> questionType, java.util.function.Function<Q, List<?>> answers) {
    return listen(
        subject,
        message -> {
          try {
            for (Object answer : answers.apply(Json.read(message.getData(), questionType))) {
              connection.publish(message.getReplyTo(), Json.bytes(answer));
            }
          } catch (MalformedJson ignored) {
            // Whoever asks so gets no answer.
          }
        });
  }

  /** Hands each message to the consumer, in order, on one thread. Malformed ones are left out. */
  public <T> Subscription subscribe(String subject, Class<T> type, Consumer<T> consumer) {
    return listen(
        subject,
        message -> {
          List<T> values;
          try {
            values = Json.readAll(message.getData(), type);
          } catch (MalformedJson ignored) {
            return;
          }
          values.forEach(consumer);
        });
  }

  Subscription listen(String subject, io.nats.client.MessageHandler handler) {
    Dispatcher dispatcher = connection.createDispatcher();
    dispatcher.subscribe(subject, handler);
    return () -> closeDispatcher(dispatcher);
  }

  /**
   * Reads a stream in order, from the place named, and goes on where it was after a break. Where
   * the stream was lost and made anew, it is read from its beginning.
   */
  public <T> Subscription consume(
      String stream,
      String filterSubject,
      StartAt start,
      Class<T> type,
      Consumer<Received<T>> consumer)
      throws BusException {
    return StreamReader.open(this, stream, filterSubject, start, type, consumer);
  }

  /** The streams, consumers and buckets of the federation, for the MajorDomo that makes them. */
  public Streams streams() {
    return new Streams(this);
  }

  /** The heartbeats of all pods. */
  public Heartbeats heartbeats() {
    return new Heartbeats(this);
  }

  /** Work from the queue, for at most so many free slots; see {@link JobQueue}. */
  public <T> JobQueue<T> jobs(Class<T> type, int slots, JobQueue.Worker<T> worker) {
    return new JobQueue<>(this, type, slots, worker);
  }

  /** Waits until the server has taken in all that was said and subscribed before. */
  public void flush(Duration timeout) throws BusException, InterruptedException {
    requireConnected();
    try {
      connection.flush(timeout);
    } catch (TimeoutException e) {
      throw timedOut("flush", timeout, e);
    }
  }

  /** Sees that JetStream still stores messages; a PING would not say so. */
  public void roundTrip(Duration timeout) throws BusException, InterruptedException {
    String subject = subjects.health(settings.name());
    requireConnected();
    var reply =
        await(
            subject,
            connection.requestWithTimeout(subject, new byte[] {'{', '}'}, timeout),
            timeout);
    PublishAck.sequence(subject, reply);
  }

  Connection connection() {
    return connection;
  }

  void closeDispatcher(Dispatcher dispatcher) {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (IllegalArgumentException | IllegalStateException alreadyClosed) {
      // As wanted.
    }
  }

  void requireConnected() throws BusException {
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      throw new BusException(Reason.DISCONNECTED, "no connection to NATS at " + settings.url());
    }
  }

  static Message await(String subject, CompletableFuture<Message> reply, Duration timeout)
      throws BusException, InterruptedException {
    try {
      return answered(subject, reply, timeout);
    } catch (TimeoutException e) {
      throw timedOut(subject, timeout, e);
    }
  }

  /** The answer, if it comes in time. */
  static Message answered(String subject, CompletableFuture<Message> reply, Duration wait)
      throws BusException, InterruptedException, TimeoutException {
    try {
      return reply.get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (CancellationException e) {
      throw timedOut(subject, wait, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (isTimeout(cause)) {
        throw timedOut(subject, wait, cause);
      }
      if (cause instanceof JetStreamStatusException status && status.getStatus().getCode() == 503) {
        throw new BusException(Reason.NOBODY, "nobody listens to " + subject, cause);
      }
      throw new BusException(Reason.DISCONNECTED, subject + ": " + cause, e);
    }
  }

  static boolean isTimeout(@Nullable Throwable cause) {
    return cause instanceof TimeoutException || cause instanceof CancellationException;
  }

  static BusException timedOut(String subject, Duration timeout, @Nullable Throwable cause) {
    return new BusException(
        Reason.TIMEOUT, "no answer from " + subject + " in " + timeout.toMillis() + " ms", cause);
  }

  private static <T> T parse(String subject, byte[] data, Class<T> type) throws BusException {
    try {
      return Json.read(data, type);
    } catch (MalformedJson e) {
      throw new BusException(Reason.MALFORMED, subject + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    states.close();
  }
}
