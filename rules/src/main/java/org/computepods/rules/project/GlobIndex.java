package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.computepods.rules.Glob;

/** Globs by the folder that they are about, so that a path is tried only with those above it. */
final class GlobIndex {
  private final Map<String, List<Glob>> byFolder = new HashMap<>();

  GlobIndex(Collection<Glob> globs) {
    for (Glob glob : new LinkedHashSet<>(globs)) {
      byFolder.computeIfAbsent(glob.folder(), folder -> new ArrayList<>()).add(glob);
    }
  }

  /** Whether one of the globs matches the file. */
  boolean matches(String path) {
    if (anyIn("", path)) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (anyIn(path.substring(0, slash + 1), path)) {
        return true;
      }
    }
    return false;
  }

  private boolean anyIn(String folder, String path) {
    List<Glob> globs = byFolder.get(folder);
    if (globs != null) {
      for (Glob glob : globs) {
        if (glob.matches(path)) {
          return true;
        }
      }
    }
    return false;
  }
}
