package org.computepods.majordomo.shell;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A message on the queue, and the jobs in it that somebody still wants. It may be taken off the
 * queue when there is none. Safe for all threads.
 */
final class Parcel {
  private final long sequence;
  private final Set<DispatchedJob> wanted;

  Parcel(long sequence, List<DispatchedJob> jobs) {
    this.sequence = sequence;
    this.wanted = new HashSet<>(jobs);
  }

  /** Its number in the queue. */
  long sequence() {
    return sequence;
  }

  /** The job is not wanted by this message any more; whether that leaves none. */
  synchronized boolean leave(DispatchedJob job) {
    return wanted.remove(job) && wanted.isEmpty();
  }
}
