package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Task;
import org.jspecify.annotations.Nullable;

/** What is known of one artefact: its state, whether it is ours, who makes it and who reads it. */
final class Artefact {
  /** What only those have that changed, or were written, since they were first told of. */
  private static final class Lately {
    /** The state before the last change. */
    ArtefactState before = ArtefactState.absent();

    /** When one of our own runs last wrote it, in ticks of the engine. */
    long wroteAt;

    /** What stood there before builds of now wrote it, and whether that was ours. */
    ArtefactState stood = ArtefactState.absent();

    boolean stoodAsOurs;

    /**
     * What a run that does not declare it last wrote there, and of which task; null for nothing.
     */
    @Nullable ArtefactState undeclared;

    String undeclaredBy = "";

    /** Whether a restore is about to put it back, though its task does not declare it. */
    boolean comesBack;

    /** What was last said of it while a job was at it; the job's own word may be later. */
    Event.@Nullable FileFact meanwhile;
  }

  final ArtefactPath path;
  ArtefactState state = ArtefactState.absent();
  long ctimeNs;

  /** When it was heard last that it had changed, in ticks of the engine. */
  private long changedAt;

  /** When the watcher last spoke of it, in ticks of the engine. */
  long namedAt;

  private @Nullable Lately lately;

  /** What we last wrote there, and for which task; null where nothing of ours stands. */
  @Nullable ArtefactState ours;

  /** The {@link TaskName} of the task that wrote it. */
  private Object oursTask = "";

  /** About how large it was when the watcher last spoke of it: see {@code Magnitude}. */
  byte magnitude;

  /** Whether a project or tasks file named the task that wrote it. */
  boolean oursDeclared;

  @Nullable TaskNode producer;

  /** Nothing, the one task that reads it, or a list of several. */
  private @Nullable Object readers;

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
      if (state.exists() || lately != null) {
        lately().before = state;
      }
      boolean first = isUnheardOf();
      state = ours != null && ours.equals(next) ? ours : next;
      changedAt = first ? changedAt : tick;
    }
  }

  /**
   * Whether this is a file outside the workspace of which nothing is known yet: nobody has read it,
   * so the first word about it is no change.
   */
  private boolean isUnheardOf() {
    return path.outside() && changedAt == 0 && !state.exists() && readers == null;
  }

  /** The name of the task that wrote what we last wrote there. */
  String oursTask() {
    return TaskName.of(oursTask);
  }

  void owe(String task) {
    oursTask = task;
  }

  /** The name of this task, if it wrote it, is held from now on in place of an equal one. */
  void belongsTo(Task owner) {
    oursTask = TaskName.held(oursTask, owner);
  }

  /** Tasks that read it, each once. */
  List<TaskNode> readers() {
    return switch (readers) {
      case null -> List.of();
      case TaskNode only -> List.of(only);
      default -> several();
    };
  }

  @SuppressWarnings("unchecked") // nothing else is put there
  private List<TaskNode> several() {
    return (List<TaskNode>) Objects.requireNonNull(readers);
  }

  void addReader(TaskNode reader) {
    if (readers == null) {
      readers = reader;
    } else {
      if (readers instanceof TaskNode only) {
        readers = new ArrayList<>(List.of(only));
      }
      several().add(reader);
    }
  }

  void removeReader(TaskNode reader) {
    if (readers == reader) {
      readers = null;
    } else if (readers instanceof List<?> several) {
      several.remove(reader);
    }
  }

  private Lately lately() {
    if (lately == null) {
      lately = new Lately();
    }
    return lately;
  }

  /** When one of our own runs last wrote it, in ticks of the engine; 0 for never. */
  long wroteAt() {
    return lately == null ? 0 : lately.wroteAt;
  }

  /** One of our runs is about to have written it, for the first time in the builds of now. */
  void writtenFirst() {
    lately().stoodAsOurs = isOurs();
    lately().stood = state;
  }

  void written(long tick) {
    lately().wroteAt = tick;
  }

  /** What stood there before the builds that last wrote it. */
  ArtefactState stood() {
    return lately == null ? state : lately.stood;
  }

  /** Whether that was somebody else's. */
  boolean stoodAsPrimary() {
    return lately != null && lately.stood.exists() && !lately.stoodAsOurs;
  }

  /** A run wrote this, whose task does not declare it. */
  void writtenUndeclared(String by, ArtefactState wrote) {
    lately().undeclared = wrote;
    lately().undeclaredBy = by;
  }

  /**
   * Whether a run of the task of this name wrote what stands there, though it does not declare it.
   */
  boolean isUndeclaredOf(String task) {
    return isUndeclared() && lately().undeclaredBy.equals(task);
  }

  /** A restore is about to put it back, or is over. */
  void comesBack(boolean now) {
    if (lately != null || now) {
      lately().comesBack = now;
    }
  }

  /** Whether a restore is about to put it back, though its task does not declare it. */
  boolean comesBack() {
    return lately != null && lately.comesBack;
  }

  /** Whether a run wrote what stands there, though its task does not declare it. */
  boolean isUndeclared() {
    return lately != null && state.equals(lately.undeclared);
  }

  /** What was last said of it while a job was at it; null for nothing. */
  Event.@Nullable FileFact meanwhile() {
    return lately == null ? null : lately.meanwhile;
  }

  void saidMeanwhile(Event.@Nullable FileFact fact) {
    if (lately != null || fact != null) {
      lately().meanwhile = fact;
    }
  }

  /** The state as it was known at that tick; changes since then are forgotten but for the last. */
  ArtefactState stateAt(long tick) {
    if (changedAt <= tick) {
      return state;
    }
    return lately == null ? ArtefactState.absent() : lately.before;
  }

  boolean changedSince(long tick) {
    return changedAt > tick;
  }

  @Override
  public String toString() {
    return path.value();
  }
}
