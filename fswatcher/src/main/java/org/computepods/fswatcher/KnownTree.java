package org.computepods.fswatcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.computepods.chef.wire.FileRef;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.Known;
import org.computepods.fswatcher.tree.KnownFolder;
import org.computepods.fswatcher.tree.Sight;
import org.computepods.fswatcher.tree.Survey;
import org.jspecify.annotations.Nullable;

/**
 * The files of a workspace as they were last seen. It announces what is new in a sight, once
 * somebody may have asked what there is. Belongs to the workspace's thread.
 */
final class KnownTree {
  private final EpochAnnouncements announcements;
  private final TreeMap<String, KnownFolder> folders;
  private final Map<String, String> targets;
  private final TreeSet<String> toKeep = new TreeSet<>();
  private int size;
  private long bytes;
  private boolean telling;

  /** Whether any file was found otherwise than it was kept, before differences were announced. */
  private boolean foundOtherwise;

  /** A tree that begins with what an earlier run kept. */
  KnownTree(EpochAnnouncements announcements, KeptTree.Kept kept) {
    this.announcements = announcements;
    this.folders = kept.folders();
    this.targets = new HashMap<>(kept.targets());
    for (var folder : folders.values()) {
      size += folder.size();
      bytes += folder.bytes();
    }
  }

  /** From now on every difference is announced; until then nobody knows what it differs from. */
  void tell() {
    telling = true;
  }

  /** Whether whoever asked has been told all, so that what is known is what was said. */
  boolean tells() {
    return telling;
  }

  /** Whether every file was found as the run before had kept it. */
  boolean wasFoundAsKept() {
    return telling && !foundOtherwise;
  }

  /**
   * Takes what was seen at a path, and announces it if readers would see a difference.
   *
   * @param atNs wall clock, when the look began: what is gone was gone then, whatever came since
   */
  void seen(String path, Sight sight, long atNs) throws InterruptedException {
    if (sight instanceof Sight.Present now) {
      var known = Known.of(now);
      var before = known(path);
      if (known.equals(before)) {
        return;
      }
      put(path, known);
      foundOtherwise |= !telling && (before == null || !known.isUntouched(before));
      if (now instanceof Sight.Link link) {
        targets.put(path, link.target());
      } else if (before != null && before.kind() == Known.Kind.LINK) {
        targets.remove(path);
      }
      if (telling && (before == null || !before.sameAs(known))) {
        String kind = before == null ? EpochAnnouncements.CREATED : EpochAnnouncements.MODIFIED;
        announcements.say(path, now instanceof Sight.Log ? EpochAnnouncements.LOG : kind, now);
      }
    } else if (!(sight instanceof Sight.Moving) && remove(path)) {
      foundOtherwise |= !telling;
      if (telling) {
        announcements.sayDeleted(path, atNs);
      }
    }
  }

  private void put(String path, Known known) {
    var folder = folders.computeIfAbsent(folderOf(path), _ -> new KnownFolder(1));
    size -= folder.size();
    bytes -= folder.bytes();
    folder.put(nameOf(path), known);
    size += folder.size();
    bytes += folder.bytes();
    toKeep.add(folderOf(path));
  }

  private boolean remove(String path) {
    String name = folderOf(path);
    var folder = folders.get(name);
    if (folder == null || folder.find(nameOf(path)) < 0) {
      return false;
    }
    folder.remove(nameOf(path));
    size--;
    if (folder.size() == 0) {
      folders.remove(name);
      bytes -= folder.bytes();
    }
    targets.remove(path);
    toKeep.add(name);
    return true;
  }

  /** Takes a whole folder as a first look found it; nothing is announced of it. */
  void take(Survey.Found found) {
    found
        .files()
        .ifPresent(
            files -> {
              var before = folders.getOrDefault(found.folder(), new KnownFolder(0));
              foundOtherwise |= !files.isUntouched(before);
              forget(found.folder());
              if (files.size() > 0) {
                folders.put(found.folder(), files);
                size += files.size();
                bytes += files.bytes();
              }
              toKeep.add(found.folder());
            });
    targets.putAll(found.targets());
  }

  private void forget(String folder) {
    var files = folders.remove(folder);
    if (files != null) {
      size -= files.size();
      bytes -= files.bytes();
    }
  }

