package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildLine;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.majordomo.rest.BuildLog;

/** One build of this life, as those who follow it see it. Safe for all threads. */
final class Build {
  private final String id;
  private final BuildRequest request;
  private final long startedMs;
  private final BuildLog log = new BuildLog();
  private final List<BuildReport.Run> runs = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private Optional<BuildReport> report = Optional.empty();
  private int restored;

  Build(String id, BuildRequest request, long startedMs) {
    this.id = id;
    this.request = request;
    this.startedMs = startedMs;
  }

  String id() {
    return id;
  }

  BuildRequest request() {
    return request;
  }

  BuildLog log() {
    return log;
  }

  boolean ended() {
    return log.ended();
  }

  synchronized void tell(BuildEvent event) {
    var run = event.run();
    if (run != null) {
      runs.add(run);
    }
    String message = event.message();
    switch (event.kind()) {
      case "restored" -> restored++;
      case "warning" -> warnings.add(message == null ? "" : message);
      case "changed" -> {
        runs.clear();
        warnings.clear();
        restored = 0;
      }
      default -> {}
    }
    report = Optional.ofNullable(event.report()).or(() -> report);
    log.add(event);
  }

  long startedMs() {
    return startedMs;
  }

  /** Ends a build that needed no core. */
  void ended(BuildReport ending) {
    int all = ending.tasks().upToDate();
    tell(new BuildEvent(id, "ended", null, null, all, all, null, ending));
  }

  /** Says what it waits for. */
  void waits(String message) {
    tell(new BuildEvent(id, "waiting", null, message, 0, 0, null, null));
  }

  /** Ends a build that never reached a core. */
  void end(String result, int exit, String message) {
    var problem = new BuildReport.Problem("", 0, 0, message);
    var ending =
        new BuildReport(
            id,
            request.workspace(),
            result,
            new BuildReport.Tasks(0, 0, 0, 0, 0),
            List.of(),
            List.of(),
            List.of(problem),
            List.of(),
            System.currentTimeMillis() - startedMs,
            exit);
    tell(new BuildEvent(id, "ended", null, message, 0, 0, null, ending));
  }

  /** How it ended, or stands. */
  synchronized BuildReport report() {
    if (log.ended() && report.isPresent()) {
      return report.get();
    }
    int failed = (int) runs.stream().filter(run -> run.exit() == null || run.exit() != 0).count();
    return new BuildReport(
        id,
        request.workspace(),
        "running",
        new BuildReport.Tasks(runs.size(), restored, 0, failed, 0),
        List.copyOf(runs),
        List.of(),
        List.of(),
        List.copyOf(warnings),
        System.currentTimeMillis() - startedMs,
        0);
  }

  BuildLine line() {
    var now = report();
    return line(request, now, startedMs);
  }

  static BuildLine line(BuildRequest request, BuildReport report, long startedMs) {
    return new BuildLine(
        report.build(),
        report.workspace(),
        request.targets(),
        request.watch(),
        report.result(),
        report.tasks(),
        startedMs,
        report.ms());
  }
}
