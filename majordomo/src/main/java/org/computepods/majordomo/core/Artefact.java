package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.jspecify.annotations.Nullable;

/** What is known of one artefact: its state, whether it is ours, who makes it and who reads it. */
final class Artefact {
  final ArtefactPath path;
  ArtefactState state = ArtefactState.absent();
  long ctimeNs;

  /**
   * The state before the last change, and when (in ticks of the engine) that change was heard of.
   */
  private ArtefactState before = ArtefactState.absent();

  private long changedAt;

  /** When the watcher last spoke of it, in ticks of the engine. */
  long namedAt;

  /** When one of our own runs last wrote it, in ticks of the engine. */
  long wroteAt;

  /** When the watcher was last asked about it, in ticks of the engine. */
  long askedAt;

  /** What we last wrote there, and for which task; null where nothing of ours stands. */
  @Nullable ArtefactState ours;

  /** What was last said of it while a job was at it; the job's own word may be the later one. */
  Event.@Nullable FileFact meanwhile;

  String oursTask = "";

  /** Whether a project or tasks file named the task that wrote it. */
  boolean oursDeclared;

  @Nullable TaskNode producer;
  private List<TaskNode> readers = List.of();

  Artefact(ArtefactPath path) {
    this.path = path;
  }

  /**
   * Whether what stands there is just what we last wrote, so that it may be replaced or removed.
   */
  boolean isOurs() {
    return ours != null && ours.equals(state);
  }

  /** Whether a person (or another program) is responsible for what stands there. */
  boolean isPrimary() {
    return state.exists() && !isOurs();
  }

  void become(ArtefactState next, long tick) {
    if (!state.equals(next)) {
      before = state;
      state = ours != null && ours.equals(next) ? ours : next;
      changedAt = tick;
    }
  }

  /** Tasks that read it, each once. */
  List<TaskNode> readers() {
    return readers;
  }

  void addReader(TaskNode reader) {
    if (readers.isEmpty()) {
      readers = List.of(reader);
    } else {
      if (readers.size() == 1) {
        readers = new ArrayList<>(readers);
      }
      readers.add(reader);
    }
  }

  void removeReader(TaskNode reader) {
    if (readers.size() > 1) {
      readers.remove(reader);
    } else if (readers.contains(reader)) {
      readers = List.of();
    }
  }

  /** The state as it was known at that tick; changes since then are forgotten but for the last. */
  ArtefactState stateAt(long tick) {
    return changedAt > tick ? before : state;
  }

  boolean changedSince(long tick) {
    return changedAt > tick;
  }

  @Override
  public String toString() {
    return path.value();
  }
}
