package org.computepods.majordomo.shell;

import java.time.Duration;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.PodRequests.CancelReply;
import org.computepods.chef.wire.PodRequests.CancelRequest;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;

/**
 * What can be asked of the queue and of pods about jobs that were sent. Whoever asks waits, so it
 * is for errands only.
 */
record SentJobs(Messenger messenger) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(2);

  /** Takes a job's message off the queue; whether it was there, and held no job still wanted. */
  boolean takeBack(DispatchedJob job) throws BusException, InterruptedException {
    return messenger.attempt(PATIENCE, () -> withdraw(job));
  }

  private boolean withdraw(DispatchedJob job) throws BusException {
    var parcel = job.parcel;
    return parcel.isPresent()
        && parcel.get().leave(job)
        && messenger.nats().streams().withdraw(parcel.get().sequence());
  }

  /** Whether its message is on the queue: it waits there, or somebody has it. */
  boolean isQueued(DispatchedJob job) throws BusException {
    var parcel = job.parcel;
    return parcel.isPresent() && messenger.nats().streams().holds(parcel.get().sequence());
  }

  /** Has a pod kill the job; whether it had it. */
  boolean kill(DispatchedJob job, String pod) throws InterruptedException {
    try {
      var request = new CancelRequest(1, job.job.job());
      return messenger
          .ask(messenger.subjects().jobCancel(pod), request, CancelReply.class, ANSWER)
          .known();
    } catch (BusException e) {
      return false;
    }
  }

  /** Whether somebody listens where the pod would: one that was killed lives on in its word. */
  boolean isThere(String pod) throws InterruptedException {
    try {
      var question = new CancelRequest(1, "");
      messenger
          .nats()
          .request(messenger.subjects().jobCancel(pod), question, CancelReply.class, ANSWER);
      return true;
    } catch (BusException e) {
      return e.reason() != BusException.Reason.NOBODY;
    }
  }

  /** Whether a pod has the job now. */
  boolean runs(DispatchedJob job, String pod) throws InterruptedException {
    try {
      var request = new LogRequest(1, null, job.job.job(), 0);
      var reply = messenger.ask(messenger.subjects().logTail(pod), request, LogReply.class, ANSWER);
      return reply.error() == null && !reply.end();
    } catch (BusException e) {
      return false;
    }
  }
}
