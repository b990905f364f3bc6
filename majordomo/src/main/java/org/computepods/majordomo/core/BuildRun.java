package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;

/** One build: what was asked, and what came of it so far. */
final class BuildRun {
  /** How far a build has come. */
  enum Stage {
    /** It waits to hear of every change made before it was asked for. */
    SYNCING,
    /** It has heard; it waits until the project has been read as it is now. */
    SYNCED,
    /** Its tasks are being brought up to date. */
    RUNNING,
    /** Nothing more is begun; what runs comes to its end. */
    STOPPING,
    /**
     * It waits until what is no longer made is removed: before anything is begun, or at its end.
     */
    TIDYING,
    /** A watch that waits for a change. */
    RESTING,
    ENDED
  }

  /** Rounds of a watch after which it waits for another change though not all came to rest. */
  private static final int UNASKED_MAX = 3;

  final String id;
  final BuildRequest request;
  final long startedMs;

  /** When it was asked for, or when its watch went round again. */
  long startedNanos;

  Stage stage = Stage.SYNCING;
  boolean cancelled;

  /** Whether the files of tasks that tasks write were brought up to date for it. */
  boolean prepared;

  /** Whether what was no longer made when it began was removed before anything ran for it. */
  boolean cleared;

  /** What was to be removed for it, gone or not: each file is asked for only once. */
  final Set<String> tidied = new HashSet<>();

  Set<TaskNode> goals = Set.of();

  /** Everything that the goals need, as of the last plan. */
  Wanted wanted = Wanted.only(Set.of());

  final List<BuildReport.Run> runs = new ArrayList<>();

  /** Those of the runs whose tool never began. */
  int notBegun;

  final Set<TaskNode> ran = new LinkedHashSet<>();

  /** Tasks that were run again and again, and whose dependencies still moved. */
  final Set<TaskNode> letPass = new LinkedHashSet<>();

  /** Tasks at whose failure it stopped: what is heard of them later does not undo that. */
  final Set<TaskNode> stoppedAt = new LinkedHashSet<>();

  /** Whether it is yet to be told what in the project is seldom meant. */
  boolean doubting;

  /** Whether it was told which files are what another tool once made. */
  boolean givenTold;

  final Set<TaskNode> restored = new LinkedHashSet<>();
  final List<BuildReport.Problem> problems = new ArrayList<>();
  final List<String> warnings = new ArrayList<>();

  /** What the last run of each task had to remark. */
  final Map<TaskNode, List<String>> remarks = new LinkedHashMap<>();

  boolean invalid;
  boolean impossible;
  boolean unavailable;

  /** What a dry run has to see before it can tell, and has asked for. */
  private final Set<Command.Look> asked = new LinkedHashSet<>();

  private final Set<Command.Look> unseen = new LinkedHashSet<>();

  /** What changed while it went round, but for the changes that it goes round for. */
  final Set<String> changedMeanwhile = new LinkedHashSet<>();

  /** Rounds since the last change that it had rested before. */
  private int roundsUnasked;

  /** Whether something changed when nothing more was begun in the round. */
  private boolean stirred;

  /** The changes for which it goes round; none where it was asked to. */
  private Set<String> wokenBy = Set.of();

  /** When the last of its runs ended, and of when all changes are known. */
  private long ranAt;

  private long heardAt;
  private long askedAt;

  /** Tasks done, and their number, as last told. */
  int told = -1;

  BuildRun(String id, BuildRequest request, long startedNanos, long startedMs) {
    this.id = id;
    this.request = request;
    this.startedNanos = startedNanos;
    this.startedMs = startedMs;
  }

  /** Whether new tasks may be begun for it. */
  boolean active() {
    return stage == Stage.RUNNING;
  }

  boolean wants(TaskNode node) {
    return wanted.has(node);
  }

  /** Something changed when it had failed, and was about to end. */
  void stirs() {
    stirred = true;
  }

  /** Whether a watch has to go round at once for what changed at the end of the last round. */
  boolean isStirred() {
    return stirred;
  }

  /** A change wakes a watch that rested. */
  void wakes(List<String> changed) {
    roundsUnasked = 0;
    wokenBy = Set.copyOf(changed);
  }

  /** Something changed while it goes round. */
  void hears(List<String> changed) {
    if (!wokenBy.isEmpty()) {
      changed.stream().filter(path -> !wokenBy.contains(path)).forEach(changedMeanwhile::add);
    }
  }

  /** Whether a watch goes round once more though nothing else changed, which is not for ever. */
  boolean goesRoundUnasked() {
    return roundsUnasked++ < UNASKED_MAX;
  }

  /** A run has ended; @param said what it had to remark. */
  void ran(TaskNode node, BuildReport.Run run, List<String> said, long tick) {
    runs.add(run);
    ran.add(node);
    remarks.remove(node);
    if (!said.isEmpty()) {
      remarks.put(node, said);
    }
    ranAt = tick;
  }

  /** All is known that had changed at that time. */
  void heard(long tick) {
    heardAt = Math.max(heardAt, tick);
  }

  /** Whether a run may have changed what nobody has told of yet. */
  boolean isUnheard() {
    return !runs.isEmpty() && heardAt < ranAt;
  }

  /** Whether to ask now what changed by its runs: not while it waits for the answer. */
  boolean looksOnceMore(long tick) {
    boolean asks = askedAt < ranAt;
    askedAt = asks ? tick : askedAt;
    return asks;
  }

  /** Forgets what came of the round before. */
  void nextRound(long nowNanos) {
    startedNanos = nowNanos;
    runs.clear();
    stirred = false;
    notBegun = 0;
    ran.clear();
    stoppedAt.clear();
    restored.clear();
    problems.clear();
    warnings.clear();
    remarks.clear();
    invalid = false;
    impossible = false;
    told = -1;
    changedMeanwhile.clear();
    prepared = false;
    cleared = false;
    givenTold = false;
    tidied.clear();
  }

  /** Whether it waits to see these; each is asked for only once. */
  boolean looksFor(List<Command.Look> looks) {
    looks.stream().filter(asked::add).forEach(unseen::add);
    return !unseen.isEmpty();
  }

  /** Whether this was the last that it waited to see. */
  boolean hasSeen(Command.Look look) {
    return unseen.remove(look) && unseen.isEmpty();
  }

  void problem(String message) {
    var problem = new BuildReport.Problem("", 0, 0, message);
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }
}
