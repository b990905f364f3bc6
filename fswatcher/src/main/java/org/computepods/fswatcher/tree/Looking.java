package org.computepods.fswatcher.tree;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.jspecify.annotations.Nullable;

/** A look at a path: stat, hash, stat, unless its stat is one we know. */
public final class Looking {
  private final Path root;
  private final InstantSource clock;

  /** Looks at what lies in the workspace at {@code root}. */
  public Looking(Path root, InstantSource clock) {
    this.root = root;
    this.clock = clock;
  }

  /** Whether a path leads through folders only: what lies behind a link has another name. */
  public boolean reaches(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (!Files.isDirectory(root.resolve(path.substring(0, slash)), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  /** The wall clock, in nanoseconds since 1970. */
  public long nowNs() {
    var now = clock.instant();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  /**
   * What is there now.
   *
   * @param before what is known of it, else null
   */
  public Sight at(String path, @Nullable Known before, boolean log) {
    try {
      Path file = root.resolve(path);
      var found = FileStat.of(file);
      if (found.isEmpty()) {
        return new Sight.Nothing();
      }
      var stat = found.get();
      if (stat.directory()) {
        return new Sight.Folder();
      }
      if (stat.link()) {
        return new Sight.Link(stat, Files.readSymbolicLink(file).toString());
      }
      if (!stat.regular()) {
        return new Sight.Nothing();
      }
      if (log) {
        return new Sight.Log(stat);
      }
      if (before != null && before.vouchesFor(stat)) {
        return new Sight.File(stat, before.digest(), true);
      }
      long newestVouched = TimeUnit.MILLISECONDS.toNanos(clock.millis() - Hashing.VOUCHES_AFTER_MS);
      var digest = Hashing.hash(file, stat);
      var after = FileStat.of(file);
      if (after.isEmpty() || !after.get().equals(stat)) {
        return new Sight.Moving();
      }
      return new Sight.File(
          stat, digest, stat.mtimeNs() < newestVouched && stat.ctimeNs() < newestVouched);
    } catch (NoSuchFileException vanished) {
      return new Sight.Moving();
    } catch (AccessDeniedException e) {
      return new Sight.Unreadable("permission denied");
    } catch (FileSystemException e) {
      return String.valueOf(e.getReason()).contains("Too many levels of symbolic links")
          ? new Sight.Nothing() // by way of a link in the place of a folder
          : new Sight.Unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new Sight.Unreadable(String.valueOf(e.getMessage()));
    } catch (InvalidPathException e) {
      return new Sight.Unreadable("a name that is no text");
    }
  }
}
