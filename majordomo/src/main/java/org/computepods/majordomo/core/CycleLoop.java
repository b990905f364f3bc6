package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
  private final TaskIndex position;
  private final Map<TaskNode, Set<TaskNode>> neighbours = new LinkedHashMap<>();
  private final Set<TaskNode> walked = new HashSet<>();
  private final Map<TaskNode, Trace> holding = new HashMap<>();
  private final Set<TaskNode> ran = new HashSet<>();

  final CycleHistory history;

  CycleLoop(List<TaskNode> members, CycleHistory history) {
    this.members = members;
    this.history = history;
    this.position = new TaskIndex(members);
    members.forEach(m -> neighbours.put(m, new LinkedHashSet<>()));
    for (CycleOrder.Link link : CycleOrder.links(members)) {
      if (link.from() != link.to()) {
        neighbours(link.from()).add(link.to());
        neighbours(link.to()).add(link.from());
      }
    }
  }

  private Set<TaskNode> neighbours(TaskNode member) {
    return Objects.requireNonNull(neighbours.get(member));
  }

  /**
   * Goes on in the midst of the pass in which a loop of these members was, or of some of them.
   * Where others have joined or left, who rested is looked at again: it was judged by what is no
   * more.
   */
  void goOn(CycleLoop before) {
    before.ran.stream().filter(position::has).forEach(this::ran);
    if (before.members.equals(members)) {
      walked.addAll(before.walked);
      holding.putAll(before.holding);
    }
  }

  List<TaskNode> members() {
    return members;
  }

  /** Whether something is under way for a member. */
  boolean isBusy() {
    return members.stream().anyMatch(member -> member.phase.busy());
  }

  /** Members whose turn it is in this pass. */
  Collection<TaskNode> turns() {
    return members.stream().filter(m -> !walked.contains(m) && isItsTurn(m)).toList();
  }

  /** A run begun before the members were grouped anew may still be under way anywhere. */
  private boolean isItsTurn(TaskNode member) {
    return neighbours(member).stream()
        .allMatch(
            other ->
                other.phase != TaskNode.Phase.RUNNING
                    && (walked.contains(other) || position.of(other) > position.of(member)));
  }

  boolean hasHadItsTurn(TaskNode member) {
    return walked.contains(member);
  }

  boolean passIsOver() {
    return walked.size() == members.size();
  }

  /** The member has had its turn, and has run. */
  void ran(TaskNode member) {
    walked.add(member);
    holding.remove(member);
    ran.add(member);
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
    return passIsOver() && ran.isEmpty();
  }

  /** The traces that hold after a quiet pass, in the order of the members. */
  List<Trace> holding() {
    return members.stream().map(holding::get).filter(Objects::nonNull).toList();
  }

  /** What happened before counts no more: a member reads what others have changed. */
  void changedFromOutside() {
    lookAgain();
    if (history.beginAnew()) {
      members.forEach(member -> member.runs = 0);
    }
  }

  /** Nobody has had a turn: what rested before may have been judged by what is no more. */
  void beginPass() {
    walked.clear();
    ran.clear();
  }

  /** Who rested in this pass may have been judged by what is no more; who ran has had its turn. */
  void lookAgain() {
    walked.retainAll(ran);
  }
}
