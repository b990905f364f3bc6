package org.computepods.cli.show;

import org.computepods.chef.wire.rest.BuildReport.Run;
import org.jspecify.annotations.Nullable;

/** One run in words. */
final class RunText {
  private RunText() {}

  static boolean failed(Run run) {
    Integer exit = run.exit();
    return run.again() == null && (run.message() != null || (exit != null && exit != 0));
  }

  /** {@code [ 3/15] typeset, pass 2 412 ms paper.tex changed}. */
  static String line(Run run, int done, int total, Paint paint) {
    String number = String.valueOf(total);
    String position =
        total == 0 ? "" : "[" + " ".repeat(gap(done, number)) + done + "/" + number + "] ";
    boolean failed = failed(run);
    String name = Text.safe(run.task()) + (run.pass() > 1 ? ", pass " + run.pass() : "");
    String how = failed ? "  " + paint.red("FAILED") + exit(run) : "";
    String why = run.again() == null ? run.reason() : run.again() + ": it runs again";
    String reason = why.isEmpty() ? "" : "  " + paint.dim(Text.safe(why));
    return paint.dim(position)
        + (failed ? paint.bold(name) : name)
        + how
        + "  "
        + paint.dim(Text.duration(run.ms()))
        + reason;
  }

  private static int gap(int done, String total) {
    return Math.max(0, total.length() - String.valueOf(done).length());
  }

  private static String exit(Run run) {
    Integer exit = run.exit();
    return exit == null || exit < 0 ? "" : " (exit " + exit + ")";
  }

  /** What the tool said, whole lines, nothing if it said nothing. */
  static String log(Run run) {
    return block(run.log());
  }

  /** The message of a failure, where the exit code does not say it already. */
  static String message(Run run) {
    String message = run.message();
    return message == null || message.isEmpty() ? "" : "  " + Text.safe(message) + "\n";
  }

  private static String block(@Nullable String text) {
    if (text == null || text.isBlank()) {
      return "";
    }
    return text.endsWith("\n") ? text : text + "\n";
  }
}
