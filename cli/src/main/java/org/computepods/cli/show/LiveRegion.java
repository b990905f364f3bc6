package org.computepods.cli.show;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The lines that change in place: one for each running task, and a bar with what is done, what
 * there is to do, and how long that may take.
 */
final class LiveRegion {
  /** So that the lines above stay in sight. */
  private static final int MAX_TASKS = 12;

  private static final int BAR = 24;

  private final Map<String, Long> runningSinceMs = new LinkedHashMap<>();
  private final boolean unicode;
  private final Paint paint;
  private long beganMs = -1;
  private int doneAtBegin;
  private int done;
  private int total;
  private int pass = 1;
  private String waiting = "";

  LiveRegion(boolean unicode, Paint paint) {
    this.unicode = unicode;
    this.paint = paint;
  }

  void started(String task, long nowMs) {
    if (beganMs < 0) {
      beganMs = nowMs;
      doneAtBegin = done;
    }
    runningSinceMs.put(task, nowMs);
    waiting = "";
  }

  void ended(String task) {
    runningSinceMs.remove(task);
  }

  /** The pass of the run that ended last: in a cycle what is done counts anew in each. */
  void inPass(int pass) {
    this.pass = pass;
  }

  void counts(int done, int total) {
    this.done = done;
    this.total = total;
  }

  void waiting(String message) {
    waiting = message;
  }

  /** Nothing runs any more. */
  void clear() {
    runningSinceMs.clear();
    beganMs = -1;
    pass = 1;
    waiting = "";
    done = 0;
    total = 0;
  }

  boolean isEmpty() {
    return runningSinceMs.isEmpty() && waiting.isEmpty();
  }

  /** The lines as they are now, none wider than the terminal. */
  List<String> lines(long nowMs, int width) {
    List<String> lines = new ArrayList<>();
    if (isEmpty()) {
      return lines;
    }
    int shown = 0;
    for (Map.Entry<String, Long> running : runningSinceMs.entrySet()) {
      if (shown++ == MAX_TASKS) {
        lines.add(paint.dim("  and " + (runningSinceMs.size() - MAX_TASKS) + " more"));
        break;
      }
      String time = Text.duration(nowMs - running.getValue());
      String name = Text.fit(Text.safe(running.getKey()), width - time.length() - 6);
      lines.add("  " + name + "  " + paint.dim(time));
    }
    if (!waiting.isEmpty()) {
      lines.add(paint.yellow(Text.fit("  waiting: " + Text.safe(waiting), width - 1)));
    }
    lines.add(bar(nowMs, width));
    return lines;
  }

  private String bar(long nowMs, int width) {
    String counts = done + "/" + total + (pass > 1 ? ", pass " + pass : estimate(nowMs));
    int room = Math.min(BAR, width - counts.length() - 4);
    if (room < 4) {
      return Text.fit(counts, width - 1);
    }
    int full = total == 0 ? 0 : (int) ((long) room * Math.min(done, total) / total);
    String drawn =
        unicode
            ? "━".repeat(full) + paint.dim("╌".repeat(room - full))
            : "#".repeat(full) + "-".repeat(room - full);
    return "[" + paint.green(drawn) + "] " + counts;
  }

  /** By the time that those done took. A guess: tasks differ, and cycles go round again. */
  private String estimate(long nowMs) {
    int finished = done - doneAtBegin;
    if (finished < 1 || done >= total || beganMs < 0) {
      return "";
    }
    long left = (nowMs - beganMs) * (total - done) / finished;
    return left < 1000 ? "" : ", about " + Text.duration(left / 1000 * 1000) + " left";
  }
}
