package org.computepods.chef.recipe;

import org.computepods.chef.wire.BuildFrom;

/** Who does a job: in place where the kitchen's pod holds the workspace, else in scratch. */
public final class Cook {
  private Cook() {}

  /** Begins the job on a thread of its own. */
  @SuppressWarnings("DoNotCallSuggester")
  public static Cooking start(BuildFrom job, Kitchen kitchen) {
    throw new UnsupportedOperationException();
  }
}
