package org.computepods.cli.federation;

import java.util.List;

/**
 * The command line of a process that is to be a role, for the launcher: the Java of commands that
 * last a moment has a small heap and the first compiler only, which hashes at a tenth of the speed.
 */
public final class RoleProcess {
  /** Says what such a process is, for who looks at a list of them. */
  private static final String PROPERTY = "computepods.role";

  /**
   * A watcher alone has a cache of its own: all that a cache holds is loaded at the start, and of a
   * federation's a watcher uses a third. What it does makes little garbage.
   */
  private static final String WATCHER = "fswatcher";

  private static final List<String> WATCHERS_HEAP = List.of("-Xms24m", "-Xmn12m");

  private RoleProcess() {}

  /** Prints it, a word a line, for the role that is named. */
  public static void main(String[] args) {
    boolean watcher = args.length > 0 && args[0].equals(WATCHER);
    DaemonCommand.words(
            watcher ? WATCHERS_HEAP : DaemonCommand.HEAP,
            watcher ? WATCHER : "federation",
            "-D" + PROPERTY + "=true")
        .forEach(System.out::println);
  }
}
