package org.computepods.chef.recipe;

import java.util.Optional;
import org.computepods.chef.wire.PodRequests.LogReply;
import org.computepods.chef.wire.PodRequests.LogRequest;
import org.computepods.chef.wire.PodRequests.OutsideReply;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.chef.wire.PodRequests.PushReply;
import org.computepods.chef.wire.PodRequests.PushRequest;
import org.computepods.chef.wire.PodRequests.ReadReply;
import org.computepods.chef.wire.PodRequests.ReadRequest;
import org.computepods.chef.wire.PodRequests.RemoveReply;
import org.computepods.chef.wire.PodRequests.RemoveRequest;
import org.computepods.chef.wire.PodRequests.RestoreReply;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.chef.wire.PodRequests.ViewReply;
import org.computepods.chef.wire.PodRequests.ViewRequest;

/** Where a pod answers what is asked of its files: one method per request, none ever throws. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class Desk {
  private final Kitchen kitchen;

  public Desk(Kitchen kitchen) {
    this.kitchen = kitchen;
  }

  public ViewReply view(ViewRequest request) {
    throw new UnsupportedOperationException();
  }

  public ReadReply read(ReadRequest request) {
    throw new UnsupportedOperationException();
  }

  public RestoreReply restore(RestoreRequest request) {
    throw new UnsupportedOperationException();
  }

  public RemoveReply remove(RemoveRequest request) {
    throw new UnsupportedOperationException();
  }

  public OutsideReply outside(OutsideRequest request) {
    throw new UnsupportedOperationException();
  }

  public PushReply push(PushRequest request) {
    throw new UnsupportedOperationException();
  }

  /** {@code cooking}: the job that the request names, where it still runs. */
  public LogReply log(LogRequest request, Optional<Cooking> cooking) {
    throw new UnsupportedOperationException();
  }
}
