package org.computepods.majordomo.shell;

import java.time.Duration;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.PodRequests.OpenReply;
import org.computepods.chef.wire.PodRequests.OpenRequest;

/** The lock of a workspace, which its pod holds for us: nobody else may write there meanwhile. */
final class WorkspaceLock {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Messenger messenger;
  private final String pod;
  private final String path;

  /** As the pod last said. */
  private volatile long epoch;

  private WorkspaceLock(Messenger messenger, String pod, OpenReply opened) {
    this.messenger = messenger;
    this.pod = pod;
    this.path = opened.workspace();
    this.epoch = opened.epoch();
  }

  static WorkspaceLock take(Messenger messenger, String pod, String path)
      throws BusException, InterruptedException {
    messenger.attempt(
        PATIENCE,
        () -> {
          messenger.nats().streams().ensurePod(pod);
          return true;
        });
    return new WorkspaceLock(messenger, pod, ask(messenger, pod, path));
  }

  String pod() {
    return pod;
  }

  /** The real path of the workspace, which its pod knows. */
  String path() {
    return path;
  }

  /** Rises whenever the lock is taken anew; who writes with another one is refused. */
  long epoch() {
    return epoch;
  }

  /**
   * Makes sure of the lock, for who removes its file (a {@code git clean}) takes it from its pod.
   */
  void hold() throws BusException, InterruptedException {
    epoch = ask(messenger, pod, path).epoch();
  }

  /** The pod answers the epoch that it holds; asked again, the same. */
  private static OpenReply ask(Messenger messenger, String pod, String path)
      throws BusException, InterruptedException {
    var question = new OpenRequest(1, path);
    OpenReply reply;
    try {
      reply =
          messenger.ask(
              messenger.subjects().workspaceOpen(pod), question, OpenReply.class, PATIENCE);
    } catch (BusException e) {
      throw e.reason() == BusException.Reason.NOBODY ? nobody(pod, e) : e;
    }
    if (reply.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, reply.error());
    }
    return reply;
  }

  private static BusException nobody(String pod, BusException e) {
    String what = "no pod called " + pod + " holds workspaces";
    String cure = "where it is: cpCtrl pod --workspaces --name " + pod + " --nats URL";
    return new BusException(e.reason(), what + " (" + cure + ")", e);
  }
}
