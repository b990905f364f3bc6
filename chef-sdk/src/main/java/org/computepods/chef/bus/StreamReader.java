package org.computepods.chef.bus;

import io.nats.client.ConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.StreamContext;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Consumer;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.json.Json;
import org.computepods.chef.json.MalformedJson;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream in order, and after each reconnect goes on behind the last message it handed out;
 * where the stream was made anew or rolled back, it begins at the oldest.
 */
final class StreamReader<T> implements Subscription {
  /** Messages that the server may send ahead. */
  private static final int AHEAD_MAX = 512;

  private static final Duration RETRY_FIRST = Duration.ofMillis(100);
  private static final Duration RETRY_LAST = Duration.ofSeconds(2);

  private final NatsClient client;
  private final String stream;
  private final String filter;
  private final Class<T> type;
  private final Consumer<Received<T>> consumer;
  private @Nullable MessageConsumer running;
  private @Nullable ZonedDateTime created;
  private @Nullable Subscription stateListener;
  private volatile long last;
  private volatile int generation;
  private boolean closed;

  private StreamReader(
      NatsClient client,
      String stream,
      String filter,
      Class<T> type,
      Consumer<Received<T>> consumer) {
    this.client = client;
    this.stream = stream;
    this.filter = filter;
    this.type = type;
    this.consumer = consumer;
  }

  static <T> Subscription open(
      NatsClient client,
      String stream,
      String filter,
      StartAt start,
      Class<T> type,
      Consumer<Received<T>> consumer)
      throws BusException {
    var reader = new StreamReader<>(client, stream, filter, type, consumer);
    reader.start(start);
    reader.stateListener =
        client.onState(
            state -> {
              if (state == ConnectionState.RECONNECTED && !reader.resumed()) {
                Thread.ofVirtual().name("resume " + stream).start(reader::resumeInTheEnd);
              }
            });
    return reader;
  }

  private synchronized void start(StartAt start) throws BusException {
    var how = new OrderedConsumerConfiguration().filterSubject(filter);
    switch (start) {
      case StartAt.Oldest() -> how.deliverPolicy(DeliverPolicy.All);
      case StartAt.New() -> how.deliverPolicy(DeliverPolicy.New);
      case StartAt.Sequence(long sequence) ->
          how.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(Math.max(1, sequence));
    }
    try {
      StreamContext context = client.connection().getStreamContext(stream);
      StreamInfo info = context.getStreamInfo();
      int mine = newGeneration();
      running =
          context
              .createOrderedConsumer(how)
              .consume(
                  ConsumeOptions.builder().batchSize(AHEAD_MAX).build(),
                  message -> handOut(mine, message));
      created = info.getCreateTime();
    } catch (JetStreamApiException e) {
      throw new BusException(Reason.REFUSED, "stream " + stream + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BusException(Reason.TIMEOUT, "stream " + stream + ": " + e.getMessage(), e);
    }
  }

  private void handOut(int mine, Message message) {
    if (mine != generation) {
      return;
    }
    var meta = message.metaData();
    last = meta.streamSequence();
    List<T> values;
    try {
      values = Json.readAll(message.getData(), type);
    } catch (MalformedJson ignored) {
      return;
    }
    for (T value : values) {
      consumer.accept(
          new Received<>(
              value, message.getSubject(), meta.streamSequence(), meta.deliveredCount()));
    }
  }

  /**
   * On each reconnect; the stream may have been made anew, or be an older copy.
   *
   * @return false if that could not be, and is to be tried again
   */
  private synchronized boolean resumed() {
    if (closed) {
      return true;
    }
    try {
      stop();
      StreamInfo info = client.connection().jetStreamManagement().getStreamInfo(stream);
      boolean same =
          info.getCreateTime().equals(created) && info.getStreamState().getLastSequence() >= last;
      start(same ? new StartAt.Sequence(last + 1) : StartAt.OLDEST);
      return true;
    } catch (JetStreamApiException | IOException | BusException | IllegalStateException e) {
      // It may not be there yet: whoever makes it anew calls Streams.ensure. Or a server that has
      // just come back is slow to answer.
      running = null;
      return false;
    }
  }

  /** Tries until it reads again, or until the next break: then the next reconnect sees to it. */
  private void resumeInTheEnd() {
    Duration wait = RETRY_FIRST;
    try {
      do {
        Thread.sleep(wait);
        wait = wait.compareTo(RETRY_LAST) < 0 ? wait.multipliedBy(2) : wait;
      } while (client.state() != ConnectionState.DISCONNECTED && !isReading() && !resumed());
    } catch (InterruptedException ending) {
      Thread.currentThread().interrupt();
    }
  }

  /** Another has resumed, or it is closed. */
  private synchronized boolean isReading() {
    return closed || running != null;
  }

  /** Only ever called with the lock held; read without it by the thread that hands out. */
  private int newGeneration() {
    int next = generation + 1;
    generation = next;
    return next;
  }

  private void stop() {
    newGeneration();
    if (running != null) {
      running.stop();
      running = null;
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (stateListener != null) {
      stateListener.close();
    }
    stop();
  }
}
