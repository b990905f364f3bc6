package org.computepods.cli.show;

import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildReport.Cycle;
import org.computepods.chef.wire.rest.BuildReport.Problem;
import org.computepods.chef.wire.rest.BuildReport.Run;
import org.computepods.chef.wire.rest.BuildReport.Tasks;

/** How a build ended, in words. */
public final class Summary {
  /** More members than this say nothing to anybody. */
  private static final int MAX_MEMBERS = 8;

  private final BuildReport report;

  public Summary(BuildReport report) {
    this.report = report;
  }

  /** What a dry run would run, and why. */
  public List<String> plan(Paint paint) {
    List<String> lines = new ArrayList<>();
    for (Run run : report.runs()) {
      lines.add("would run " + Text.safe(run.task()) + "  " + paint.dim(Text.safe(run.reason())));
    }
    lines.add(
        report.runs().isEmpty()
            ? "nothing would run"
            : Text.count(report.runs().size(), "task", "tasks") + " would run");
    return lines;
  }

  /** The cycles that moved or did not settle. */
  public List<String> cycles(Paint paint) {
    List<String> lines = new ArrayList<>();
    for (Cycle cycle : report.cycles()) {
      boolean settled = cycle.verdict().equals("settled");
      if (cycle.passes() > 0 || !settled) {
        lines.add(cycle(cycle, settled, paint));
        cycle.evidence().lines().forEach(line -> lines.add("  " + Text.safe(line)));
      }
    }
    return lines;
  }

  private static String cycle(Cycle cycle, boolean settled, Paint paint) {
    StringBuilder line = new StringBuilder("cycle of ").append(names(cycle.members())).append(": ");
    line.append(settled ? paint.green(cycle.verdict()) : paint.red(cycle.verdict()));
    line.append(" after ").append(Text.count(cycle.passes(), "pass", "passes"));
    if (cycle.period() > 0) {
      line.append(", period ").append(cycle.period());
    }
    if (!cycle.moving().isEmpty()) {
      line.append("; what moves: ").append(names(cycle.moving()));
    }
    return line.toString();
  }

  private static String names(List<String> names) {
    List<String> first = names.stream().limit(MAX_MEMBERS).map(Text::safe).toList();
    int more = names.size() - first.size();
    return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
  }

  /** {@code FILE:LINE:COL: what is wrong}. */
  public List<String> problems() {
    return report.problems().stream().map(Summary::problem).toList();
  }

  /** One problem at its place. */
  public static String problem(Problem problem) {
    if (problem.file().isEmpty()) {
      return problem.message();
    }
    String place =
        problem.line() > 0 ? ":" + problem.line() + ":" + Math.max(1, problem.column()) : "";
    return problem.file() + place + ": " + problem.message();
  }

  /** The last line. */
  public String line(Paint paint) {
    Tasks tasks = report.tasks();
    List<String> counts = new ArrayList<>();
    count(counts, tasks.failed(), "failed");
    count(counts, tasks.run(), "run");
    count(counts, tasks.restored(), "restored");
    count(counts, tasks.skipped(), "skipped");
    count(counts, tasks.upToDate(), "up to date");
    boolean well = report.result().equals("succeeded");
    if (counts.isEmpty()) {
      counts.add(
          switch (report.result()) {
            case "succeeded" -> "nothing to do";
            case "cancelled" -> "nothing was finished"; // what was at work then is not counted
            default -> "nothing was run";
          });
    }
    return (well ? paint.green(report.result()) : paint.red(report.result()))
        + ": "
        + String.join(", ", counts)
        + paint.dim(", " + Text.duration(report.ms()));
  }

  private static void count(List<String> counts, int n, String what) {
    if (n > 0) {
      counts.add(n + " " + what);
    }
  }
}
