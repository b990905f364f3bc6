package org.computepods.majordomo.core;

import java.util.List;

/**
 * A cycle as it settled: the trace of each member that held then. Together they are the trace of
 * the whole cycle: with what its members read from outside in place again, all that they wrote can
 * be put back, and nobody needs a run.
 *
 * @param id unique
 * @param traces one of each member, in the order in which a pass walked them
 */
public record Generation(String id, List<Trace> traces) {
  /** Kept of one cycle: enough for a few branches to switch between. */
  public static final int KEPT = 8;

  public Generation {
    traces = List.copyOf(traces);
    if (traces.isEmpty()) {
      throw new IllegalArgumentException("a cycle has a member at least");
    }
  }

  /** What groups generations: the least of the keys of its traces. */
  public String key() {
    return traces.stream().map(Trace::key).min(String::compareTo).orElseThrow();
  }
}
