package org.computepods.cli.doctor;

/**
 * One thing that was looked at.
 *
 * @param what how it is
 * @param cure what to do about it, empty if it is well
 */
public record Diagnosis(String subject, State state, String what, String cure) {
  /** How bad it is. */
  public enum State {
    WELL,
    /** It works, but may not for long, or not for everything. */
    DOUBTFUL,
    WRONG
  }

  static Diagnosis well(String subject, String what) {
    return new Diagnosis(subject, State.WELL, what, "");
  }

  static Diagnosis doubtful(String subject, String what, String cure) {
    return new Diagnosis(subject, State.DOUBTFUL, what, cure);
  }

  static Diagnosis wrong(String subject, String what, String cure) {
    return new Diagnosis(subject, State.WRONG, what, cure);
  }
}
