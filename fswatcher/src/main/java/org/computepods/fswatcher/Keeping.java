package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import java.util.function.Supplier;
import org.computepods.chef.wire.Synced;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.rules.Digest;

/**
 * Keeps the known tree for the next run, a little at a time, so that nobody waits for it; behind
 * it, up to where it is all that was said. So it tells as much to who follows a run that was killed
 * as to who follows one that ended. Belongs to the workspace's thread.
 */
final class Keeping implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");

  /** Written in one go: some 5 ms. */
  private static final int PORTION_BYTES = 4 << 20;

  /** Bytes overtaken by later words that are no reason to begin the file anew. */
  private static final long WASTE_ALLOWED_BYTES = 4 << 20;

  private final KeptTree file;
  private final KnownTree tree;
  private final EpochAnnouncements announcements;
  private final Digest how;
  private final Supplier<Optional<Synced.Point>> place;

  /** The place that the file ends with. */
  private Optional<Synced.Point> end;

  private boolean begun;
  private boolean failed;

  /**
   * Keeps the tree in this file.
   *
   * @param end the place that the file ends with, if all that it holds counts
   * @param place what the next run is to call the tree as it is known; empty while nobody was told
   */
  Keeping(
      KeptTree file,
      KnownTree tree,
      EpochAnnouncements announcements,
      Digest how,
      Optional<Synced.Point> end,
      Supplier<Optional<Synced.Point>> place) {
    this.end = end;
    this.place = place;
    this.file = file;
    this.how = how;
    this.tree = tree;
    this.announcements = announcements;
  }

  /** Whether there is something to write. */
  boolean due() {
    return !failed && (tree.toKeep() > 0 || !isEnded());
  }

  private boolean isEnded() {
    var now = place.get();
    return now.isEmpty() || now.equals(end);
  }

  /** Writes a portion; the answer: whether more is to be written. */
  boolean portion() {
    if (!due()) {
      return false;
    }
    try {
      if (!begun) {
        begin();
      } else if (file.bytes() > 2 * tree.bytes() + WASTE_ALLOWED_BYTES) {
        beginAnew();
      }
      end = Optional.empty();
      for (long until = file.bytes() + PORTION_BYTES; file.bytes() < until && tree.toKeep() > 0; ) {
        tree.keepNext(file);
      }
      if (tree.toKeep() > 0) {
        return true;
      }
      file.whole();
      end = place.get();
      if (end.isPresent()) {
        file.left(end.get());
      }
      return false;
    } catch (IOException e) {
      failed = true;
      LOG.log(Level.WARNING, "digests are not kept for the next start: {0}", e.getMessage());
      return false;
    }
  }

  private void begin() throws IOException {
    begun = true;
    if (!file.isAsRead()) {
      beginAnew();
      return;
    }
    file.resume();
    file.epoch(announcements.epoch(), how);
  }

  private void beginAnew() throws IOException {
    file.beginAnew();
    file.epoch(announcements.epoch(), how);
    tree.keepAll();
  }

  /** Writes all that is left, and behind it up to which number it is all that was said. */
  @Override
  public void close() {
    while (portion()) {
      // on to the next
    }
    file.close();
  }
}
