package org.computepods.majordomo.core;

import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/**
 * What the core remembers from one life to the next. If it is lost, everything is slower and
 * nothing is wrong.
 */
public sealed interface Memory {

  /**
   * A run is remembered; under its {@link Trace#key()} the newest come first, older ones beyond a
   * limit may go.
   */
  record TraceKept(Trace trace) implements Memory {}

  /** A trace turned out to be worthless (its contents are gone). */
  record TraceDropped(String key, String id) implements Memory {}

  /** A cycle has settled; of generations with the same key the newest come first. */
  record Settled(Generation generation) implements Memory {}

  /** A generation turned out to be worthless (its contents are gone). */
  record GenerationDropped(String key, String id) implements Memory {}

  /** We wrote this file: it may be replaced and removed freely as long as it is in this state. */
  record Wrote(ArtefactPath path, ArtefactState state, String task, boolean declared)
      implements Memory {
    /** What is known of a file by the name of its task alone; "" for one that is not known. */
    public static Wrote by(String task, ArtefactPath path, ArtefactState state) {
      return new Wrote(path, state, task, !task.isEmpty() && TaskName.setOf(task).isEmpty());
    }
  }

  /** A run left this file so, though its task does not declare it; absent: it is ours no more. */
  record WroteUndeclared(ArtefactPath path, ArtefactState state, String task) implements Memory {}

  /** The file is no longer ours (removed, or its task vanished and a person changed it). */
  record Disowned(ArtefactPath path) implements Memory {}

  /** A person's file was saved in a store before it was replaced. */
  record SavedAside(ArtefactPath path, ArtefactState state, String pod, long atMs)
      implements Memory {}

  /** A build has ended. */
  record BuildDone(BuildRequest request, BuildReport report, long startedMs) implements Memory {}
}
