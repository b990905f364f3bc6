package org.computepods.fswatcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.computepods.chef.store.FileStat;
import org.computepods.fswatcher.tree.Sight;
import org.computepods.fswatcher.tree.Survey;
import org.jspecify.annotations.Nullable;

/**
 * The names of each file that has more than one. Who writes it under one name changes it under all,
 * and the system tells of that one only. Takes room for such files alone; belongs to the
 * workspace's thread.
 */
final class HardLinks {
  /** Searching takes one part of the time in so many and one, as long as nobody waits for it. */
  private static final int SEARCH_REST = 20;

  private final KnownTree tree;
  private final Map<Inode, Set<String>> names = new HashMap<>();
  private final Map<String, Inode> inodes = new HashMap<>();

  /** Those that had one name when all but the last of their names became known, as it may be. */
  private final Set<Inode> unsearched = new HashSet<>();

  private long searchAt = Long.MIN_VALUE;

  private record Inode(long device, long number) {
    static Inode of(FileStat stat) {
      return new Inode(stat.device(), stat.inode());
    }
  }

  HardLinks(KnownTree tree) {
    this.tree = tree;
  }

  /**
   * Takes what was found in a folder.
   *
   * @param all whether every folder is gone through, so that no name is missed
   */
  void take(Survey.Found found, boolean all) {
    found.linked().forEach((path, stat) -> enter(path, Inode.of(stat), !all));
  }

  /**
   * Takes what a look at a path has shown; the answer: its other names under which it is known
   * otherwise.
   */
  List<String> seen(String path, Sight sight) {
    Inode before = inodes.get(path);
    return switch (sight) {
      case Sight.Present present when hasSeveral(present.stat()) -> {
        var inode = Inode.of(present.stat());
        var left = inode.equals(before) ? List.<String>of() : left(path, before);
        var others = others(path, enter(path, inode, true), present.stat());
        others.addAll(left);
        yield others;
      }
      // Its other names may be read when it may.
      case Sight.Unreadable _, Sight.Moving _ -> List.of();
      case Sight.Present _, Sight.Nothing _, Sight.Folder _ -> {
        var left = left(path, before);
        leave(path, inodes.remove(path));
        yield left;
      }
    };
  }

  /** The names that a file keeps: it may have been written under the one that it lost. */
  private List<String> left(String path, @Nullable Inode inode) {
    var left = new ArrayList<String>();
    if (inode != null) {
      left.addAll(names.getOrDefault(inode, Set.of()));
      left.remove(path);
    }
    return left;
  }

  static boolean hasSeveral(FileStat stat) {
    return stat.links() > 1 && stat.regular();
  }

  private Set<String> enter(String path, Inode inode, boolean search) {
    Inode before = inodes.put(path, inode);
    if (!inode.equals(before)) {
      leave(path, before);
    }
    var all = names.get(inode);
    if (all == null) {
      all = new TreeSet<>();
      names.put(inode, all);
      if (search) {
        unsearched.add(inode);
      }
    }
    all.add(path);
    return all;
  }

  private void leave(String path, @Nullable Inode inode) {
    var left = inode == null ? null : names.get(inode);
    if (left != null && left.remove(path) && left.isEmpty()) {
      names.remove(inode);
      unsearched.remove(inode);
    }
  }

  private List<String> others(String path, Set<String> all, FileStat stat) {
    var otherwise = new ArrayList<String>();
    for (String other : all) {
      var known = other.equals(path) ? null : tree.known(other);
      if (!other.equals(path) && (known == null || !known.isOf(stat))) {
        otherwise.add(other);
      }
    }
    return otherwise;
  }

  /** When {@link #search} is to be called though nobody waits. */
  long searchAt() {
    return unsearched.isEmpty() ? Long.MAX_VALUE : searchAt;
  }

  /**
   * Names of files that had no other when they were last looked at, and seem to have one now: to be
   * looked at.
   */
  List<String> search() {
    if (unsearched.isEmpty()) {
      return List.of();
    }
    long began = System.nanoTime();
    long[] numbers = unsearched.stream().mapToLong(Inode::number).sorted().toArray();
    unsearched.clear();
    var found = tree.withInodes(numbers);
    // What is known by its device is none of them, or is among them.
    found.removeIf(inodes::containsKey);
    long now = System.nanoTime();
    searchAt = now + SEARCH_REST * (now - began);
    return found;
  }

  /** How many names are remembered. */
  int size() {
    return inodes.size();
  }
}
