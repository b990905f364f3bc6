package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rounds of one cycle. A pass walks the members in their order; tasks joined by any edge never
 * run at the same time; the walk in which nobody needs a run is no pass, it is the proof that the
 * cycle has settled.
 */
final class CycleLoop {
  private final List<TaskNode> members;
  private final Map<TaskNode, Set<TaskNode>> earlierNeighbours = new LinkedHashMap<>();
  private final Set<TaskNode> walked = new HashSet<>();
  private final Map<TaskNode, Trace> holding = new HashMap<>();
  private boolean ranThisPass;

  final CycleHistory history;

  CycleLoop(List<TaskNode> members, CycleHistory history) {
    this.members = members;
    this.history = history;
    var position = new TaskIndex(members);
    members.forEach(m -> earlierNeighbours.put(m, new HashSet<>()));
    for (CycleOrder.Link link : CycleOrder.links(members)) {
      int from = position.of(link.from());
      int to = position.of(link.to());
      if (from < to) {
        earlier(link.to()).add(link.from());
      } else if (to < from) {
        earlier(link.from()).add(link.to());
      }
    }
  }

  private Set<TaskNode> earlier(TaskNode member) {
    return Objects.requireNonNull(earlierNeighbours.get(member));
  }

  List<TaskNode> members() {
    return members;
  }

  /** Members whose turn it is in this pass. */
  Collection<TaskNode> turns() {
    return members.stream()
        .filter(m -> !walked.contains(m) && walked.containsAll(earlier(m)))
        .toList();
  }

  boolean passIsOver() {
    return walked.size() == members.size();
  }

  /** The member has had its turn, and has run. */
  void ran(TaskNode member) {
    walked.add(member);
    holding.remove(member);
    ranThisPass = true;
  }

  /** The member has had its turn, and did not need a run. */
  void rested(TaskNode member) {
    walked.add(member);
    holding.remove(member);
  }

  /** The member has had its turn, and did not need a run, for this trace holds. */
  void rested(TaskNode member, Trace trace) {
    walked.add(member);
    holding.put(member, trace);
  }

  /** Whether the last pass was a quiet one. */
  boolean quiet() {
    return passIsOver() && !ranThisPass;
  }

  /** The traces that hold after a quiet pass, in the order of the members. */
  List<Trace> holding() {
    return members.stream().map(holding::get).filter(Objects::nonNull).toList();
  }

  void nextPass() {
    walked.clear();
    ranThisPass = false;
  }
}
