package org.computepods.majordomo.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.chef.wire.Magnitude;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.Problem;
import org.computepods.rules.project.RulesManager;

/** What the world tells the core. */
public sealed interface Event {

  /**
   * The state of one file, with what orders two words about it: the later ctime wins.
   *
   * @param magnitude about how large the file is, 0 where that is not known: see {@link Magnitude}
   * @param ctimeNs status change time in nanoseconds; of an absent file: when it was seen to be
   *     gone; 0 where it is not known
   */
  record FileFact(ArtefactPath path, ArtefactState state, int magnitude, long inode, long ctimeNs) {
    /** A file of which it is not told how large it is. */
    public FileFact(ArtefactPath path, ArtefactState state, long inode, long ctimeNs) {
      this(path, state, 0, inode, ctimeNs);
    }
  }

  /** Files changed, in this order. Files outside the workspace come this way too. */
  record FilesChanged(List<FileFact> files) implements Event {}

  /** The whole tree as it is now: what is not named does not exist. */
  record TreeKnown(List<FileFact> files) implements Event {}

  /**
   * A part of the whole tree; changes may be told between two parts. What has not been named since
   * the first part does not exist, once the last has come.
   */
  record TreePart(List<FileFact> files, boolean first, boolean last) implements Event {}

  /**
   * The answer to {@link Command.LoadProject}: how the project's files read now.
   *
   * @param rules what to build by; the rules of old stay where there are problems
   * @param files every file that was read or looked for, with the digest of its text if it was
   *     there; a change of one of them asks for another load
   */
  record ProjectLoaded(
      RulesManager rules, List<Problem> problems, Map<ArtefactPath, Optional<Digest>> files)
      implements Event {}

  /** A person wants something. */
  record BuildAsked(String build, BuildRequest request) implements Event {}

  record BuildCancelled(String build) implements Event {}

  /**
   * All that was changed before the question has been said.
   *
   * @param asked when that was, in ticks of the engine
   * @param stand how the files stand that were to be confirmed, seen after the question; those that
   *     are not watched are left out
   */
  record Synced(String build, long asked, List<String> moving, List<FileFact> stand)
      implements Event {}

  /** It cannot be known what has changed (no watcher, no such folder). */
  record SyncFailed(String build, String message) implements Event {}

  record JobStarted(String job, String pod) implements Event {}

  record JobEnded(BuildResults results) implements Event {}

  /** Nobody can do this job, or nobody has come back in time. */
  record JobImpossible(String job, String reason) implements Event {}

  /** A job waits for somebody who can do it. */
  record JobWaits(String job, String reason) implements Event {}

  /** The answer to {@link Command.Look}; empty where the content was no longer to be had. */
  record Seen(ArtefactPath path, Digest content, String view, Optional<Digest> sight)
      implements Event {}

  /**
   * The answer to {@link Command.Look} where a program looks.
   *
   * @param sight empty where the content was no longer to be had, or the program failed
   * @param lookers the tool, and files that its words name, as they were
   * @param failure why the program told nothing; "" if it did not fail
   */
  record SeenThrough(
      Command.Look look, Optional<Digest> sight, List<FileRef> lookers, String failure)
      implements Event {}

  /**
   * The answer to {@link Command.Compare}.
   *
   * @param sizes of each version, in bytes; -1 where it is no longer to be had
   * @param numbers the one integer in which they differ, of each version; empty where they differ
   *     otherwise
   * @param difference between the first and the last version, for people; "" where it is not known
   * @param text whether it is that of texts
   */
  record Compared(
      String question, List<Long> sizes, List<Long> numbers, String difference, boolean text)
      implements Event {}

  /**
   * The answer to {@link Command.Restore}.
   *
   * @param outputs as they stand now, if all went well
   * @param missing digests that nobody has; then nothing was changed
   * @param error other reasons why nothing was changed
   */
  record Restored(
      String restore,
      List<FileRef> outputs,
      List<String> missing,
      List<FileRef> saved,
      Optional<String> error)
      implements Event {}

  /** The answer to {@link Command.Remove}. */
  record Removed(List<String> paths) implements Event {}

  /** How many jobs all chefs together can run at once. */
  record SlotsChanged(int slots) implements Event {}

  /** Chefs offer other rule sets than before: what was impossible may be possible now. */
  record ChefsChanged() implements Event {}
}
