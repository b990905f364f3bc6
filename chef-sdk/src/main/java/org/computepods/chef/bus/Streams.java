package org.computepods.chef.bus;

import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.Republish;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import org.computepods.chef.bus.BusException.Reason;
import org.computepods.chef.bus.Subjects.Lane;

/**
 * Makes the streams, consumers and buckets of a federation; only its MajorDomo may. Everything may
 * be called again at any time, and is after each reconnect: the NATS store may have been lost.
 *
 * <p>Each configuration is read back and compared, since older servers silently ignore what they do
 * not know.
 */
public final class Streams {
  /** A lease that is not renewed for so long is given to another. */
  public static final Duration LEASE = Duration.ofSeconds(5);

  /** A heartbeat is forgotten after so long. */
  public static final Duration HEARTBEAT_KEPT = Duration.ofSeconds(10);

  private static final long MIB = 1 << 20;

  /** A change is about 400 bytes: a million of them. */
  private static final long FILES_MAX = 512 * MIB;

  private static final long JOBS_MAX = 512 * MIB;
  private static final long RESULTS_MAX = 256 * MIB;
  private static final long SMALL_MAX = 16 * MIB;
  private static final Duration KEPT = Duration.ofDays(1);
  private static final int NO_SUCH_STREAM = 10059;
  private static final int NO_SUCH_MESSAGE = 10037;

  /** More than any pod has slots. */
  private static final int LEASES_MAX = 20_000;

  private final NatsClient client;
  private final StreamNames names;

  Streams(NatsClient client) {
    this.client = client;
    this.names = new StreamNames(client.settings().federation());
  }

  /** The names. */
  public StreamNames names() {
    return names;
  }

  /** Makes what is missing of all streams. */
  public void ensure() throws BusException {
    Subjects subjects = client.subjects();
    stream(
        limited(names.files(), FILES_MAX).subjects(subjects.fileChangedAll()).maxAge(KEPT).build());
    stream(
        limited(names.results(), RESULTS_MAX)
            .subjects(subjects.buildResultsAll())
            .maxAge(KEPT)
            .build());
    stream(
        StreamConfiguration.builder()
            .name(names.jobs())
            .subjects(subjects.buildFromAll())
            .storageType(StorageType.File)
            .retentionPolicy(RetentionPolicy.WorkQueue)
            .discardPolicy(DiscardPolicy.New)
            .maxBytes(JOBS_MAX)
            .build());
    stream(
        limited(names.health(), SMALL_MAX)
            .subjects(subjects.healthAll())
            .maxMessagesPerSubject(1)
            .build());
    stream(
        limited("KV_" + names.pods(), SMALL_MAX)
            .storageType(StorageType.Memory)
            .subjects("$KV." + names.pods() + ".>")
            .maxMessagesPerSubject(1)
            .maxAge(HEARTBEAT_KEPT)
            .allowRollup(true)
            .denyDelete(true)
            .discardPolicy(DiscardPolicy.New)
            .republish(
                Republish.builder()
                    .source("$KV." + names.pods() + ".*")
                    .destination(subjects.podHeartbeat("x").replaceAll("x$", "{{wildcard(1)}}"))
                    .build())
            .build());
  }

  /** Makes the consumers from which chefs pull jobs of this kind. */
  public void ensureKind(String kind) throws BusException {
    for (Lane lane : Lane.values()) {
      consumer(names.kindConsumer(lane, kind), client.subjects().buildFrom(lane, kind));
    }
  }

  /** Makes the consumers from which a pod pulls the jobs placed on it. */
  public void ensurePod(String pod) throws BusException {
    for (Lane lane : Lane.values()) {
      consumer(names.podConsumer(lane, pod), client.subjects().buildFromAt(lane, pod));
    }
  }

