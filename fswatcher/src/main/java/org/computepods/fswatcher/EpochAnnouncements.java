package org.computepods.fswatcher;

import java.util.concurrent.CompletableFuture;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.Synced;
import org.computepods.fswatcher.tree.Sight;

/**
 * The numbered announcements of one workspace: an epoch, and in it numbers from 1 without a gap.
 * Belongs to the workspace's thread.
 */
final class EpochAnnouncements {
  static final String CREATED = "created";
  static final String MODIFIED = "modified";
  private static final String DELETED = "deleted";
  static final String LOG = "log";

  private static final int VERSION = 1;

  private final String workspace;
  private final Announcer announcer;
  private long epoch;
  private long seq;

  EpochAnnouncements(String workspace, Announcer announcer, long epochBefore) {
    this.workspace = workspace;
    this.announcer = announcer;
    this.epoch = epochBefore;
  }

  /**
   * Begins an epoch. Its number is later than any before, also of a run whose count was lost:
   * therefore the time, where that is later than the count.
   */
  void begin(long nowMillis) {
    epoch = Math.max(epoch + 1, nowMillis);
    seq = 0;
  }

  /**
   * @param atNs when it was seen to be gone, in the place of a time that only files have
   */
  void sayDeleted(String path, long atNs) throws InterruptedException {
    announcer.announce(
        new FileChanged(
            VERSION, workspace, path, DELETED, null, null, 0, 0, atNs, 0, false, epoch, ++seq));
  }

  void say(String path, String kind, Sight.Present present) throws InterruptedException {
    var stat = present.stat();
    announcer.announce(
        new FileChanged(
            VERSION,
            workspace,
            path,
            kind,
            present instanceof Sight.File file ? file.digest().hex() : null,
            present instanceof Sight.Link link ? link.target() : null,
            stat.size(),
            stat.mtimeNs(),
            stat.ctimeNs(),
            stat.inode(),
            present instanceof Sight.File file && file.stat().executable(),
            epoch,
            ++seq));
  }

  CompletableFuture<Void> stored() throws InterruptedException {
    return announcer.stored();
  }

  Synced.Point point() {
    return new Synced.Point(epoch, seq);
  }

  long epoch() {
    return epoch;
  }

  long seq() {
    return seq;
  }
}
