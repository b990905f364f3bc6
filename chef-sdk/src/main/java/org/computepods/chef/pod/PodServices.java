package org.computepods.chef.pod;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.NatsClient.Answerer;
import org.computepods.chef.bus.Subscription;
import org.computepods.chef.recipe.Desk;
import org.computepods.chef.wire.PodRequests.CancelReply;
import org.computepods.chef.wire.PodRequests.CancelRequest;
import org.computepods.chef.wire.PodRequests.CompareRequest;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.computepods.chef.wire.PodRequests.OfferRequest;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.chef.wire.PodRequests.PushRequest;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.chef.wire.PodRequests.RemoveRequest;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.chef.wire.PodRequests.ViewRequest;
import org.computepods.chef.wire.PodRequests.WrittenRequest;

/** What a pod answers about its files and jobs. */
final class PodServices implements AutoCloseable {
  private final List<Subscription> services = new ArrayList<>();
  private final NatsClient nats;

  PodServices(NatsClient nats, String pod, Desk desk, Offering offering, JobRunner jobs) {
    this.nats = nats;
    var subjects = nats.subjects();
    serve(subjects.artefactView(pod), ViewRequest.class, desk::view);
    serve(subjects.artefactCompare(pod), CompareRequest.class, desk::compare);
    serve(subjects.artefactRead(pod), ReadRequest.class, desk::read);
    serve(subjects.artefactRestore(pod), RestoreRequest.class, desk::restore);
    serve(subjects.artefactRemove(pod), RemoveRequest.class, desk::remove);
    serve(subjects.artefactWritten(pod), WrittenRequest.class, desk::written);
    serve(subjects.artefactOutside(pod), OutsideRequest.class, desk::outside);
    serve(subjects.artefactOffer(pod), OfferRequest.class, offering::offer);
    serve(subjects.artefactPush(pod), PushRequest.class, desk::push);
    serve(
        subjects.jobCancel(pod),
        CancelRequest.class,
        request -> new CancelReply(1, desk.giveUp(request.job()) || jobs.cancel(request.job())));
    serve(subjects.logTail(pod), LogRequest.class, request -> log(request, desk, jobs));
  }

  /** Whether a job is over is asked first: then what it said until now is all it says. */
  private static LogReply log(LogRequest request, Desk desk, JobRunner jobs) {
    String job = request.job();
    boolean over = job == null || jobs.isOver(job);
    return desk.log(request, Optional.ofNullable(job).flatMap(jobs::followed), over);
  }

  private <Q> void serve(String subject, Class<Q> type, Answerer<Q> answerer) {
    services.add(nats.serve(subject, type, answerer));
  }

  @Override
  public void close() {
    services.forEach(Subscription::close);
  }
}