  /**
   * Takes a job off the queue; false if it was not there any more. A chef that runs it goes on.
   *
   * @param sequence what {@link NatsClient#publishDurable} answered
   */
  public boolean withdraw(long sequence) throws BusException {
    try {
      return management().deleteMessage(names.jobs(), sequence, false);
    } catch (JetStreamApiException e) {
      return false;
    } catch (IOException e) {
      throw trouble(names.jobs(), e);
    }
  }

  /** Whether a job is on the queue still: it waits there, or somebody has it. */
  public boolean holds(long sequence) throws BusException {
    try {
      management().getMessage(names.jobs(), sequence);
      return true;
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() == NO_SUCH_MESSAGE) {
        return false;
      }
      throw trouble(names.jobs(), e);
    } catch (IOException e) {
      throw trouble(names.jobs(), e);
    }
  }

  /** Takes every job off the queue. */
  public void purgeJobs() throws BusException {
    try {
      management().purgeStream(names.jobs());
    } catch (JetStreamApiException | IOException e) {
      throw trouble(names.jobs(), e);
    }
  }

  /** How many jobs wait or are leased. */
  public long queuedJobs() throws BusException {
    try {
      return management().getStreamInfo(names.jobs()).getStreamState().getMsgCount();
    } catch (JetStreamApiException | IOException e) {
      throw trouble(names.jobs(), e);
    }
  }

  private static StreamConfiguration.Builder limited(String name, long maxBytes) {
    return StreamConfiguration.builder()
        .name(name)
        .storageType(StorageType.File)
        .retentionPolicy(RetentionPolicy.Limits)
        .discardPolicy(DiscardPolicy.Old)
        .maxBytes(maxBytes);
  }

  private void stream(StreamConfiguration wanted) throws BusException {
    try {
      StreamInfo made = addOrUpdate(wanted);
      StreamConfiguration got = made.getConfiguration();
      boolean asWanted =
          got.getMaxBytes() == wanted.getMaxBytes()
              && got.getMaxAge().equals(wanted.getMaxAge())
              && got.getMaxMsgsPerSubject() == wanted.getMaxMsgsPerSubject()
              && got.getRetentionPolicy() == wanted.getRetentionPolicy()
              && got.getDiscardPolicy() == wanted.getDiscardPolicy()
              && got.getSubjects().equals(wanted.getSubjects())
              && (wanted.getRepublish() == null) == (got.getRepublish() == null);
      if (!asWanted) {
        throw new BusException(
            Reason.REFUSED,
            "the NATS server made stream "
                + wanted.getName()
                + " otherwise than asked; it needs to be 2.9 or later");
      }
    } catch (JetStreamApiException | IOException e) {
      throw trouble("stream " + wanted.getName(), e);
    }
  }

  private StreamInfo addOrUpdate(StreamConfiguration wanted)
      throws IOException, JetStreamApiException {
    try {
      management().getStreamInfo(wanted.getName());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NO_SUCH_STREAM) {
        throw e;
      }
      return management().addStream(wanted);
    }
    return management().updateStream(wanted);
  }

  private void consumer(String name, String filter) throws BusException {
    var wanted =
        ConsumerConfiguration.builder()
            .durable(name)
            .filterSubject(filter)
            .ackPolicy(AckPolicy.Explicit)
            .ackWait(LEASE)
            .maxAckPending(LEASES_MAX)
            .build();
    try {
      var got = management().addOrUpdateConsumer(names.jobs(), wanted).getConsumerConfiguration();
      if (!LEASE.equals(got.getAckWait()) || !filter.equals(got.getFilterSubject())) {
        throw new BusException(
            Reason.REFUSED, "the NATS server made consumer " + name + " otherwise than asked");
      }
    } catch (JetStreamApiException | IOException e) {
      throw trouble("consumer " + name, e);
    }
  }

  private JetStreamManagement management() throws IOException {
    return client.connection().jetStreamManagement();
  }

  private static BusException trouble(String what, Exception e) {
    Reason reason = e instanceof JetStreamApiException ? Reason.REFUSED : Reason.TIMEOUT;
    return new BusException(reason, what + ": " + e.getMessage(), e);
  }
}
