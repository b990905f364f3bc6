package org.computepods.majordomo.core;

import java.util.List;
import java.util.Locale;

/**
 * How the rounds of a cycle ended.
 *
 * @param period after how many passes its states repeat; 0 where they do not
 * @param moving the artefacts that still change
 */
public record Verdict(Kind kind, int period, List<String> moving) {
  /** All but the first are failures. */
  public enum Kind {
    /** No member needs a run. */
    SETTLED,
    /** A state of the whole cycle came back. */
    OSCILLATING,
    /** It was given up after {@code passes_max} passes, for no better-known reason. */
    CAPPED
  }

  static final Verdict SETTLED = new Verdict(Kind.SETTLED, 0, List.of());

  boolean settled() {
    return kind == Kind.SETTLED;
  }

  /** The verdict's name in reports. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
