package org.computepods.cli;

import java.util.List;
import java.util.stream.IntStream;

/** The exit codes, and which one wins where several apply. */
public final class ExitCode {
  public static final int UP_TO_DATE = 0;
  public static final int FAILED = 1;
  public static final int USAGE = 2;
  public static final int NO_FEDERATION = 3;
  public static final int UNSETTLED = 4;
  public static final int IMPOSSIBLE = 5;
  public static final int INTERRUPTED = 130;

  private static final List<Integer> PRECEDENCE =
      List.of(INTERRUPTED, USAGE, NO_FEDERATION, FAILED, UNSETTLED, IMPOSSIBLE);

  private ExitCode() {}

  /** The one that wins; 0 where none applies. */
  public static int of(IntStream all) {
    int[] codes = all.toArray();
    for (int first : PRECEDENCE) {
      for (int code : codes) {
        if (code == first) {
          return code;
        }
      }
    }
    return UP_TO_DATE;
  }

  /** What the result of a build means. */
  public static int ofResult(String result) {
    return switch (result) {
      case "succeeded" -> UP_TO_DATE;
      case "cancelled" -> INTERRUPTED;
      case "invalid" -> USAGE;
      case "unavailable" -> NO_FEDERATION;
      case "unsettled" -> UNSETTLED;
      case "impossible" -> IMPOSSIBLE;
      default -> FAILED;
    };
  }
}
