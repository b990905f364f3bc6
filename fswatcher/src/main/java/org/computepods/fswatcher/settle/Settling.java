package org.computepods.fswatcher.settle;

import static org.computepods.fswatcher.settle.Phase.LOOKING;
import static org.computepods.fswatcher.settle.Phase.LOOKING_STALE;
import static org.computepods.fswatcher.settle.Phase.SETTLED;
import static org.computepods.fswatcher.settle.Phase.SETTLING;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settle machines of all paths of a workspace: a path is looked at once nothing has been heard
 * of it for the settle time, or as soon as somebody demands it. What a look found is announced; if
 * the file moved under the look, it settles again.
 *
 * <p>Only paths in motion are kept. Times are nanoseconds of any monotonic clock.
 */
public final class Settling {
  /** What can happen to a path. */
  public enum Input {
    /** An event. */
    HEARD,
    /** The settle time is over. */
    QUIET,
    /** Somebody waits for it: no more settling. */
    DEMANDED,
    /** The look ended, and the file was the same before and after. */
    SEEN,
    /** The look ended, and the file was another after it. */
    MOVED
  }

  /** What is to be done then. */
  public enum Act {
    NOTHING,
    WAIT,
    LOOK,
    SAY,
    SAY_AND_WAIT
  }

  /** One row of the table. */
  public record Row(Phase from, Input input, Phase to, Act act) {}

  /** Every transition there is; an input without a row cannot happen. */
  public static final List<Row> TABLE =
      List.of(
          new Row(SETTLED, Input.HEARD, SETTLING, Act.WAIT),
          new Row(SETTLED, Input.DEMANDED, LOOKING, Act.LOOK),
          new Row(SETTLING, Input.HEARD, SETTLING, Act.WAIT),
          new Row(SETTLING, Input.QUIET, LOOKING, Act.LOOK),
          new Row(SETTLING, Input.DEMANDED, LOOKING, Act.LOOK),
          new Row(LOOKING, Input.HEARD, LOOKING_STALE, Act.NOTHING),
          new Row(LOOKING, Input.DEMANDED, LOOKING, Act.NOTHING),
          new Row(LOOKING, Input.SEEN, SETTLED, Act.SAY),
          new Row(LOOKING, Input.MOVED, SETTLING, Act.WAIT),
          new Row(LOOKING_STALE, Input.HEARD, LOOKING_STALE, Act.NOTHING),
          new Row(LOOKING_STALE, Input.DEMANDED, LOOKING_STALE, Act.NOTHING),
          // What was seen was true when the look began, which is what a sync may ask for.
          new Row(LOOKING_STALE, Input.SEEN, SETTLING, Act.SAY_AND_WAIT),
          new Row(LOOKING_STALE, Input.MOVED, SETTLING, Act.WAIT));

  private static final Map<Case, Row> ROWS =
      TABLE.stream().collect(Collectors.toMap(row -> new Case(row.from, row.input), row -> row));

  private final long settleNs;
  private final NavigableMap<String, Motion> motions = new TreeMap<>();
  private final PriorityQueue<Motion> timers =
      new PriorityQueue<>((a, b) -> Long.compare(a.queuedFor, b.queuedFor));

  /** Machines that wait for so many nanoseconds of quiet. */
  public Settling(long settleNs) {
    this.settleNs = settleNs;
  }

  /** Takes an input for a path and says what is to be done. */
  public Act on(String path, Input input, long now) {
    var motion = motions.get(path);
    var phase = motion == null ? SETTLED : motion.phase;
    var row = ROWS.get(new Case(phase, input));
    if (row == null) {
      throw new IllegalStateException("'" + path + "': " + input + " while " + phase);
    }
    if (row.to == SETTLED) {
      motions.remove(path);
      return row.act;
    }
    if (motion == null) {
      motion = new Motion(path);
      motions.put(path, motion);
    }
    motion.phase = row.to;
    if (row.to == SETTLING) {
      motion.deadline = now + settleNs;
      // One timer per path: a later deadline is found when the earlier one fires.
      if (!motion.queued) {
        enqueue(motion);
      }
    }
    return row.act;
  }

  /** The paths that have been quiet for long enough; each is now being looked at. */
  public List<String> due(long now) {
    var due = new ArrayList<String>();
    for (var first = timers.peek();
        first != null && first.queuedFor <= now;
        first = timers.peek()) {
      timers.remove();
      first.queued = false;
      if (first.phase == SETTLING && motions.get(first.path) == first) {
        if (first.deadline <= now) {
          on(first.path, Input.QUIET, now);
          due.add(first.path);
        } else {
          enqueue(first);
        }
      }
    }
    return due;
  }

  /** When {@link #due} is to be asked next. */
  public OptionalLong next() {
    var first = timers.peek();
    return first == null ? OptionalLong.empty() : OptionalLong.of(first.queuedFor);
  }

  public Phase phase(String path) {
    var motion = motions.get(path);
    return motion == null ? SETTLED : motion.phase;
  }

  /** The paths that are not settled. */
  public Collection<String> inMotion() {
    return List.copyOf(motions.keySet());
  }

  /** The paths below a folder that are not settled. */
  public Collection<String> inMotionBelow(String folder) {
    return folder.isEmpty()
        ? inMotion()
        : List.copyOf(motions.subMap(folder + "/", folder + "0").keySet());
  }

  /** How many paths are not settled. */
  public int size() {
    return motions.size();
  }

  /** The table as a state diagram in Graphviz' language. */
  public static String diagram() {
    var dot = new StringBuilder("digraph settling {\n");
    for (Row row : TABLE) {
      dot.append(
          "  %s -> %s [label=\"%s / %s\"]\n".formatted(row.from, row.to, row.input, row.act));
    }
    return dot.append("}\n").toString();
  }

  private void enqueue(Motion motion) {
    motion.queued = true;
    motion.queuedFor = motion.deadline;
    timers.add(motion);
  }

  private record Case(Phase phase, Input input) {}

  private static final class Motion {
    final String path;
    Phase phase = SETTLED;
    long deadline;
    long queuedFor;
    boolean queued;

    Motion(String path) {
      this.path = path;
    }
  }
}
