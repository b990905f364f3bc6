package org.computepods.chef.bus;

import java.time.Duration;

/**
 * A job on loan from the queue. It is renewed until it ends, by exactly one of {@link #done} and
 * {@link #giveBack}.
 */
public interface Lease<T> {
  /** The job. */
  T job();

  /** How often it was handed out, from 1. */
  long deliveries();

  /** Whether the queue still counts the job as ours, by the last renewal that was confirmed. */
  boolean held();

  /**
   * Runs the action when the lease can no longer be confirmed: another may get the job, so the tool
   * must be killed. At once, if that is so already.
   */
  void onLost(Runnable action);

  /**
   * The work is over, though the lease is not: it ends when the result has been stored. Without
   * this word a job whose worker returns undecided goes back.
   */
  void worked();

  /** Whether no other job waits here for a slot: then somebody may wait for this one's result. */
  boolean isLast();

  /** The job is done and its result is stored: takes it off the queue, if the lease still holds. */
  void done();

  /** Somebody is to do the job after this delay. */
  void giveBack(Duration delay);
}
