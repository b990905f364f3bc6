package org.computepods.fswatcher;

import java.util.Objects;
import java.util.function.IntConsumer;
import org.computepods.chef.wire.FilePack;
import org.computepods.chef.wire.TreePage;
import org.computepods.fswatcher.tree.Known;
import org.computepods.fswatcher.tree.KnownFolder;

/**
 * The known tree in pages, each as the tree is when it is asked for. A page ends behind a folder,
 * or behind a slice of a very large one; which files a slice has depends on their names alone, so
 * that none is missed where others come and go between two pages.
 */
final class TreePages {
  private static final int VERSION = 1;

  /** More than a round trip costs. */
  private static final int PAGE_BYTES_MAX = 1 << 20;

  private static final int SLICE_FILES_MAX = 16_384;

  /**
   * Bytes of a message for each file of a slice, so that a slice of the longest names there are
   * (255 bytes, and 45 for the rest) fits in one, beside a page that is nearly full.
   */
  private static final int BYTES_FOR_FILE = 1024;

  private final KnownTree tree;
  private final EpochAnnouncements announcements;
  private final int pageBytes;
  private final int sliceFiles;

  /**
   * @param messageMax bytes that a message may have; as text a page takes a third more of them
   */
  TreePages(KnownTree tree, EpochAnnouncements announcements, int messageMax) {
    this.tree = tree;
    this.announcements = announcements;
    this.pageBytes = Math.min(PAGE_BYTES_MAX, messageMax / 4);
    this.sliceFiles = Math.clamp(messageMax / BYTES_FOR_FILE, 1, SLICE_FILES_MAX);
  }

  /** Where a page ended: behind so many slices of so many of a folder. */
  private record Place(int slice, int slices, String folder) {
    static Place parse(String text) {
      String[] parts = text.split(" ", 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException("no page ends at '" + text + "'");
      }
      return new Place(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), parts[2]);
    }

    @Override
    public String toString() {
      return slice + " " + slices + " " + folder;
    }
  }

  /** The page behind this place. */
  TreePage after(String text) {
    var folders = tree.folders();
    String folder = folders.isEmpty() ? null : folders.firstKey();
    int slice = 0;
    int slices = 0;
    if (!text.isEmpty()) {
      var place = Place.parse(text);
      if (place.slice < place.slices && folders.containsKey(place.folder)) {
        folder = place.folder;
        slice = place.slice;
        slices = place.slices;
      } else {
        folder = folders.higherKey(place.folder);
      }
    }
    var pack = new FilePack.Writer();
    String next = "";
    while (folder != null && pack.size() < pageBytes) {
      var files = Objects.requireNonNull(folders.get(folder));
      slices = slices == 0 ? 1 + files.size() / sliceFiles : slices;
      add(pack, folder, files, slice, slices);
      slice++;
      next = new Place(slice, slices, folder).toString();
      if (slice == slices) {
        folder = folders.higherKey(folder);
        slice = 0;
        slices = 0;
      }
    }
    if (folder == null) {
      next = "";
    }
    return new TreePage(
        VERSION, announcements.epoch(), announcements.seq(), pack.pack(), next, null);
  }

  private void add(FilePack.Writer pack, String folder, KnownFolder files, int slice, int slices) {
    int[] count = {0};
    IntConsumer counting =
        i -> {
          if (files.nameHash(i) % slices == slice && files.get(i).kind() != Known.Kind.LOG) {
            count[0]++;
          }
        };
    files.forEach(counting);
    pack.folder(folder, count[0]);
    String prefix = folder.isEmpty() ? "" : folder + "/";
    files.forEach(
        i -> {
          if (files.nameHash(i) % slices == slice) {
            add(pack, prefix, files, i);
          }
        });
  }

  private void add(FilePack.Writer pack, String prefix, KnownFolder files, int i) {
    var known = files.get(i);
    switch (known.kind()) {
      case FILE ->
          pack.file(
              files.name(i),
              known.digest(),
              known.executable(),
              known.magnitude(),
              known.inode(),
              known.ctimeNs());
      case LINK ->
          pack.link(
              files.name(i), tree.target(prefix + files.text(i)), known.inode(), known.ctimeNs());
      case LOG -> {}
    }
  }
}
