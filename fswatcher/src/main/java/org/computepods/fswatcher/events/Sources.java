package org.computepods.fswatcher.events;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.computepods.chef.wire.Synced;

/** Opens the source of notices that suits this system. */
@FunctionalInterface
public interface Sources {
  /** inotify on Linux, directory-watcher elsewhere; where that is not to be had, none. */
  Sources BEST =
      (root, skipped, batchesMax) -> {
        try {
          return System.getProperty("os.name").equals("Linux")
              ? new InotifySource(root, batchesMax)
              : new DirectoryWatcherSource(root, skipped, batchesMax);
        } catch (LimitReached e) {
          return new NoSource(root, e.limit().reached());
        } catch (IOException e) {
          return new NoSource(
              root, new Synced.Trouble(String.valueOf(e.getMessage()), "cpCtrl doctor"));
        }
      };

  /** The directory-watcher library, whatever the system. */
  Sources DIRECTORY_WATCHER =
      (root, skipped, batchesMax) -> new DirectoryWatcherSource(root, skipped, batchesMax);

  /**
   * A source for a workspace.
   *
   * @param skipped folders in which nothing counts
   * @param batchesMax batches of events that may wait before some are lost
   */
  EventSource open(Path root, Predicate<String> skipped, int batchesMax) throws IOException;
}
