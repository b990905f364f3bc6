package org.computepods.chef.bus;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A message of the queue that is ours, with the jobs in it. They share its lease, and it is
 * acknowledged when the last of them is done. Guarded by the lock of its queue.
 */
final class Parcel<T> {
  /** Less than {@link Streams#LEASE}, so that a tool dies before another chef gets its job. */
  private static final Duration LOST_AFTER = Duration.ofMillis(3_500);

  private static final Duration RENEWED_EVERY = Duration.ofSeconds(1);

  final String key;
  final long deliveries;
  final int rank;
  final String token;
  final Set<Loan<T>> open = new LinkedHashSet<>();
  private final Leases<T> leases;
  private final boolean exclusive;
  private final List<Loan<T>> finished = new ArrayList<>();
  private @Nullable String ackTo;
  private long renewedAt = System.nanoTime();
  private long confirmedAt = renewedAt;
  private boolean lost;
  private @Nullable Duration back;

  /**
   * @param key names the message
   * @param token names this lease of it
   */
  Parcel(Leases<T> leases, String key, String token, JobSource from, Delivery delivery) {
    this.leases = leases;
    this.key = key;
    this.token = token;
    this.deliveries = delivery.count;
    this.exclusive = from.exclusive;
    this.rank = from.rank;
    this.ackTo = delivery.ackTo;
  }

  /**
   * How a message came.
   *
   * @param count from 1: how often it has come
   */
  record Delivery(long count, @Nullable String ackTo) {}

  /** It has come again while we have it. */
  void adopt(@Nullable String newAckTo) {
    ackTo = newAckTo;
    confirmedAt = System.nanoTime();
  }

  boolean lost() {
    return lost;
  }

  boolean held() {
    return !lost && (exclusive || System.nanoTime() - confirmedAt <= LOST_AFTER.toNanos());
  }

  /** Whether it is lost since now: nobody has confirmed it for too long. */
  boolean losesNow(long now) {
    if (lost || exclusive || now - confirmedAt <= LOST_AFTER.toNanos()) {
      return false;
    }
    lost = true;
    return true;
  }

  /** To whom the lease is to be renewed now; null where it need not be. */
  @Nullable String renewsNow(long now) {
    if (lost || now - renewedAt < RENEWED_EVERY.toNanos()) {
      return null;
    }
    renewedAt = now;
    return ackTo;
  }

  void confirm() {
    confirmedAt = renewedAt;
  }

  /**
   * One of its jobs is decided.
   *
   * @param goesBackAfter null where it is done
   */
  void end(Loan<T> loan, @Nullable Duration goesBackAfter) {
    if (!open.remove(loan)) {
      return;
    }
    if (goesBackAfter == null) {
      finished.add(loan);
    } else if (back == null || goesBackAfter.compareTo(back) > 0) {
      back = goesBackAfter;
    }
    endIfAllEnded();
  }

  void endIfAllEnded() {
    if (!open.isEmpty()) {
      return;
    }
    leases.end(this, held() ? ackTo : null, back, finished);
  }
}
