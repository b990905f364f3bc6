package org.computepods.fswatcher.tree;

import org.computepods.chef.store.FileStat;
import org.computepods.rules.Digest;

/** What a look at a path has shown. */
public sealed interface Sight {
  /** Nothing, or nothing that an artefact could be. */
  record Nothing() implements Sight {}

  /** A folder. */
  record Folder() implements Sight {}

  /** A file that we may not read. */
  record Unreadable(String why) implements Sight {}

  /** A file that changed while it was read. */
  record Moving() implements Sight {}

  /** Something to speak of. */
  sealed interface Present extends Sight {
    FileStat stat();
  }

  /**
   * A file with this content.
   *
   * @param vouched whether the times of {@code stat} were old enough when the file was read, so
   *     that the same stat later means the same content
   */
  record File(FileStat stat, Digest digest, boolean vouched) implements Present {}

  /** A symbolic link. */
  record Link(FileStat stat, String target) implements Present {}

  /** A file that is followed and not read. */
  record Log(FileStat stat) implements Present {}
}
