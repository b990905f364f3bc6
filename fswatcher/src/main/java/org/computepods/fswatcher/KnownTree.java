package org.computepods.fswatcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.computepods.chef.store.FileStat;
import org.computepods.fswatcher.tree.FolderListing;
import org.computepods.fswatcher.tree.Sight;
import org.computepods.fswatcher.tree.WatchFilter;
import org.jspecify.annotations.Nullable;

/**
 * The files of a workspace as they were last seen, and which of them the epoch has heard of. It
 * announces what is new in a sight, and compares folders with what it knows. Belongs to the
 * workspace's thread.
 */
final class KnownTree {
  private final Path root;
  private final WatchFilter filter;
  private final EpochAnnouncements announcements;
  private final TreeMap<String, Entry> files = new TreeMap<>();
  private Map<String, Sight.File> kept;
  private boolean changed;

  private static final class Entry {
    Sight.Present sight;
    boolean announced;

    Entry(Sight.Present sight) {
      this.sight = sight;
    }
  }

  /** What a comparison of one folder found. */
  record Compared(List<String> folders, FolderListing listing) {}

  /** A tree of which nothing is known but what an earlier run kept. */
  KnownTree(
      Path root,
      WatchFilter filter,
      EpochAnnouncements announcements,
      Map<String, Sight.File> kept) {
    this.root = root;
    this.filter = filter;
    this.announcements = announcements;
    this.kept = kept;
  }

  /** Takes what was seen at a path, and announces it if readers would see a difference. */
  void seen(String path, Sight sight) throws InterruptedException {
    var entry = files.get(path);
    if (sight instanceof Sight.Present now) {
      if (entry == null) {
        entry = new Entry(now);
        files.put(path, entry);
      }
      changed |= !entry.sight.equals(now) || !entry.announced;
      boolean same = entry.announced && entry.sight.sameAs(now);
      entry.sight = now;
      if (!same) {
        announce(path, entry);
      }
    } else if (entry != null && !(sight instanceof Sight.Moving)) {
      files.remove(path);
      changed = true;
      if (entry.announced) {
        announcements.say(path, EpochAnnouncements.DELETED, null);
      }
    }
  }

  /** Announces the last known state of a path that the epoch has not heard of yet. */
  void announceOnce(String path) throws InterruptedException {
    var entry = files.get(path);
    if (entry != null && !entry.announced) {
      announce(path, entry);
    }
  }

  private void announce(String path, Entry entry) throws InterruptedException {
    String kind = entry.announced ? EpochAnnouncements.MODIFIED : EpochAnnouncements.CREATED;
    entry.announced = true;
    announcements.say(
        path, entry.sight instanceof Sight.Log ? EpochAnnouncements.LOG : kind, entry.sight);
  }

  /** A new epoch has heard of nothing. */
  void forgetAnnounced() {
    files.values().forEach(entry -> entry.announced = false);
  }

  /** All files known. */
  List<String> paths() {
    return List.copyOf(files.keySet());
  }

  /** All files known below a folder. */
  List<String> below(String folder) {
    return folder.isEmpty()
        ? paths()
        : List.copyOf(files.subMap(folder + "/", folder + "0").keySet());
  }

  @Nullable Sight known(String path) {
    var entry = files.get(path);
    return entry == null ? null : entry.sight;
  }

  int size() {
    return files.size();
  }

  /** What an earlier run kept has served its purpose. */
  void forgetKept() {
    kept = Map.of();
  }

  /** The files whose stat vouches for them; null if nothing has changed since the last call. */
  @Nullable Map<String, Sight.File> toKeep() {
    if (!changed) {
      return null;
    }
    changed = false;
    var vouched = new HashMap<String, Sight.File>();
    files.forEach(
        (path, entry) -> {
          if (entry.sight instanceof Sight.File file && file.vouched()) {
            vouched.put(path, file);
          }
        });
    return vouched;
  }

  /** Whether {@link #toKeep} has something new. */
  boolean changed() {
    return changed;
  }

  /**
   * Compares one folder with what is known of it. Each file that may differ goes to {@code
   * differs}; the folders inside that count are for the caller to compare.
   */
  Compared compare(String folder, Consumer<String> differs) throws InterruptedException {
    var listing = FolderListing.of(folder.isEmpty() ? root : root.resolve(folder));
    var folders = new ArrayList<String>();
    if (!(listing instanceof FolderListing.Listed(var items))) {
      below(folder).forEach(differs);
      return new Compared(folders, listing);
    }
    String prefix = folder.isEmpty() ? "" : folder + "/";
    Set<String> names = HashSet.newHashSet(items.size());
    for (var item : items) {
      String path = prefix + item.name();
      if (item.stat().directory()) {
        if (!filter.skipsFolder(path)) {
          folders.add(path);
          names.add(item.name() + "/");
        }
      } else if (filter.counts(path)) {
        names.add(item.name());
        compareFile(path, item.stat(), differs);
      }
    }
    vanished(prefix, names).forEach(differs);
    return new Compared(folders, listing);
  }

  /** What a comparison of a folder that is not there finds. */
  Compared gone(String folder, Consumer<String> differs) {
    below(folder).forEach(differs);
    return new Compared(List.of(), new FolderListing.Gone());
  }

  private void compareFile(String path, FileStat stat, Consumer<String> differs)
      throws InterruptedException {
    var known = files.get(path);
    if (known != null) {
      if (!(known.sight instanceof Sight.File file && file.vouchesFor(stat))) {
        differs.accept(path);
      }
    } else if (stat.regular() || stat.link()) {
      var before = kept.get(path);
      if (before != null && before.vouchesFor(stat) && !filter.isLog(path)) {
        seen(path, before);
      } else {
        differs.accept(path);
      }
    }
  }

  /**
   * The known files of a folder that are not among these names, and those in folders that are not.
   */
  private List<String> vanished(String prefix, Set<String> names) {
    var vanished = new ArrayList<String>();
    String key = files.ceilingKey(prefix);
    while (key != null && key.startsWith(prefix)) {
      int slash = key.indexOf('/', prefix.length());
      String name = key.substring(prefix.length(), slash < 0 ? key.length() : slash + 1);
      boolean there = names.contains(name);
      if (!there) {
        vanished.add(key);
      }
      // Whole folders that are there are for the caller to compare: skip them in one step.
      key =
          there && slash >= 0
              ? files.ceilingKey(key.substring(0, slash) + "0")
              : files.higherKey(key);
    }
    return vanished;
  }
}
