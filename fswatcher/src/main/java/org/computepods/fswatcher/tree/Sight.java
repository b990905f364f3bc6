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

    /** Whether readers of the file see the same in both. */
    boolean sameAs(Present other);
  }

  /**
   * A file with this content.
   *
   * @param vouched whether the times of {@code stat} were old enough when the file was read, so
   *     that the same stat later means the same content
   */
  record File(FileStat stat, Digest digest, boolean vouched) implements Present {
    @Override
    public boolean sameAs(Present other) {
      return other instanceof File file
          && file.digest.equals(digest)
          && file.stat.executable() == stat.executable();
    }

    /** Whether a file that has this stat now has the same content, without reading it. */
    public boolean vouchesFor(FileStat now) {
      return vouched
          && now.size() == stat.size()
          && now.mtimeNs() == stat.mtimeNs()
          && now.ctimeNs() == stat.ctimeNs()
          && now.inode() == stat.inode()
          && now.mode() == stat.mode();
    }
  }

  /** A symbolic link. */
  record Link(FileStat stat, String target) implements Present {
    @Override
    public boolean sameAs(Present other) {
      return other instanceof Link link && link.target.equals(target);
    }
  }

  /** A file that is followed and not read. */
  record Log(FileStat stat) implements Present {
    @Override
    public boolean sameAs(Present other) {
      return other instanceof Log log
          && log.stat.size() == stat.size()
          && log.stat.mtimeNs() == stat.mtimeNs();
    }
  }
}
