package org.computepods.cli.federation;

import java.util.List;
import java.util.stream.Stream;

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

  /**
   * C1 waits five times as long as usual, in training too: at the start of a watcher it took twice
   * the time that what it compiled gave back.
   */
  private static final List<String> WATCHERS_C1 =
      List.of(
          "-XX:Tier3InvocationThreshold=1000",
          "-XX:Tier3MinInvocationThreshold=500",
          "-XX:Tier3CompileThreshold=10000",
          "-XX:Tier3BackEdgeThreshold=300000");

  /**
   * In training a watcher knows C1 only, so that C1 compiles for good what was hot then: C2, and
   * code that counts for it, took a fifth of all processor time at a start. What hashes is left
   * out, or it would stay as slow as C1 makes it.
   */
  private static final List<String> WATCHERS_TRAINING =
      List.of(
          "-XX:TieredStopAtLevel=1",
          "-XX:CompileCommand=exclude,sun.security.provider.DigestBase::*",
          "-XX:CompileCommand=exclude,sun.security.provider.SHA2::*");

  /** What was hot in training is compiled at once; all that a federation does would be too much. */
  private static final List<String> WATCHERS_USE =
      List.of("-XX:+UnlockExperimentalVMOptions", "-XX:+AOTCompileEagerly");

  private RoleProcess() {}

  /** Prints it, a word a line, for the role that is named. */
  public static void main(String[] args) {
    boolean watcher = args.length > 0 && args[0].equals(WATCHER);
    DaemonCommand.words(
            watcher ? watchers() : DaemonCommand.HEAP,
            watcher ? WATCHER : "federation",
            "-D" + PROPERTY + "=true")
        .forEach(System.out::println);
  }

  private static List<String> watchers() {
    var compiling = DaemonCommand.trains() ? WATCHERS_TRAINING : WATCHERS_USE;
    return Stream.of(WATCHERS_HEAP, WATCHERS_C1, compiling).flatMap(List::stream).toList();
  }
}
