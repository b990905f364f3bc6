package org.computepods.chef.recipe;

import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.wire.BuildResults;

/** A job that waits to be done, or is being done. */
public interface Cooking {
  /**
   * Does the job, once; never fails, for what goes wrong is an outcome. Meant for a platform
   * thread, for it waits in the C library for the tool.
   */
  BuildResults cook();

  /** Kills the tool, or sees that it never runs. From any thread, any number of times. */
  void cancel();

  /** What the tool has printed so far. */
  BoundedLog log();
}
