package org.computepods.chef.process;

import java.nio.file.Path;

/** The tools of one pod: starts them, and answers for it that none outlives its job or the pod. */
public final class Tools implements AutoCloseable {
  private final Path tmp;

  private Tools(Path tmp) {
    this.tmp = tmp;
  }

  /**
   * Ready to start tools.
   *
   * @param tmp folder of this pod below which each run gets a {@code TMPDIR} of its own
   */
  public static Tools open(Path tmp) {
    return new Tools(tmp);
  }

  /** Folder for the temporary files of runs. */
  public Path tmp() {
    return tmp;
  }

  /** A run that has not begun yet. */
  public ToolRun prepare(Invocation invocation, BoundedLog log) {
    return new ToolRun() {
      @Override
      public End await() throws java.io.IOException {
        throw new java.io.IOException("cannot start " + invocation.program() + " " + log.total());
      }

      @Override
      public void cancel() {}
    };
  }

  /** Kills what still runs. */
  @Override
  public void close() {}
}
