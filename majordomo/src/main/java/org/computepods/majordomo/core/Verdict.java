package org.computepods.majordomo.core;

import java.util.List;
import java.util.Locale;

/**
 * How the rounds of a cycle ended.
 *
 * @param period after how many passes its states repeat; 0 where they do not
 * @param moving the artefacts that still change
 * @param evidence what a person may see for himself: the lines or bytes that differ, the numbers
 *     that grow; "" for none
 */
public record Verdict(Kind kind, int period, List<String> moving, String evidence) {
  /** All but the first are failures. */
  public enum Kind {
    /** No member needs a run. */
    SETTLED,
    /** A state of the whole cycle came back. */
    OSCILLATING,
    /** A member makes another output of the same inputs. */
    NONDETERMINISTIC,
    /** An artefact grew in each of the last passes, or the number in which it differs. */
    DIVERGING,
    /** It was given up after {@code passes_max} passes, for no better-known reason. */
    CAPPED
  }

  static final Verdict SETTLED = new Verdict(Kind.SETTLED, 0, List.of(), "");

  public Verdict {
    moving = List.copyOf(moving);
  }

  Verdict(Kind kind, int period, List<String> moving) {
    this(kind, period, moving, "");
  }

  boolean settled() {
    return kind == Kind.SETTLED;
  }

  Verdict shownBy(String newEvidence) {
    return new Verdict(kind, period, moving, newEvidence);
  }

  /** The verdict's name in reports. */
  public String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
