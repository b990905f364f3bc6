package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/** Runs seeds, and says of those that fail how to have them again. */
final class Seeds {
  private static final int SHOWN = 3;

  private Seeds() {}

  /**
   * Runs so many seeds, or as many as {@code -Dcomputepods.seeds} says, or only {@code
   * -Dcomputepods.seed}.
   */
  static void run(String what, int count, LongConsumer history) {
    Long one = Long.getLong("computepods.seed");
    if (one != null) {
      history.accept(one);
      return;
    }
    run(what, LongStream.range(0, Integer.getInteger("computepods.seeds", count)), history);
  }

  /** Runs these seeds. */
  static void run(String what, LongStream seeds, LongConsumer history) {
    var bad = new ArrayList<Long>();
    var said = new ArrayList<String>();
    seeds.forEach(
        seed -> {
          try {
            history.accept(seed);
          } catch (AssertionError | RuntimeException fault) {
            bad.add(seed);
            if (said.size() < SHOWN) {
              said.add(
                  "seed "
                      + seed
                      + " (again: scripts/soak "
                      + what
                      + " "
                      + seed
                      + "): "
                      + text(fault));
            }
          }
        });
    if (!bad.isEmpty()) {
      throw new AssertionError(bad.size() + " bad seeds " + bad + "\n" + String.join("\n\n", said));
    }
  }

  private static String text(Throwable fault) {
    return fault instanceof AssertionError
        ? String.valueOf(fault.getMessage())
        : fault + " at " + List.of(fault.getStackTrace()).subList(0, 5);
  }
}
