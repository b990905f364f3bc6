package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Whether a version-control tool is at work in a workspace, as its lock tells: git's, of the
 * repository that the workspace is, lies in or holds a worktree of; Mercurial's. Belongs to the
 * workspace's thread.
 *
 * <p>Nothing is watched for it: who is about to look at files asks first, for a stat or two.
 */
final class VersionControl {
  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");

  /** So often repositories are looked for anew. */
  private static final long FOUND_ANEW_NS = TimeUnit.SECONDS.toNanos(5);

  private static final String POINTER = "gitdir:";

  private final Path root;
  private final long waitNs;
  private List<Path> locks = List.of();
  private long foundUntil = Long.MIN_VALUE;
  private boolean held;
  private long heldSince;
  private boolean complained;

  /**
   * @param wait how long a lock holds: who died left his behind
   */
  VersionControl(Path root, Duration wait) {
    this.root = root;
    this.waitNs = wait.toNanos();
  }

  /**
   * @param now of the monotonic clock
   */
  boolean atWork(long now) {
    if (now >= foundUntil) {
      locks = find();
      foundUntil = now + FOUND_ANEW_NS;
    }
    for (Path lock : locks) {
      if (Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
        return holds(lock, now);
      }
    }
    held = false;
    complained = false;
    return false;
  }

  private boolean holds(Path lock, long now) {
    if (!held) {
      held = true;
      heldSince = now;
    }
    if (now - heldSince < waitNs && ageMs(lock) < TimeUnit.NANOSECONDS.toMillis(waitNs)) {
      return true;
    }
    if (!complained) {
      complained = true;
      LOG.log(Level.WARNING, "{0} was left behind, it seems: nothing waits for it any more", lock);
    }
    return false;
  }

  private static long ageMs(Path lock) {
    try {
      return System.currentTimeMillis()
          - Files.getLastModifiedTime(lock, LinkOption.NOFOLLOW_LINKS).toMillis();
    } catch (IOException gone) {
      return 0;
    }
  }

  // Where locks are --------------------------------------------------------------------------

  private List<Path> find() {
    var found = new ArrayList<Path>();
    for (Path folder = root; folder != null; folder = folder.getParent()) {
      Path git = folder.resolve(".git");
      if (Files.isDirectory(git)) {
        found.add(git.resolve("index.lock"));
        worktreesOf(git, found);
        break;
      }
      if (Files.isRegularFile(git)) {
        pointedAt(git, folder, found);
        break;
      }
      if (Files.isDirectory(folder.resolve(".hg"))) {
        found.add(folder.resolve(".hg/wlock"));
        break;
      }
    }
    return found;
  }

  /** A worktree or a submodule names its folder in the repository. */
  private static void pointedAt(Path pointer, Path folder, List<Path> found) {
    try {
      String text = Files.readString(pointer).strip();
      if (text.startsWith(POINTER)) {
        found.add(folder.resolve(text.substring(POINTER.length()).strip()).resolve("index.lock"));
      }
    } catch (IOException unreadable) {
      // Then it is none of git's.
    }
  }

  /** The repository's worktrees, those that lie in the workspace. */
  private void worktreesOf(Path git, List<Path> found) {
    Path worktrees = git.resolve("worktrees");
    if (!Files.isDirectory(worktrees)) {
      return;
    }
    try (DirectoryStream<Path> each = Files.newDirectoryStream(worktrees)) {
      for (Path worktree : each) {
        Path at = worktree.resolve(Files.readString(worktree.resolve("gitdir")).strip());
        if (at.normalize().startsWith(root)) {
          found.add(worktree.resolve("index.lock"));
        }
      }
    } catch (IOException | RuntimeException beingMade) {
      // It is found the next time.
    }
  }
}
