package org.computepods.majordomo.core;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.jspecify.annotations.Nullable;

/**
 * What cycles, failures, edits under its runs and changes of its recipe leave on a task. Apart from
 * it, for of a million tasks few have any.
 */
final class Trouble {
  /** That of tasks without any: nobody writes it. */
  static final Trouble NONE = new Trouble();

  /** More that are named in vain are forgotten, and asked for again. */
  private static final int WITHOUT_MAX = 1_000;

  /** What it was before it was changed last, if it had run as that; null where it is not known. */
  @Nullable Task formerly;

  /** Runs whose result belonged to inputs that moved meanwhile. */
  int overtaken;

  /** Runs that did not begin, for what they were to read had moved by then. */
  int waited;

  /** What it reads and changed during its last run. */
  List<String> movedMeanwhile = List.of();

  /** Why it is run though a trace of it held: contents that were to be restored are gone. */
  String lost = "";

  /** How the cycle ended that it was last a member of; null where it was in none. */
  @Nullable Verdict verdict;

  /** How its cycle ended in an earlier build. */
  @Nullable Verdict verdictBefore;

  /**
   * What its cycle saw of everything outside of it when it did not settle; while it sees the same,
   * only an explicit build goes round again.
   */
  @Nullable Digest unsettledSeeing;

  /** Whether it cannot be built and nobody demands it: whoever reads it does without. */
  boolean withheld;

  /** Why it failed, for people; empty if it did not. */
  String failure = "";

  /** Whether it failed because nobody can do it. */
  boolean impossible;

  /**
   * What it saw when it last failed; while it sees the same, only an explicit build tries again.
   */
  @Nullable Digest failedSeeing;

  /** Files that the tool has missed, and that were looked for, once each. */
  private Set<String> missed = Set.of();

  /** Traces that did not hold, and whose edges were followed to see whether they will. */
  private Set<String> followed = Set.of();

  /** Files that the tool asked for, in this build or before it, and that nobody made. */
  private Set<String> without = Set.of();

  /** Edges that join because the tool missed a file. */
  Map<ArtefactPath, Artefact> joined = Map.of();

  /** Files of other tasks that the tool has failed without: in a cycle they are made before it. */
  private Set<ArtefactPath> needed = Set.of();

  /** Takes note that it goes by the edges of this trace; says whether it is the first time. */
  boolean follows(Trace trace) {
    if (followed.isEmpty()) {
      followed = new LinkedHashSet<>();
    }
    return followed.add(trace.id());
  }

  /** Whether its cycle ended otherwise than well. */
  boolean isUnsettled() {
    return verdict != null && !verdict.settled();
  }

  /** Takes note of a file that the tool has missed; says whether it is the first time. */
  boolean misses(String name) {
    if (missed.isEmpty()) {
      missed = new LinkedHashSet<>();
    }
    return missed.add(name);
  }

  /** What the tool has missed in this build. */
  Set<String> missed() {
    return Collections.unmodifiableSet(missed);
  }

  /** The tool has asked for a file that nobody makes; it need not ask in the next build. */
  void goesWithout(String name) {
    if (without.isEmpty() || without.size() >= WITHOUT_MAX) {
      without = new LinkedHashSet<>();
    }
    without.add(name);
  }

  /** The tool may ask once more for what is like that. */
  void asksAgain(Predicate<String> like) {
    if (!without.isEmpty()) {
      without.removeIf(name -> !missed.contains(name) && like.test(name));
    }
  }

  /** What the tool need not ask for. */
  Set<String> known() {
    if (without.isEmpty()) {
      return missed();
    }
    var known = new LinkedHashSet<>(missed);
    known.addAll(without);
    return known;
  }

  /** The tool has failed for want of this, which another task makes; says whether that is new. */
  boolean failedWithout(Artefact artefact) {
    if (needed.isEmpty()) {
      needed = new LinkedHashSet<>();
    }
    boolean first = needed.add(artefact.path);
    return joins(Map.of(artefact.path, artefact)) || first;
  }

  /** Whether the tool has failed without it. */
  boolean needs(ArtefactPath path) {
    return needed.contains(path);
  }

  /** Says whether any of these edges is new. */
  boolean joins(Map<ArtefactPath, Artefact> more) {
    if (joined.isEmpty()) {
      joined = new LinkedHashMap<>();
    }
    int before = joined.size();
    more.forEach(joined::putIfAbsent);
    return joined.size() > before;
  }

  /** What of it counts in the builds to come; {@code retry}: the failure does not. */
  Trouble afterwards(boolean retry) {
    if (this == NONE) {
      return this;
    }
    overtaken = 0;
    waited = 0;
    lost = "";
    if (verdict != null) {
      verdictBefore = verdict;
      verdict = null;
    }
    failure = "";
    impossible = false;
    withheld = false;
    missed = Set.of();
    followed = Set.of();
    if (retry) {
      failedSeeing = null;
      unsettledSeeing = null;
    }
    boolean over =
        formerly == null
            && movedMeanwhile.isEmpty()
            && verdictBefore == null
            && unsettledSeeing == null
            && failedSeeing == null
            && joined.isEmpty()
            && without.isEmpty()
            && needed.isEmpty();
    return over ? NONE : this;
  }
}
