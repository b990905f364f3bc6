package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What a cycle has been through in this build: the state after each pass, the versions of what it
 * writes, and the last run of each member. It outlives regrouping, for a cycle whose edges come and
 * go is no new one.
 */
final class CycleHistory {
  /**
   * The last run of a member.
   *
   * @param outputs what it made
   */
  record Ran(BuildFrom job, List<FileRef> outputs) {}

  /**
   * A state that came back.
   *
   * @param period after how many passes
   * @param moving what changed meanwhile
   */
  record Repetition(int period, List<ArtefactPath> moving) {}

  /** Times that the rounds begin again for changes from outside. */
  private static final int ANEW_MAX = 10;

  private final List<Map<String, Digest>> states = new ArrayList<>();
  private final List<Map<ArtefactPath, ArtefactState>> versions = new ArrayList<>();
  private final Map<TaskNode, Ran> lastRuns = new LinkedHashMap<>();
  private Set<TaskNode> ranThisPass = new LinkedHashSet<>();
  private Set<TaskNode> ranLastPass = new LinkedHashSet<>();

  private int begunAnew;

  /** Whether it was decided from where the rounds begin. */
  boolean opened;

  /** Whether any member has made anything since. */
  boolean moved;

  /** Whether what stands is (as far as it can be had) the last settled generation again. */
  boolean broughtBack;

  /** Generations that were put back, or could not be. */
  final Set<String> tried = new HashSet<>();

  /** How it ended, while what last settled is put back. */
  @Nullable Verdict closing;

  /** Why it does not settle, while that is being found out. */
  @Nullable Inquiry inquiry;

  void ran(TaskNode member, BuildFrom job, List<FileRef> outputs) {
    lastRuns.put(member, new Ran(job, outputs));
    ranThisPass.add(member);
    moved = true;
    broughtBack = false;
  }

  /**
   * A change from outside: what was seen before says nothing any more, and the rounds begin again
   * from where the cycle last settled, so that the moment of an edit makes no difference. That is
   * not done for ever: what comes with every pass may be the cycle's own work, undeclared.
   *
   * @return whether it is done
   */
  boolean beginAnew() {
    if (begunAnew++ >= ANEW_MAX) {
      return false;
    }
    states.clear();
    versions.clear();
    inquiry = null;
    closing = null;
    opened = false;
    tried.clear();
    return true;
  }

  /** Takes over what another cycle went through whose members are in this one now. */
  void inherit(CycleHistory other) {
    if (other.states.size() > states.size()) {
      states.clear();
      states.addAll(other.states);
      versions.clear();
      versions.addAll(other.versions);
    }
    lastRuns.putAll(other.lastRuns);
    ranThisPass.addAll(other.ranThisPass);
    ranLastPass.addAll(other.ranLastPass);
    begunAnew = Math.max(begunAnew, other.begunAnew);
    opened |= other.opened;
    moved |= other.moved;
    broughtBack |= other.broughtBack;
    tried.addAll(other.tried);
  }

  /**
   * Notes how things stand after a pass.
   *
   * @param state the views of all that the members read, and who needs a run
   * @param writes what they write
   * @return whether it was so before
   */
  Optional<Repetition> note(Map<String, Digest> state, Collection<Artefact> writes) {
    var now = new TreeMap<ArtefactPath, ArtefactState>();
    writes.forEach(artefact -> now.put(artefact.path, artefact.state));
    versions.add(now);
    int before = states.lastIndexOf(state);
    states.add(state);
    ranLastPass = ranThisPass;
    ranThisPass = new LinkedHashSet<>();
    if (before < 0) {
      return Optional.empty();
    }
    int period = states.size() - 1 - before;
    return Optional.of(new Repetition(period, moving(period)));
  }

  /** What changed in the last passes, as many as these. */
  List<ArtefactPath> moving(int passes) {
    var moving = new TreeSet<ArtefactPath>();
    int first = Math.max(1, versions.size() - passes);
    for (int pass = first; pass < versions.size(); pass++) {
      Map<ArtefactPath, ArtefactState> earlier = versions.get(pass - 1);
      versions
          .get(pass)
          .forEach(
              (path, state) -> {
                if (!state.equals(earlier.get(path))) {
                  moving.add(path);
                }
              });
    }
    return List.copyOf(moving);
  }

  /** What changed in each of the last passes, as many as these. */
  List<ArtefactPath> movingInEach(int passes) {
    if (versions.size() <= passes) {
      return List.of();
    }
    var moving = new TreeSet<>(versions.getLast().keySet());
    for (int pass = versions.size() - passes; pass < versions.size(); pass++) {
      Map<ArtefactPath, ArtefactState> earlier = versions.get(pass - 1);
      Map<ArtefactPath, ArtefactState> later = versions.get(pass);
      moving.removeIf(
          path -> {
            ArtefactState state = later.get(path);
            return state == null || state.equals(earlier.get(path));
          });
    }
    return List.copyOf(moving);
  }

  /**
   * The last contents of an artefact, the oldest first, one for each pass; fewer where it was
   * absent or a link.
   */
  List<Digest> contents(ArtefactPath path, int max) {
    var contents = new ArrayList<Digest>();
    for (Map<ArtefactPath, ArtefactState> version : versions) {
      if (version.get(path) instanceof ArtefactState.Present(Digest digest, _)) {
        contents.add(digest);
      }
    }
    return contents.subList(Math.max(0, contents.size() - max), contents.size());
  }

  /** The last run of each member that ran in the last pass, or in the one under way. */
  Map<TaskNode, Ran> runsOfLastPass() {
    var runs = new LinkedHashMap<>(lastRuns);
    runs.keySet().removeIf(m -> !ranThisPass.contains(m) && !ranLastPass.contains(m));
    return runs;
  }
}
