package org.computepods.fswatcher.tree;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.store.Hashing;
import org.jspecify.annotations.Nullable;

/**
 * Looks at whole folders: what differs from what is known of one, and, for a first look, what is
 * there now. Safe for any number of threads, each with a folder of its own.
 */
public final class Survey {
  private final Path root;
  private final WatchFilter filter;
  private final InstantSource clock;

  /** A survey of the workspace at {@code root}. */
  public Survey(Path root, WatchFilter filter, InstantSource clock) {
    this.root = root;
    this.filter = filter;
    this.clock = clock;
  }

  /**
   * What was found in a folder.
   *
   * @param failed why it could not be read, if it could not
   * @param folders paths of the folders in it that count
   * @param differs paths of files to be looked at one by one
   * @param files its files now, if they were read and are others than before
   * @param targets where the links among them lead
   */
  public record Found(
      String folder,
      Optional<Unlisted> failed,
      List<String> folders,
      List<String> differs,
      Optional<KnownFolder> files,
      Map<String, String> targets) {}

  /** Compares a folder with what is known of it, and reads nothing but its entries. */
  public Found compare(String folder, @Nullable KnownFolder known) {
    return survey(folder, known, false);
  }

  /** Compares a folder with what is known of it, and reads what may differ. */
  public Found read(String folder, @Nullable KnownFolder known) {
    return survey(folder, known, true);
  }

  private Found survey(String folder, @Nullable KnownFolder known, boolean reading) {
    var walk = new Walk(folder, known == null ? new KnownFolder(0) : known, reading);
    try (var open = OpenFolder.of(folder.isEmpty() ? root : root.resolve(folder))) {
      return walk.through(open);
    } catch (IOException | DirectoryIteratorException | IllegalStateException e) {
      return new Found(
          folder,
          Optional.of(Unlisted.failed(e)),
          List.of(),
          List.of(),
          Optional.empty(),
          Map.of());
    }
  }

  /** One folder while it is gone through. */
  private final class Walk {
    private final String folder;
    private final String prefix;
    private final KnownFolder known;
    private final boolean reading;
    private final List<String> folders = new ArrayList<>();
    private final List<String> differs = new ArrayList<>();
    private final Map<String, String> targets = new HashMap<>();
    private boolean changed;

    Walk(String folder, KnownFolder known, boolean reading) {
      this.folder = folder;
      this.prefix = folder.isEmpty() ? "" : folder + "/";
      this.known = known;
      this.reading = reading;
    }

    Found through(OpenFolder open) throws IOException {
      var items = open.items();
      var files = new KnownFolder(reading ? items.size() : 0);
      boolean[] there = new boolean[known.size()];
      for (var item : items) {
        String path = prefix + item.name();
        if (item.stat().directory()) {
          if (!filter.skipsFolder(path)) {
            folders.add(path);
          }
        } else if (filter.counts(path)) {
          int at = known.find(item.utf8());
          if (at >= 0) {
            there[at] = true;
          }
          file(open, item, path, at, files);
        }
      }
      vanished(there);
      if (!changed) {
        return new Found(folder, Optional.empty(), folders, differs, Optional.empty(), targets);
      }
      files.trim();
      return new Found(folder, Optional.empty(), folders, differs, Optional.of(files), targets);
    }

    private void file(OpenFolder open, FolderItem item, String path, int at, KnownFolder files)
        throws IOException {
      boolean vouched = at >= 0 && known.vouches(at, item.stat()) && !filter.isLog(path);
      if (!reading) {
        if (!vouched && (at >= 0 || item.stat().regular() || item.stat().link())) {
          differs.add(path);
        }
        return;
      }
      if (vouched) {
        files.put(item.utf8(), known.get(at));
        return;
      }
      var seen = look(open, item, path);
      if (seen.isEmpty()) {
        if (at >= 0) {
          files.put(item.utf8(), known.get(at));
        }
        return;
      }
      var now = Known.of(seen.get());
      changed |= at < 0 || !known.get(at).equals(now);
      files.put(item.utf8(), now);
      if (seen.get() instanceof Sight.Link link) {
        targets.put(path, link.target());
      }
    }

    private void vanished(boolean[] there) {
      for (int i = 0; i < there.length; i++) {
        if (!there[i]) {
          changed = true;
          if (!reading) {
            differs.add(prefix + known.text(i));
          }
        }
      }
      changed &= reading;
    }

    /** What stands there; empty where that is nothing, or must be looked at once more. */
    private Optional<Sight.Present> look(OpenFolder open, FolderItem item, String path)
        throws IOException {
      var stat = item.stat();
      if (stat.link()) {
        return Optional.of(
            new Sight.Link(stat, Files.readSymbolicLink(root.resolve(path)).toString()));
      }
      if (!stat.regular()) {
        return Optional.empty();
      }
      if (filter.isLog(path)) {
        return Optional.of(new Sight.Log(stat));
      }
      try {
        long newest = TimeUnit.MILLISECONDS.toNanos(clock.millis() - Hashing.VOUCHES_AFTER_MS);
        var digest = open.hash(item);
        if (open.unchanged(item)) {
          boolean vouched = stat.mtimeNs() < newest && stat.ctimeNs() < newest;
          return Optional.of(new Sight.File(stat, digest, vouched));
        }
      } catch (IOException movedOrForbidden) {
        // The look that follows tells which.
      }
      differs.add(path);
      return Optional.empty();
    }
  }
}
