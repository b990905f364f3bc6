package org.computepods.chef.bus;

import java.time.Duration;

/**
 * A job on loan from the queue. It is renewed while it is worked on; whoever holds it ends with
 * exactly one of {@link #done} and {@link #giveBack}, which also frees the slot.
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

  /** The job is done and its result is stored: takes it off the queue, if the lease still holds. */
  void done();

  /** Somebody is to do the job after this delay. */
  void giveBack(Duration delay);
}
