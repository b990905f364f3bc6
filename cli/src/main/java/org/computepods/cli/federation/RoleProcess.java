package org.computepods.cli.federation;

/**
 * The command line of a process that is to be a role, for the launcher: the Java of commands that
 * last a moment has a small heap and the first compiler only, which hashes at a tenth of the speed.
 */
public final class RoleProcess {
  /** Says what such a process is, for who looks at a list of them. */
  private static final String PROPERTY = "computepods.role";

  private RoleProcess() {}

  /** Prints it, a word a line. */
  public static void main(String[] args) {
    DaemonCommand.words("-D" + PROPERTY + "=true").forEach(System.out::println);
  }
}
