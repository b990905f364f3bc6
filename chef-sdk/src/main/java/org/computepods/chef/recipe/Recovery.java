package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.process.Tools;
import org.computepods.chef.store.ContentStore;

/** Brings back what jobs had put aside when their pod died. */
public final class Recovery {
  private Recovery() {}

  /**
   * To be called by who has just taken the workspace's lock, before any job. What stands where a
   * job was writing goes into the store: it should be half made, but might be a person's by now.
   *
   * @return workspace paths that were brought back or cleared
   */
  public static List<String> recover(Path workspace, ContentStore store) throws IOException {
    Ground ground = Ground.at(workspace);
    var changed = new ArrayList<String>();
    if (!Files.isDirectory(ground.tmp())) {
      return changed;
    }
    List<Path> left;
    try (var all = Files.list(ground.tmp())) {
      left = all.sorted().toList();
    }
    for (Path each : left) {
      if (String.valueOf(each.getFileName()).endsWith(Journal.SUFFIX)) {
        Optional<Aside> aside = Aside.found(ground, each);
        if (aside.isPresent()) {
          changed.addAll(aside.get().bringBack(store::adopt));
          aside.get().commit();
        }
      }
    }
    // What no journal speaks of is of jobs that had succeeded, or had not begun.
    for (Path each : left) {
      Tools.remove(each);
    }
    return changed;
  }
}
