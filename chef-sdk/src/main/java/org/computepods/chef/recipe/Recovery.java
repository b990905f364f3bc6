package org.computepods.chef.recipe;

import java.nio.file.Path;
import java.util.List;
import org.computepods.chef.store.ContentStore;

/** Brings back what jobs had put aside when their pod died. */
public final class Recovery {
  private Recovery() {}

  /**
   * To be called by who has just taken the workspace's lock, before any job.
   *
   * @return workspace paths that were brought back or cleared
   */
  @SuppressWarnings("DoNotCallSuggester")
  public static List<String> recover(Path workspace, ContentStore store) {
    throw new UnsupportedOperationException();
  }
}
