package org.computepods.cli.commands;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport.Run;
import org.computepods.cli.Failure;
import org.computepods.cli.json.Writer;

/** What ran when, in the format of Chrome's trace viewer: one lane for each job at a time. */
final class TraceFile {
  private final Path file;
  private final long beganNs = System.nanoTime();
  private final List<Map<String, Object>> spans = new ArrayList<>();
  private final List<Long> laneEndsUs = new ArrayList<>();

  TraceFile(Path file) {
    this.file = file;
  }

  void on(BuildEvent event) {
    Run run = event.run();
    if (run == null || !event.kind().equals("finished")) {
      return;
    }
    long endUs = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beganNs);
    long startUs = Math.max(0, endUs - run.ms() * 1000);
    Map<String, Object> span = new LinkedHashMap<>();
    span.put("name", run.task());
    span.put("cat", run.rule());
    span.put("ph", "X");
    span.put("ts", startUs);
    span.put("dur", endUs - startUs);
    span.put("pid", 1);
    span.put("tid", lane(startUs, endUs));
    Map<String, Object> args = new LinkedHashMap<>();
    args.put("reason", run.reason());
    args.put("pass", run.pass());
    args.put("chef", run.chef());
    args.put("exit", run.exit());
    span.put("args", args);
    spans.add(span);
  }

  /** The first lane that is free; half a millisecond of overlap is the clock's grain. */
  private int lane(long startUs, long endUs) {
    for (int lane = 0; lane < laneEndsUs.size(); lane++) {
      if (laneEndsUs.get(lane) <= startUs + 500) {
        laneEndsUs.set(lane, endUs);
        return lane + 1;
      }
    }
    laneEndsUs.add(endUs);
    return laneEndsUs.size();
  }

  void write() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("traceEvents", spans);
    document.put("displayTimeUnit", "ms");
    try {
      Files.writeString(file, new Writer().value(document) + "\n");
    } catch (IOException e) {
      throw Failure.usage("cannot write the trace to " + file + ": " + e.getMessage());
    }
  }
}
