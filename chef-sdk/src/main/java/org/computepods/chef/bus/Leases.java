package org.computepods.chef.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the queue that are ours, and the memory of jobs done of late, which may come
 * again: after a lost acknowledgement, or from a restarted server. Guarded by the lock of its
 * queue.
 */
final class Leases<T> {
  /** Done jobs that are remembered. */
  private static final int DONE_MAX = 10_000;

  private final QueueTalk talk;
  private final String inbox;
  private final Map<String, Parcel<T>> parcels = new HashMap<>();
  private final Map<String, Boolean> done =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
          return size() > DONE_MAX;
        }
      };

  private long tokens;

  /**
   * @param inbox under which a renewed lease is confirmed, with its token behind
   */
  Leases(QueueTalk talk, String inbox) {
    this.talk = talk;
    this.inbox = inbox;
  }

  /** The message, where it is here. */
  Optional<Parcel<T>> here(String key) {
    return Optional.ofNullable(parcels.get(key));
  }

  boolean isDone(String key) {
    return done.containsKey(key);
  }

  Parcel<T> begin(String key, JobSource from, Parcel.Delivery delivery) {
    var parcel = new Parcel<>(this, key, Long.toString(++tokens), from, delivery);
    parcels.put(key, parcel);
    return parcel;
  }

  /**
   * All jobs of a message are decided.
   *
   * @param ackTo null where nothing may be said of it any more
   * @param back null where all are done; else it comes again after this
   */
  void end(
      Parcel<T> parcel, @Nullable String ackTo, @Nullable Duration back, List<Loan<T>> finished) {
    talk.say(ackTo, back == null ? QueueTalk.ACK : QueueTalk.nak(back));
    if (back == null) {
      done.put(parcel.key, true);
    } else {
      finished.forEach(each -> done.put(each.key(), true));
    }
    parcels.remove(parcel.key);
  }

  /** The queue has heard that a lease goes on. */
  void confirmed(String subject) {
    String token = subject.substring(inbox.length());
    for (Parcel<T> parcel : parcels.values()) {
      if (parcel.token.equals(token)) {
        parcel.confirm();
      }
    }
  }

  /** Renews what is ours; @return the jobs that are so no more. */
  List<Loan<T>> tick(long now) {
    var lost = new ArrayList<Loan<T>>();
    for (Parcel<T> parcel : parcels.values()) {
      if (parcel.losesNow(now)) {
        lost.addAll(parcel.open);
      } else {
        talk.say(parcel.renewsNow(now), inbox + parcel.token, QueueTalk.IN_PROGRESS);
      }
    }
    return lost;
  }
}
