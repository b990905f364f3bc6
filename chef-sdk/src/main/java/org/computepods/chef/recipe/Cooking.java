package org.computepods.chef.recipe;

import org.computepods.chef.process.BoundedLog;
import org.computepods.chef.wire.BuildResults;

/** A job that is being done. */
public interface Cooking {
  /** Waits for the end; never fails, for what goes wrong is an outcome. */
  BuildResults await() throws InterruptedException;

  /** Kills the tool; {@link #await} then says so. From any thread, any number of times. */
  void cancel();

  /** What the tool has printed so far. */
  BoundedLog log();
}
