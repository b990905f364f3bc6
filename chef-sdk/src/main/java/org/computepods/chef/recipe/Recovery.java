package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    List<Path> folders;
    try (var all = Files.list(ground.tmp())) {
      folders = all.sorted().toList();
    }
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        changed.addAll(Aside.found(ground, folder).bringBack(store::adopt));
      }
      Tools.remove(folder);
    }
    return changed;
  }
}
