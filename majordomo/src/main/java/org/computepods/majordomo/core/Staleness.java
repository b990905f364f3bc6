package org.computepods.majordomo.core;

import java.util.List;
import org.computepods.rules.ArtefactPath;

/** Whether a task must run, and why: what a decision about it says. */
public sealed interface Staleness {
  /** A kept trace holds, inputs and outputs: running again would change nothing. */
  record Fresh(Trace trace) implements Staleness {}

  /** A condition of its rule does not hold: there is nothing to do. */
  record Inapplicable(ArtefactPath artefact) implements Staleness {}

  /** A kept trace's inputs hold, but not its outputs: they can come from a store. */
  record Restorable(Trace trace, String reason) implements Staleness {}

  /** It must run. */
  record Stale(String reason) implements Staleness {}

  /** It cannot be said before these contents have been looked at. */
  record Unseen(List<Command.Look> looks) implements Staleness {}

  /** It cannot run: a required dependency is not there. */
  record Lacking(ArtefactPath dependency) implements Staleness {}
}
