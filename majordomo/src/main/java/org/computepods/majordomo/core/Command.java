package org.computepods.majordomo.core;

import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;

/** What the core asks of the world. Each names the event that answers it. */
public sealed interface Command {

  /**
   * Say what has changed until now, inside and outside the workspace; answered by {@link
   * Event.Synced}.
   *
   * @param asked when, in ticks of the engine
   * @param confirm files of which it is to be said in any case how they stand
   * @param toolPath the {@code PATH} of who asked for the build
   */
  record Sync(String build, long asked, List<ArtefactPath> confirm, Optional<String> toolPath)
      implements Command {}

  /** Read the project's files again; answered by {@link Event.ProjectLoaded}. */
  record LoadProject() implements Command {}

  /**
   * See a content through a view; answered by {@link Event.Seen}, or {@link Event.SeenThrough}
   * where the view is a program.
   */
  record Look(ArtefactPath path, Digest content, String view) implements Command {}

  /** Nobody waits for this look any more: its program is killed, and nothing is answered. */
  record GiveUpLook(Look look) implements Command {}

  /**
   * Find a chef for a job and have it done; answered by {@link Event.JobStarted} and {@link
   * Event.JobEnded}, or by {@link Event.JobImpossible}. The shell fills in what the core does not
   * know: {@code majordomo}, {@code workspace}, {@code home}, {@code epoch} and the {@code pods} of
   * inputs. A job marked {@code scratch} is a replay: nothing that it makes comes into the
   * workspace.
   *
   * @param waitS seconds to wait for a chef that is known but away
   */
  record Start(BuildFrom job, int waitS) implements Command {}

  /** Kill a job; answered by {@link Event.JobEnded} with {@code CANCELLED}. */
  record Cancel(String job) implements Command {}

  /**
   * Say how versions of one artefact differ, the oldest first; answered by {@link Event.Compared}.
   */
  record Compare(String question, ArtefactPath path, List<Digest> versions) implements Command {}

  /**
   * Put contents back in place; answered by {@link Event.Restored}.
   *
   * @param ours for each output the digest that we last wrote there, or nothing
   * @param undeclared those outputs that no task declares
   */
  record Restore(String restore, List<FileRef> outputs, List<String> ours, List<String> undeclared)
      implements Command {}

  /** Remove files that we made and nobody changed; answered by {@link Event.Removed}. */
  record Remove(List<FileRef> files) implements Command {}

  /** Let whoever follows the build know; the last of a build is of kind {@code ended}. */
  record Tell(BuildEvent event) implements Command {}

  /** Write this down for the next life. Nothing waits for it. */
  record Note(Memory memory) implements Command {}
}
