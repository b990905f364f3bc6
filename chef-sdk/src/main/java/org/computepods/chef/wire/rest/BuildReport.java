package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a build ended, or stands; what {@code cpCtrl --json build} prints.
 *
 * @param result {@code running}, {@code succeeded}, {@code failed}, {@code unsettled}, {@code
 *     impossible}, {@code cancelled}, {@code invalid} or {@code unavailable}
 * @param runs in the order of their ends; with a dry run: what would run
 * @param cycles the wanted groups, untouched ones with 0 passes
 * @param problems what is wrong, at its place
 * @param exit exit code for {@code cpCtrl}
 */
public record BuildReport(
    String build,
    String workspace,
    String result,
    Tasks tasks,
    List<Run> runs,
    List<Cycle> cycles,
    List<Problem> problems,
    List<String> warnings,
    long ms,
    int exit) {

  /**
   * @param run executions, failed ones too; a task that ran in three passes counts three, and one
   *     whose tool could not be started none
   */
  public record Tasks(int run, int restored, int upToDate, int failed, int skipped) {}

  /**
   * One execution.
   *
   * @param exit null in a dry run; -1 where the tool has none: it was killed, or never began
   * @param log the end of the tool's own output
   * @param message for failures: what went wrong, in a line
   * @param again why a run that came to nothing is no failure: what it missed is made or fetched,
   *     and the task runs again
   * @param startedMs wall clock of the pod, milliseconds since 1970; 0 in a dry run
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Run(
      String task,
      String rule,
      int pass,
      String reason,
      String chef,
      @JsonInclude @Nullable Integer exit,
      long ms,
      @Nullable String log,
      @Nullable String message,
      @Nullable String again,
      long startedMs) {}

  /**
   * @param verdict {@code settled}, {@code oscillating}, {@code nondeterministic}, {@code
   *     diverging} or {@code capped}
   * @param moving artefacts that do not come to rest
   * @param evidence what shows the verdict, for people: the lines that alternate, the numbers that
   *     grow; "" for none
   */
  public record Cycle(
      List<String> members,
      int passes,
      String verdict,
      int period,
      List<String> moving,
      String evidence) {}

  public record Problem(String file, int line, int column, String message) {}
}
