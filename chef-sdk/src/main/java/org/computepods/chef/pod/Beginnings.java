package org.computepods.chef.pod;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.Lease;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.Progress;

/**
 * Tells which jobs have begun. Of one that is over before a person could see it run, nothing is
 * told: its result says as much.
 */
final class Beginnings implements AutoCloseable {
  /** Twice this at most lies between a beginning and its telling. */
  private static final Duration LOOKS = Duration.ofMillis(25);

  private final NatsClient nats;
  private final String pod;
  private final ConcurrentHashMap<Lease<BuildFrom>, Long> untold = new ConcurrentHashMap<>();
  private final Thread teller;
  private volatile boolean resting;
  private volatile boolean closed;

  Beginnings(NatsClient nats, String pod) {
    this.nats = nats;
    this.pod = pod;
    this.teller = Thread.ofPlatform().daemon().name("beginnings").start(this::serve);
  }

  void begun(Lease<BuildFrom> lease) {
    untold.put(lease, System.nanoTime());
    if (resting) {
      LockSupport.unpark(teller);
    }
  }

  void ended(Lease<BuildFrom> lease) {
    untold.remove(lease);
  }

  private void serve() {
    while (!closed) {
      if (untold.isEmpty()) {
        resting = true;
        // Looked at again, for a job may have begun before it could see that we rest.
        if (untold.isEmpty()) {
          LockSupport.park(this);
        }
        resting = false;
      }
      LockSupport.parkNanos(this, LOOKS.toNanos());
      long before = System.nanoTime() - LOOKS.toNanos();
      untold.forEach(
          (lease, since) -> {
            if (since - before < 0 && untold.remove(lease) != null) {
              tell(lease.job());
            }
          });
    }
  }

  private void tell(BuildFrom job) {
    try {
      nats.publish(
          nats.subjects().buildProgress(job.build()),
          new Progress(1, job.build(), job.job(), pod, "started", null));
    } catch (BusException | IllegalArgumentException | IllegalStateException e) {
      // Nobody depends on progress.
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(teller);
  }
}
