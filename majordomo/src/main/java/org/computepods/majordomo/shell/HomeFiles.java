package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.PodRequests.CompareReply;
import org.computepods.chef.wire.PodRequests.CompareRequest;
import org.computepods.chef.wire.PodRequests.RemoveReply;
import org.computepods.chef.wire.PodRequests.RemoveRequest;
import org.computepods.chef.wire.PodRequests.RestoreReply;
import org.computepods.chef.wire.PodRequests.RestoreRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Event;
import org.computepods.rules.Digest;

/**
 * What the core wants done with files where the workspace is: versions compared, outputs put back,
 * files removed that nothing makes any more. Each waits for its pod's answer.
 */
final class HomeFiles {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Household house;
  private final WorkspaceLock lock;

  HomeFiles(Household house, WorkspaceLock lock) {
    this.house = house;
    this.lock = lock;
  }

  Event compare(Command.Compare wanted) throws InterruptedException {
    var versions = wanted.versions().stream().map(Digest::hex).toList();
    try {
      var reply =
          house
              .messenger()
              .ask(
                  house.messenger().subjects().artefactCompare(lock.pod()),
                  new CompareRequest(1, lock.path(), wanted.path().value(), versions),
                  CompareReply.class,
                  PATIENCE);
      return new Event.Compared(
          wanted.question(), reply.sizes(), reply.numbers(), reply.difference());
    } catch (BusException e) {
      house.say().accept("cannot compare versions of " + wanted.path() + ": " + e.getMessage());
      return new Event.Compared(wanted.question(), List.of(), List.of(), "");
    }
  }

  Event restore(Command.Restore wanted) throws InterruptedException {
    var files =
        wanted.outputs().stream().map(f -> house.holdings().located(f, lock.pod())).toList();
    try {
      var reply =
          house
              .messenger()
              .ask(
                  house.messenger().subjects().artefactRestore(lock.pod()),
                  new RestoreRequest(1, lock.path(), lock.epoch(), files, wanted.ours()),
                  RestoreReply.class,
                  PATIENCE);
      if (reply.error() == null && reply.missing().isEmpty()) {
        house.holdings().addAll(reply.outputs(), lock.pod());
      }
      return new Event.Restored(
          wanted.restore(),
          reply.outputs(),
          reply.missing(),
          reply.saved(),
          Optional.ofNullable(reply.error()));
    } catch (BusException e) {
      return notRestored(wanted, String.valueOf(e.getMessage()));
    }
  }

  /** Nothing was put back, for this reason. */
  static Event notRestored(Command.Restore wanted, String why) {
    return new Event.Restored(wanted.restore(), List.of(), List.of(), List.of(), Optional.of(why));
  }

  /** Removes files that still are as told; the answer: those that are gone. */
  List<String> remove(List<FileRef> files) throws InterruptedException {
    try {
      var reply =
          house
              .messenger()
              .ask(
                  house.messenger().subjects().artefactRemove(lock.pod()),
                  new RemoveRequest(1, lock.path(), lock.epoch(), files),
                  RemoveReply.class,
                  PATIENCE);
      if (reply.error() != null) {
        cannotRemove(reply.error());
      }
      return reply.removed();
    } catch (BusException e) {
      cannotRemove(String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  private void cannotRemove(String why) {
    house.say().accept("cannot remove files of " + lock.path() + ": " + why);
  }
}
