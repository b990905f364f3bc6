package org.computepods.cli;

/** The end of a command that cannot go on: what to say, and its exit code. */
public final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int exitCode;

  public Failure(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  public static Failure usage(String message) {
    return new Failure(ExitCode.USAGE, message);
  }

  public static Failure noFederation(String message) {
    return new Failure(ExitCode.NO_FEDERATION, message);
  }

  public int exitCode() {
    return exitCode;
  }

  /** What to say. */
  public String text() {
    return String.valueOf(getMessage());
  }
}
