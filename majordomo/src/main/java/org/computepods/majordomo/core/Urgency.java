package org.computepods.majordomo.core;

import java.util.List;
import org.computepods.chef.wire.Magnitude;

/**
 * How urgent groups are: how long the longest chain of tasks is expected to take that begins with
 * them, in {@link #GRAIN_MS}. A task is expected to take as long as its last run; one that never
 * ran as long as it takes to read what it declares, at the pace of a compiler.
 */
final class Urgency {
  /** What is closer than that is as urgent, and goes in the order in which it came. */
  private static final int GRAIN_MS = 20;

  /** A C compiler's pace that optimizes. */
  private static final int BYTES_A_MS = 100;

  private Urgency() {}

  /**
   * The urgency of each group, by its place in the list.
   *
   * @param groups each after all that it depends on
   */
  static int[] of(List<Group> groups) {
    var chains = new long[groups.size()];
    var urgencies = new int[groups.size()];
    for (int i = groups.size() - 1; i >= 0; i--) {
      Group group = groups.get(i);
      long longest = 0;
      for (int d = 0; d < group.dependantCount(); d++) {
        longest = Math.max(longest, chains[group.dependant(d).position]);
      }
      for (TaskNode member : group.members()) {
        longest += expectedMs(member);
      }
      chains[i] = longest;
      urgencies[i] = (int) Math.min(Integer.MAX_VALUE, longest / GRAIN_MS);
    }
    return urgencies;
  }

  private static long expectedMs(TaskNode node) {
    if (!node.traces().isEmpty()) {
      return node.traces().getFirst().ms();
    }
    long bytes = 0;
    for (Edge edge : node.edges) {
      bytes += Magnitude.bytes(edge.from().magnitude);
    }
    return bytes / BYTES_A_MS;
  }
}
