package org.computepods.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport.Run;
import org.computepods.cli.Failure;
import org.computepods.cli.commands.CriticalPath.Span;
import org.computepods.cli.json.Writer;
import org.computepods.cli.show.Text;

/**
 * What ran when, in the format of Chrome's trace viewer: one lane for each job at a time, and above
 * them one for the critical path.
 */
final class TraceFile {
  /** The lane of the critical path; those of jobs are numbered from 1. */
  private static final int CRITICAL_LANE = 0;

  /** Wall clocks are read in whole milliseconds. */
  private static final long CLOCK_GRAIN_US = 1000;

  /** More tasks than this nobody reads in a line. */
  private static final int NAMED = 8;

  private final Path file;
  private final long beganNs = System.nanoTime();
  private final long beganMs = System.currentTimeMillis();
  private final Map<Span, Run> runs = new LinkedHashMap<>();

  /** Tasks that run, by when they began. */
  private final Map<String, Integer> running = new HashMap<>();

  /** When the last run of each task was over. */
  private final Map<String, Long> endsUs = new HashMap<>();

  private int heard;

  /**
   * A trace that is to be written there.
   *
   * @throws Failure where it cannot be: better before a long build than after it
   */
  TraceFile(Path file) {
    this.file = file;
    Path parent = file.toAbsolutePath().getParent();
    String wrong =
        Files.isDirectory(file)
            ? "it is a folder"
            : Files.exists(file)
                ? Files.isWritable(file) ? "" : "the file may not be written"
                : parent == null || !Files.isDirectory(parent)
                    ? "there is no folder " + parent
                    : Files.isWritable(parent) ? "" : "the folder may not be written";
    if (!wrong.isEmpty()) {
      throw cannotWrite(wrong);
    }
  }

  private Failure cannotWrite(String why) {
    return Failure.usage("cannot write the trace to " + file + ": " + why);
  }

  void on(BuildEvent event) {
    heard++;
    if (event.kind().equals("started") && event.task() != null) {
      running.put(event.task(), heard);
    }
    Run run = event.run();
    if (run == null || !event.kind().equals("finished")) {
      return;
    }
    long startUs = startUs(run);
    long endUs = startUs + run.ms() * 1000;
    endsUs.put(run.task(), endUs);
    int began = Objects.requireNonNullElse(running.remove(run.task()), heard);
    runs.put(new Span(run.task(), run.pass(), startUs, endUs, run.ms(), began, heard), run);
  }

  /**
   * When the run began by its pod's clock, as words of it may come late and several at once; by
   * when it was heard of where that clock goes otherwise than ours. Never before the task's last
   * run was over.
   */
  private long startUs(Run run) {
    long heardUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beganNs);
    long lastUs = heardUs - run.ms() * 1000;
    long saidUs = (run.startedMs() - beganMs) * 1000;
    boolean possible = saidUs >= 0 && saidUs <= lastUs + CLOCK_GRAIN_US;
    return Math.max(possible ? saidUs : Math.max(0, lastUs), endsUs.getOrDefault(run.task(), 0L));
  }

  /**
   * Writes the file.
   *
   * @param needs of each task, those that make what it reads
   * @return the critical path in words; "" where nothing ran
   */
  String write(Map<String, Set<String>> needs, long buildMs) {
    List<Span> critical = CriticalPath.of(List.copyOf(runs.keySet()), needs);
    var onPath = new HashSet<>(critical);
    List<Map<String, Object>> events = new ArrayList<>();
    var lanes = new Lanes();
    for (Map.Entry<Span, Run> run : runs.entrySet()) {
      int lane = lanes.take(run.getKey());
      events.add(event(run.getKey(), run.getValue(), lane, onPath.contains(run.getKey())));
    }
    for (Span span : critical) {
      Run run = runs.get(span);
      if (run != null) {
        events.add(event(span, run, CRITICAL_LANE, true));
      }
    }
    long criticalMs = critical.stream().mapToLong(Span::ms).sum();
    if (!critical.isEmpty()) {
      events.add(laneName(CRITICAL_LANE, "critical path"));
      for (int lane = 1; lane <= lanes.count(); lane++) {
        events.add(laneName(lane, "jobs " + lane));
      }
    }
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("traceEvents", events);
    document.put("displayTimeUnit", "ms");
    document.put(
        "otherData", Map.of("critical_path_ms", criticalMs, "critical_path_runs", critical.size()));
    try {
      Files.writeString(file, new Writer().value(document) + "\n");
    } catch (IOException e) {
      throw cannotWrite(String.valueOf(e.getMessage()));
    }
    return critical.isEmpty() ? "" : words(critical, criticalMs, buildMs);
  }

  private static String words(List<Span> critical, long criticalMs, long buildMs) {
    List<String> names =
        critical.stream()
            .limit(NAMED)
            .map(s -> Text.safe(s.task()) + (s.pass() > 1 ? " (pass " + s.pass() + ")" : ""))
            .toList();
    int more = critical.size() - names.size();
    return "critical path: "
        + Text.duration(criticalMs)
        + " of "
        + Text.duration(buildMs)
        + ", "
        + Text.count(critical.size(), "run", "runs")
        + ": "
        + String.join(" -> ", names)
        + (more > 0 ? " -> " + more + " more" : "");
  }

  private static Map<String, Object> event(Span span, Run run, int lane, boolean critical) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", run.task());
    event.put("cat", run.rule());
    event.put("ph", "X");
    event.put("ts", span.startUs());
    event.put("dur", span.endUs() - span.startUs());
    event.put("pid", 1);
    event.put("tid", lane);
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("reason", run.reason());
    args.put("pass", run.pass());
    args.put("chef", run.chef());
    args.put("exit", run.exit());
    args.put("critical", critical);
    event.put("args", args);
    return event;
  }

  private static Map<String, Object> laneName(int lane, String name) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("name", "thread_name");
    event.put("ph", "M");
    event.put("pid", 1);
    event.put("tid", lane);
    event.put("args", Map.of("name", name));
    return event;
  }

  /** Lanes, each busy until some time. */
  private static final class Lanes {
    private final List<Long> endsUs = new ArrayList<>();

    int count() {
      return endsUs.size();
    }

    /** The first lane that is free; half a millisecond of overlap is the clock's grain. */
    int take(Span span) {
      for (int lane = 0; lane < endsUs.size(); lane++) {
        if (endsUs.get(lane) <= span.startUs() + 500) {
          endsUs.set(lane, span.endUs());
          return lane + 1;
        }
      }
      endsUs.add(span.endUs());
      return endsUs.size();
    }
  }
}
