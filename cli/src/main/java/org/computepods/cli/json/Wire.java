package org.computepods.cli.json;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildReport.Cycle;
import org.computepods.chef.wire.rest.BuildReport.Problem;
import org.computepods.chef.wire.rest.BuildReport.Run;
import org.computepods.chef.wire.rest.BuildReport.Tasks;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;

/** The records of a build, from and to JSON, by hand for speed. */
public final class Wire {
  private Wire() {}

  public static BuildEvent event(Document event) {
    return new BuildEvent(
        event.text("build"),
        event.text("kind"),
        event.optionalText("task").orElse(null),
        event.optionalText("message").orElse(null),
        event.count("done"),
        event.count("total"),
        event.has("run") ? run(event.at("run")) : null,
        event.has("report") ? report(event.at("report")) : null);
  }

  public static BuildReport report(Document report) {
    return new BuildReport(
        report.text("build"),
        report.text("workspace"),
        report.text("result"),
        tasks(report.at("tasks")),
        report.list("runs").stream().map(Wire::run).toList(),
        report.list("cycles").stream().map(Wire::cycle).toList(),
        problems(report),
        report.texts("warnings"),
        report.number("ms"),
        report.count("exit"));
  }

  /** A call that came to nothing, as a build's report says it. */
  public static String json(Failure failure) {
    String result =
        switch (failure.exitCode()) {
          case ExitCode.USAGE -> "invalid";
          case ExitCode.NO_FEDERATION -> "unavailable";
          case ExitCode.UNSETTLED -> "unsettled";
          case ExitCode.IMPOSSIBLE -> "impossible";
          case ExitCode.INTERRUPTED -> "cancelled";
          default -> "failed";
        };
    var problem = new LinkedHashMap<String, Object>();
    problem.put("file", "");
    problem.put("line", 0);
    problem.put("column", 0);
    problem.put("message", failure.text());
    var all = new LinkedHashMap<String, Object>();
    all.put("result", result);
    all.put("problems", List.of(problem));
    all.put("exit", failure.exitCode());
    return new Writer().value(all).toString();
  }

  /** Those that stand under {@code problems}. */
  public static List<Problem> problems(Document holder) {
    return holder.list("problems").stream()
        .map(
            p -> new Problem(p.text("file"), p.count("line"), p.count("column"), p.text("message")))
        .toList();
  }

  private static Tasks tasks(Document tasks) {
    return new Tasks(
        tasks.count("run"),
        tasks.count("restored"),
        tasks.count("upToDate"),
        tasks.count("failed"),
        tasks.count("skipped"));
  }

  private static Run run(Document run) {
    return new Run(
        run.text("task"),
        run.text("rule"),
        run.count("pass"),
        run.text("reason"),
        run.text("chef"),
        run.has("exit") ? run.count("exit") : null,
        run.number("ms"),
        run.optionalText("log").orElse(null),
        run.optionalText("message").orElse(null),
        run.optionalText("again").orElse(null),
        run.number("startedMs"));
  }

  private static Cycle cycle(Document cycle) {
    return new Cycle(
        cycle.texts("members"),
        cycle.count("passes"),
        cycle.text("verdict"),
        cycle.count("period"),
        cycle.texts("moving"),
        cycle.text("evidence"));
  }

  public static String json(BuildRequest request) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("workspace", request.workspace());
    members.put("targets", request.targets());
    members.put("keepGoing", request.keepGoing());
    members.put("dryRun", request.dryRun());
    members.put("fresh", request.fresh());
    members.put("jobs", request.jobs());
    members.put("acceptUnsettled", request.acceptUnsettled());
    members.put("watch", request.watch());
    members.put("waitS", request.waitS());
    members.put("env", request.env());
    return new Writer().value(members).toString();
  }

  /** Of each task of a graph document, the tasks that make what it reads. */
  public static Map<String, Set<String>> needs(Document graph) {
    Map<String, String> makers = new HashMap<>();
    List<Document> edges = graph.list("edges");
    for (Document edge : edges) {
      if (edge.text("kind").equals("output")) {
        makers.put(edge.text("to"), edge.text("from"));
      }
    }
    Map<String, Set<String>> needs = new HashMap<>();
    for (Document edge : edges) {
      String maker = makers.get(edge.text("from"));
      if (maker != null && !edge.text("kind").equals("output")) {
        needs.computeIfAbsent(edge.text("to"), _ -> new LinkedHashSet<>()).add(maker);
      }
    }
    return needs;
  }

  /** A report of our own, where no server could write one. */
  public static String json(BuildReport report) {
    Map<String, Object> members = new LinkedHashMap<>();
    Tasks tasks = report.tasks();
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("run", tasks.run());
    counts.put("restored", tasks.restored());
    counts.put("upToDate", tasks.upToDate());
    counts.put("failed", tasks.failed());
    counts.put("skipped", tasks.skipped());
    members.put("build", report.build());
    members.put("workspace", report.workspace());
    members.put("result", report.result());
    members.put("tasks", counts);
    members.put("runs", List.of());
    members.put("cycles", List.of());
    members.put("problems", report.problems().stream().map(Wire::members).toList());
    members.put("warnings", report.warnings());
    members.put("ms", report.ms());
    members.put("exit", report.exit());
    return new Writer().value(members).toString();
  }

  private static Map<String, Object> members(Problem problem) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("file", problem.file());
    members.put("line", problem.line());
    members.put("column", problem.column());
    members.put("message", problem.message());
    return members;
  }
}
