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
    SECONDARY,
    /** Whether the task applies at all is read from there. */
    CONDITION,
    /** Seen in the last run. */
    DISCOVERED
  }

  boolean required() {
    return kind == Kind.REQUIRED;
  }
}
