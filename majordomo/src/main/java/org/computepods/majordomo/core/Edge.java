package org.computepods.majordomo.core;

import org.computepods.rules.View;

/** A dependency of a task in the graph. */
record Edge(Artefact from, View view, Kind kind) {
  /**
   * Why the edge is there. All but required ones may be cut in a cycle, in this order of
   * preference.
   */
  enum Kind {
    REQUIRED,
    /** The task stands in that file, which another task writes: nothing that its tool reads. */
    DEFINED,
    /** Its tool was seen to fail for want of it: who can do without something is cut off first. */
    MISSED,
    SECONDARY,
    /** Whether the task applies at all is read from there. */
    CONDITION,
    /** Seen in the last run. */
    DISCOVERED
  }

  /** By hand, as in {@code Digest}; of an artefact there is one object only. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Edge edge
            && from == edge.from
            && kind == edge.kind
            && view.equals(edge.view));
  }

  @Override
  public int hashCode() {
    return from.hashCode(); // it is read through one view, nearly always
  }

  /** Whether the task declares that it reads this. */
  boolean declared() {
    return kind == Kind.REQUIRED || kind == Kind.SECONDARY;
  }

  /** Whether only a run has shown that the task reads this. */
  boolean discovered() {
    return kind == Kind.MISSED || kind == Kind.DISCOVERED;
  }

  /** Whether the tool itself reads this: neither its definition nor a condition. */
  boolean read() {
    return kind != Kind.DEFINED && kind != Kind.CONDITION;
  }

  boolean required() {
    return kind == Kind.REQUIRED;
  }
}
