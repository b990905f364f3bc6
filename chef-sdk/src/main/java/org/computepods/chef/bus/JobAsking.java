package org.computepods.chef.bus;

import io.nats.client.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Asks consumers for jobs. Each is first asked whether it has one now, those of the smaller rank
 * first; one that has none is left a standing request for one job. Guarded by the lock of its
 * queue.
 */
final class JobAsking {
  private static final Duration STANDING = Duration.ofSeconds(10);
  private static final Duration ANSWER_WAIT = Duration.ofSeconds(2);
  private static final Duration FIRST_ANSWER_WAIT = Duration.ofSeconds(1);
  private static final int PULLS_MAX = 10_000;

  /** Nobody listens where a consumer would, if it existed. */
  private static final int NO_SUCH_CONSUMER = 503;

  private final QueueTalk talk;
  private final String subject;
  private final String inbox;
  private final List<JobSource> sources = new ArrayList<>();

  /** Requests that may still be answered by a status; the older ones were answered by a job. */
  private final Map<Long, JobSource> sourcesByPull =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, JobSource> eldest) {
          return size() > PULLS_MAX;
        }
      };

  private long pulls;

  /**
   * @param stream that holds the jobs
   * @param inbox under which answers come: {@code ask.}, {@code probe.} and {@code stand.} with the
   *     request's number
   */
  JobAsking(QueueTalk talk, String stream, String inbox) {
    this.talk = talk;
    this.subject = "$JS.API.CONSUMER.MSG.NEXT." + stream + ".";
    this.inbox = inbox;
  }

  /**
   * Pulls from this consumer from now on; a repeated call asks it again whether it is there.
   *
   * @param mayProbe whether jobs are wanted and the queue can be reached
   */
  void take(String consumer, int rank, boolean exclusive, boolean mayProbe) {
    if (source(consumer).isEmpty()) {
      sources.add(new JobSource(consumer, rank, exclusive));
      sources.sort(Comparator.comparingInt(s -> s.rank));
    }
    if (mayProbe) {
      source(consumer).ifPresent(this::probe);
    }
  }

  void leave(String consumer) {
    sources.removeIf(source -> source.consumer.equals(consumer));
  }

  Optional<JobSource> source(String consumer) {
    for (JobSource source : sources) {
      if (source.consumer.equals(consumer)) {
        return Optional.of(source);
      }
    }
    return Optional.empty();
  }

  /**
   * Asks for as many jobs as may come.
   *
   * @param room slots that are free, and that no job waits for
   * @param ahead jobs that may come besides, from a consumer that is ours alone
   */
  void fill(int room, int ahead) {
    int free = room;
    for (JobSource source : sources) {
      free -= source.asked;
    }
    for (JobSource source : sources) {
      if (!source.proven && System.nanoTime() - source.taken < FIRST_ANSWER_WAIT.toNanos()) {
        return; // A better one has just been taken on, and will say at once whether it is there.
      }
      int more = source.exclusive ? ahead : 0;
      for (; free + more > 0 && source.standing == 0 && source.proven; free--) {
        pull(source, "ask.", QueueTalk.ONE_NOW);
        source.asked++;
        source.askedAt = System.nanoTime();
      }
    }
  }

  /** A consumer that may not exist, and takes no slot until it has answered. */
  private void probe(JobSource source) {
    if (!source.proven) {
      pull(source, "probe.", QueueTalk.ARE_YOU_THERE);
    }
  }

  /** What a probe was answered; whether its consumer is there. */
  boolean probed(Message message) {
    JobSource source = sourcesByPull.remove(number(message));
    if (source == null || message.getStatus().getCode() == NO_SUCH_CONSUMER) {
      return false;
    }
    source.proven = true;
    return true;
  }

  /**
   * There is no job for a request.
   *
   * @param mayStand whether jobs are wanted at all
   */
  void status(Message message, boolean standing, boolean mayStand) {
    long pull = number(message);
    JobSource source = sourcesByPull.remove(pull);
    if (source == null) {
      return;
    }
    boolean away = message.getStatus().getCode() == NO_SUCH_CONSUMER;
    source.proven = !away;
    if (standing) {
      source.standing = source.standing == pull ? 0 : source.standing;
    } else {
      source.asked = Math.max(0, source.asked - 1);
      if (!away && source.standing == 0 && mayStand) {
        source.standing = pull(source, "stand.", QueueTalk.oneWithin(STANDING));
        source.standingSince = System.nanoTime();
      }
    }
  }

  private long pull(JobSource source, String how, byte[] request) {
    sourcesByPull.put(++pulls, source);
    talk.say(subject + source.consumer, inbox + how + pulls, request);
    return pulls;
  }

  private static long number(Message message) {
    String answered = message.getSubject();
    return Long.parseLong(answered.substring(answered.lastIndexOf('.') + 1));
  }

  /**
   * Gives up requests that were not answered in time.
   *
   * @param mayProbe as above
   */
  void tick(long now, boolean mayProbe) {
    for (JobSource source : sources) {
      if (source.asked > 0 && now - source.askedAt > ANSWER_WAIT.toNanos()) {
        source.asked = 0;
        source.proven = false;
      }
      if (mayProbe) {
        probe(source);
      }
      if (source.standing != 0
          && now - source.standingSince > STANDING.plus(ANSWER_WAIT).toNanos()) {
        source.standing = 0;
      }
    }
  }

  /** After a break: nothing of what was asked before will be answered. */
  void askAgain(boolean mayProbe) {
    for (JobSource source : sources) {
      source.forget();
      if (mayProbe) {
        probe(source);
      }
    }
  }
}
