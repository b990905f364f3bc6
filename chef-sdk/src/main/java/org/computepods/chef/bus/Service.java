package org.computepods.chef.bus;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.computepods.chef.bus.NatsClient.Answerer;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions on one subject, each on a virtual thread of its own, a bounded number at once.
 * One that comes again while it is being answered is not begun again: its asker gets the same
 * answer.
 */
final class Service<Q> {
  /** Questions that are answered at once; more of them wait in the subscription. */
  private static final int ANSWERS_AT_ONCE = 64;

  private final Connection connection;
  private final String subject;
  private final Class<Q> type;
  private final Answerer<Q> answerer;
  private final Semaphore permits = new Semaphore(ANSWERS_AT_ONCE);

  /** By the names of their questions. */
  private final ConcurrentHashMap<String, CompletableFuture<Answer>> underWay =
      new ConcurrentHashMap<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(@Nullable Headers headers, byte[] body) {}

  Service(Connection connection, String subject, Class<Q> type, Answerer<Q> answerer) {
    this.connection = connection;
    this.subject = subject;
    this.type = type;
    this.answerer = answerer;
  }

  /** Called by the thread that hands out messages, in their order. */
  void asked(Message message) throws InterruptedException {
    String replyTo = message.getReplyTo();
    if (replyTo == null) {
      return;
    }
    var answer = new CompletableFuture<Answer>();
    String name = name(message);
    var before = name.isEmpty() ? null : underWay.putIfAbsent(name, answer);
    if (before != null) {
      var _ = before.thenAccept(same -> say(replyTo, same));
      return;
    }
    permits.acquire();
    Thread.ofVirtual()
        .name("answer " + subject)
        .start(
            () -> {
              var made = answer(message);
              underWay.remove(name, answer);
              permits.release();
              say(replyTo, made);
              answer.complete(made);
            });
  }

  private static String name(Message message) {
    String name = message.hasHeaders() ? message.getHeaders().getFirst(Question.NAME_HEADER) : null;
    return name == null ? "" : name;
  }

  /** Whatever happens there is an answer, for somebody waits for it. */
  private Answer answer(Message message) {
    try {
      Object answer = answerer.answer(Json.read(message.getData(), type));
      return new Answer(null, Json.bytes(answer));
    } catch (MalformedJson e) {
      return failed(e);
    } catch (Exception | StackOverflowError | OutOfMemoryError e) {
      return failed(e);
    }
  }

  private static Answer failed(Throwable why) {
    String text = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
    var headers = new Headers();
    headers.put(NatsClient.ERROR_HEADER, text.replaceAll("[^\\x20-\\x7e]+", " "));
    return new Answer(headers, new byte[0]);
  }

  private void say(String replyTo, Answer answer) {
    try {
      connection.publish(replyTo, answer.headers(), answer.body());
    } catch (IllegalStateException closed) {
      // Nobody is there to be told.
    } catch (IllegalArgumentException tooLong) {
      connection.publish(replyTo, failed(tooLong).headers(), new byte[0]);
    }
  }
}
