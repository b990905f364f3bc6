package org.computepods.chef.process;

import java.io.IOException;

/** One run of a tool. */
public interface ToolRun {
  /**
   * Starts the tool and waits for its end, on the calling thread; called once. When it returns,
   * nothing that the tool started is left, as far as the kill level reaches.
   *
   * @throws IOException if the tool cannot be started
   */
  End await() throws IOException;

  /** Kills the tool, or keeps it from starting. From any thread, any number of times. */
  void cancel();
}
