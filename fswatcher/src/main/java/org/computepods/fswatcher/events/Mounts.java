package org.computepods.fswatcher.events;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The file systems that a workspace lies on, as far as others can change them without this kernel
 * seeing it: shares of other machines, and of a host.
 */
final class Mounts {
  /** Nothing is shared. */
  static final Mounts NONE = new Mounts(Map.of());

  private static final Path TABLE = Path.of("/proc/self/mountinfo");

  private static final Set<String> SHARED =
      Set.of(
          "nfs",
          "nfs4",
          "cifs",
          "smb3",
          "smbfs",
          "9p",
          "virtiofs",
          "vboxsf",
          "vmhgfs",
          "prl_fs",
          "drvfs",
          "fakeowner",
          "osxfs",
          "afs",
          "ceph",
          "lustre",
          "gpfs",
          "beegfs",
          "orangefs",
          "ocfs2",
          "gfs2",
          "coda",
          "ncpfs",
          "fuse");

  /** Whether the mount there is shared, by its folder in the workspace; "" for the one it is on. */
  private final Map<String, Boolean> mounts;

  private final boolean any;

  private Mounts(Map<String, Boolean> mounts) {
    this.mounts = mounts;
    this.any = mounts.containsValue(true);
  }

  /** What is mounted at and in the workspace now. */
  static Mounts at(Path root) {
    try {
      return of(Files.readAllLines(TABLE), root);
    } catch (IOException e) {
      return NONE;
    }
  }

  /**
   * @param table lines as in proc(5), {@code /proc/pid/mountinfo}; the later of two mounts in one
   *     place covers the other
   */
  static Mounts of(List<String> table, Path root) {
    var mounts = new HashMap<String, Boolean>();
    int nearest = -1;
    for (String line : table) {
      List<String> words = List.of(line.split(" ", -1));
      int dash = words.indexOf("-");
      if (dash < 5 || dash + 1 >= words.size()) {
        continue;
      }
      Path point = Path.of(unescaped(words.get(4)));
      boolean shared = isSharedType(words.get(dash + 1));
      if (root.startsWith(point)) {
        if (point.getNameCount() >= nearest) {
          nearest = point.getNameCount();
          mounts.put("", shared);
        }
      } else if (point.startsWith(root)) {
        mounts.put(root.relativize(point).toString(), shared);
      }
    }
    return new Mounts(mounts);
  }

  private static boolean isSharedType(String type) {
    return SHARED.contains(type) || type.startsWith("fuse.");
  }

  /** Blanks, tabs, newlines and backslashes are written in octal. */
  private static String unescaped(String text) {
    return text.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }

  /** Whether others can change this folder unseen. */
  boolean isShared(String folder) {
    if (!any) {
      return false;
    }
    String at = folder;
    while (!at.isEmpty()) {
      Boolean shared = mounts.get(at);
      if (shared != null) {
        return shared;
      }
      at = at.substring(0, Math.max(0, at.lastIndexOf('/')));
    }
    return mounts.getOrDefault("", false);
  }
}