  /** Forgets a folder that a first look did not find, and all below it. */
  void forgetAll(String folder) {
    foundOtherwise = true;
    forget(folder);
    toKeep.add(folder);
    for (String below : List.copyOf(foldersBelow(folder).keySet())) {
      forget(below);
      toKeep.add(below);
    }
  }

  private Map<String, KnownFolder> foldersBelow(String folder) {
    return folder.isEmpty() ? folders : folders.subMap(folder + "/", folder + "0");
  }

  /** The folders, by name; for whoever shares the thread. */
  NavigableMap<String, KnownFolder> folders() {
    return folders;
  }

  /** How a file stands as it was last seen. */
  FileRef standing(String path) {
    var known = known(path);
    if (known == null) {
      return new FileRef(path, null, false, null, 0, 0, 0, List.of());
    }
    boolean link = known.kind() == Known.Kind.LINK;
    return new FileRef(
        path,
        link ? null : known.digest().hex(),
        known.executable(),
        link ? target(path) : null,
        0,
        known.inode(),
        known.ctimeNs(),
        List.of());
  }

  /** Where the link at this path leads. */
  String target(String path) {
    return targets.getOrDefault(path, "");
  }

  @Nullable KnownFolder folder(String folder) {
    return folders.get(folder);
  }

  /** All files known in a folder and below it. */
  List<String> below(String folder) {
    var paths = new ArrayList<String>();
    var own = folders.get(folder);
    if (own != null && !folder.isEmpty()) {
      own.forEach(i -> paths.add(folder + "/" + own.text(i)));
    }
    foldersBelow(folder)
        .forEach(
            (name, files) -> {
              String prefix = name.isEmpty() ? "" : name + "/";
              files.forEach(i -> paths.add(prefix + files.text(i)));
            });
    return paths;
  }

  /** All files that have one of these inodes, which are in order. */
  List<String> withInodes(long[] numbers) {
    var paths = new ArrayList<String>();
    folders.forEach(
        (name, files) -> {
          String prefix = name.isEmpty() ? "" : name + "/";
          files.forEachOf(numbers, i -> paths.add(prefix + files.text(i)));
        });
    return paths;
  }

  /** The folders directly in this one of which something is known and that are not among these. */
  List<String> missing(String folder, Set<String> there) {
    var missing = new ArrayList<String>();
    String prefix = folder.isEmpty() ? "" : folder + "/";
    String key = folders.higherKey(prefix);
    while (key != null && key.startsWith(prefix)) {
      int slash = key.indexOf('/', prefix.length());
      String child = slash < 0 ? key : key.substring(0, slash);
      if (!there.contains(child) && (missing.isEmpty() || !missing.getLast().equals(child))) {
        missing.add(child);
      }
      // "a" comes before "a-b", and that before "a/b"; behind "a/" all of "a" has been seen to.
      key = slash < 0 ? folders.higherKey(key) : folders.ceilingKey(child + "0");
    }
    return missing;
  }

  @Nullable Known known(String path) {
    var folder = folders.get(folderOf(path));
    int at = folder == null ? -1 : folder.find(nameOf(path));
    return folder == null || at < 0 ? null : folder.get(at);
  }

  int size() {
    return size;
  }

  /** Bytes of the heap that the files take, roughly. */
  long bytes() {
    return bytes;
  }

  private static String folderOf(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  private static byte[] nameOf(String path) {
    return path.substring(path.lastIndexOf('/') + 1).getBytes(UTF_8);
  }

  // Kept -------------------------------------------------------------------------------------

  /** Folders that have changed since they were last kept. */
  int toKeep() {
    return toKeep.size();
  }

  /** All are to be kept again. */
  void keepAll() {
    toKeep.clear();
    toKeep.addAll(folders.keySet());
  }

  /** Keeps one of them. */
  void keepNext(KeptTree file) throws IOException {
    String name = toKeep.removeFirst();
    var files = folders.getOrDefault(name, new KnownFolder(0));
    var links = new HashMap<String, String>();
    String prefix = name.isEmpty() ? "" : name + "/";
    if (!targets.isEmpty()) {
      files.forEach(
          i -> {
            String target = targets.get(prefix + files.text(i));
            if (target != null) {
              links.put(prefix + files.text(i), target);
            }
          });
    }
    file.folder(name, files, links);
  }
}
