package org.computepods.majordomo.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.bus.Subjects.Lane;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.HowToBuild;
import org.computepods.majordomo.core.Event;

/** A job that has been asked for and has not ended. Touched by the core's thread only. */
final class DispatchedJob {
  /** Where a job stands. */
  enum Phase {
    /** Nobody has been found yet, or the queue has not taken it yet. */
    PLACING,
    /** Those who could do it are away. */
    WAITING,
    /** On the queue, or being done. */
    QUEUED,
    /** Done elsewhere; its outputs are on their way home. */
    FETCHING
  }

  final BuildFrom job;
  final Lane lane;
  final int waitS;
  final Consumer<Event> tell;
  Phase phase = Phase.PLACING;

  /** Who may have it. */
  List<String> pods = List.of();

  /** By which pods are asked whether they take such jobs; empty where it stays at home. */
  Optional<HowToBuild> question = Optional.empty();

  /** The message of the queue that it travels in; empty where it is in none. */
  Optional<Parcel> parcel = Optional.empty();

  /** Who has said that it has begun. */
  Optional<String> runningOn = Optional.empty();

  /** How often it was put on the queue. */
  int enqueued;

  /** Grows with each wait, so that the end of an older one is told from this one's. */
  int waits;

  boolean cancelled;

  /** When it was last known where it is, on the monotonic clock. */
  long seenNanos = System.nanoTime();

  /** Whether it is being looked for. */
  boolean looking;

  /** How often in turn it was nowhere. */
  int missed;

  /** How often it was sent once more for that. */
  int lost;

  DispatchedJob(BuildFrom job, Lane lane, int waitS, Consumer<Event> tell) {
    this.job = job;
    this.lane = lane;
    this.waitS = waitS;
    this.tell = tell;
  }

  /** Whether nobody but the pod of its workspace can take it. */
  boolean isOnlyForItsHome() {
    return pods.equals(List.of(job.home()));
  }
}
