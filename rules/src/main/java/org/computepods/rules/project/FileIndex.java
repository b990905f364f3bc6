package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Glob;

/** Files in the order of their names, so that a glob looks only at the folder it is about. */
final class FileIndex {
  private final ArtefactPath[] sorted;
  private final Map<Glob, List<ArtefactPath>> found = new HashMap<>();

  FileIndex(Collection<ArtefactPath> files) {
    this.sorted = files.toArray(ArtefactPath[]::new);
    Arrays.sort(sorted);
  }

  /** The files that the glob matches, in the order of their names, each once. */
  List<ArtefactPath> matches(Glob glob) {
    return found.computeIfAbsent(glob, this::search);
  }

  private List<ArtefactPath> search(Glob glob) {
    var matches = new ArrayList<ArtefactPath>();
    String folder = glob.folder();
    int i = folder.isEmpty() ? 0 : Arrays.binarySearch(sorted, ArtefactPath.of(folder + "\u0001"));
    for (i = i < 0 ? -i - 1 : i; i < sorted.length; i++) {
      ArtefactPath path = sorted[i];
      if (!path.value().startsWith(folder)) {
        break;
      }
      if (glob.matches(path) && (matches.isEmpty() || !matches.getLast().equals(path))) {
        matches.add(path);
      }
    }
    return matches;
  }
}
