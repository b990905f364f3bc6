package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;

/**
 * Whether the watchers of open workspaces are there. One that has gone says nothing of it, and a
 * workspace without changes looks the same.
 */
final class WatcherCheck {
  /** NATS says at once that nobody listens; a watcher that is at work may take long. */
  private static final Duration PATIENCE = Duration.ofMillis(200);

  private final Household house;
  private final Workspaces workspaces;
  private volatile Set<String> gone = Set.of();

  WatcherCheck(Household house, Workspaces workspaces) {
    this.house = house;
    this.workspaces = workspaces;
  }

  /** Asks them all, and tells each workspace; blocks for a moment. */
  synchronized void look() {
    var open = workspaces.all().stream().filter(each -> each.whenOpen().isDone()).toList();
    Set<String> found = new TreeSet<>();
    for (String pod : open.stream().map(Workspace::pod).distinct().toList()) {
      if (!isThere(pod)) {
        found.add(pod);
      }
    }
    gone = found;
    open.forEach(workspace -> workspace.watcherIs(!found.contains(workspace.pod())));
  }

  /** Whether the pod holds a workspace and its watcher was not there when last looked. */
  boolean isGone(String pod) {
    return gone.contains(pod);
  }

  /** Whether somebody listens where the watcher of this pod would, as far as NATS can be asked. */
  private boolean isThere(String pod) {
    var messenger = house.messenger();
    // Of no workspace, so that it costs the watcher nothing.
    var question = new Sync(1, "", List.of());
    try {
      messenger
          .nats()
          .request(messenger.subjects().fileSync(pod), question, Synced.class, PATIENCE);
    } catch (BusException e) {
      return e.reason() != BusException.Reason.NOBODY;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
