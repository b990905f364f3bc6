package org.computepods.chef.bus;

/**
 * A consumer that jobs are pulled from. What answers which request is told by the subscription it
 * comes on, for a job carries its own subject. Guarded by the lock of its queue.
 */
final class JobSource {
  final String consumer;
  final int rank;
  final boolean exclusive;

  /** Requests for a job now that nobody has answered yet, and when the last was made. */
  int asked;

  long askedAt;

  /** The request that stands until there is a job, 0 for none; and since when. */
  long standing;

  long standingSince;

  /** Whether it has ever answered: one that does not exist says nothing at all. */
  boolean proven;

  final long taken = System.nanoTime();

  JobSource(String consumer, int rank, boolean exclusive) {
    this.consumer = consumer;
    this.rank = rank;
    this.exclusive = exclusive;
  }

  /** One of its requests has been answered by a job. */
  void answeredByJob(boolean wasStanding) {
    proven = true;
    if (wasStanding) {
      standing = 0;
    } else {
      asked = Math.max(0, asked - 1);
    }
  }

  /** Whatever was asked is not answered any more. */
  void forget() {
    asked = 0;
    standing = 0;
    proven = false;
  }
}
