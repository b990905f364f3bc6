package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
import org.computepods.chef.wire.PodRequests.WrittenReply;
import org.computepods.chef.wire.PodRequests.WrittenRequest;
import org.computepods.majordomo.core.Command;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Memory;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;

/**
 * What the core wants done with files where the workspace is: versions compared, outputs put back,
 * files removed that nothing makes any more. Each waits for its pod's answer.
 */
final class HomeFiles {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** Files in one answer of what was written: half a megabyte, as messages are small. */
  private static final int PAGE = 2_000;

  private final Household house;
  private final WorkspaceLock lock;

  HomeFiles(Household house, WorkspaceLock lock) {
    this.house = house;
    this.lock = lock;
  }

  /**
   * Files of which the notes of the workspace say that jobs wrote them, and a MajorDomo who
   * remembers this much does not know it: one that has lost its home, or what it had heard last.
   */
  List<Memory> written(List<Memory> remembered) throws InterruptedException {
    var known = new HashSet<ArtefactPath>();
    for (Memory each : remembered) {
      if (each instanceof Memory.Wrote(var path, _, _, _)) {
        known.add(path);
      }
    }
    var written = new ArrayList<Memory>();
    try {
      // Who remembers anything is behind by less than a page.
      int pages = known.isEmpty() ? Integer.MAX_VALUE : 1;
      boolean more = true;
      for (int page = 0; more && page < pages; page++) {
        var told = written(page * PAGE);
        for (int i = 0; i < told.files().size(); i++) {
          FileRef ref = told.files().get(i);
          String task = told.tasks().get(i);
          FileFacts.of(ref.path(), ref)
              .filter(file -> known.add(file.path()))
              .ifPresent(file -> written.add(Memory.Wrote.by(task, file.path(), file.state())));
        }
        more = told.files().size() == PAGE;
      }
    } catch (BusException e) {
      house.say().accept("what was written in " + lock.path() + " is not known: " + e.getMessage());
    }
    return written;
  }

  private WrittenReply written(int from) throws BusException, InterruptedException {
    var reply =
        house
            .messenger()
            .ask(
                house.messenger().subjects().artefactWritten(lock.pod()),
                new WrittenRequest(1, lock.path(), from, PAGE),
                WrittenReply.class,
                PATIENCE);
    if (reply.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, reply.error());
    }
    return reply;
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
          wanted.question(), reply.sizes(), reply.numbers(), reply.difference(), reply.text());
    } catch (BusException e) {
      house.say().accept("cannot compare versions of " + wanted.path() + ": " + e.getMessage());
      return new Event.Compared(wanted.question(), List.of(), List.of(), "", false);
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
                  new RestoreRequest(
                      1, lock.path(), lock.epoch(), files, wanted.ours(), wanted.undeclared()),
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

  /** Removes files that still are as told; where that is refused, all of them have failed. */
  RemoveReply remove(List<FileRef> files) throws InterruptedException {
    try {
      var reply =
          house
              .messenger()
              .ask(
                  house.messenger().subjects().artefactRemove(lock.pod()),
                  new RemoveRequest(1, lock.path(), lock.epoch(), files),
                  RemoveReply.class,
                  PATIENCE);
      String error = reply.error();
      if (error == null) {
        return reply;
      }
      house.say().accept(cannotRemove(error));
      return reply.failed().isEmpty() ? noneRemoved(files, error) : reply;
    } catch (BusException e) {
      house.say().accept(cannotRemove(String.valueOf(e.getMessage())));
      return noneRemoved(files, String.valueOf(e.getMessage()));
    }
  }

  private String cannotRemove(String why) {
    return "cannot remove files of " + lock.path() + ": " + why;
  }

  private static RemoveReply noneRemoved(List<FileRef> files, String why) {
    return new RemoveReply(1, List.of(), files.stream().map(FileRef::path).toList(), why);
  }
}
