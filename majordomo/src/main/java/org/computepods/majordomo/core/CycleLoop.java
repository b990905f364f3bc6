package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.computepods.rules.Digest;

/**
 * The rounds of one cycle. A pass walks the members in their order; tasks joined by any edge never
 * run at the same time; the walk in which nobody needs a run is no pass, it is the proof that the
 * cycle has settled.
 */
final class CycleLoop {
  private final List<TaskNode> members;
  private final Map<TaskNode, Set<TaskNode>> earlierNeighbours = new LinkedHashMap<>();
  private final Set<TaskNode> walked = new HashSet<>();
  private final List<Map<String, Digest>> history = new ArrayList<>();
  private boolean ranThisPass;

  CycleLoop(List<TaskNode> members) {
    this.members = members;
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

  /** Members whose turn it is in this pass. */
  Collection<TaskNode> turns() {
    return members.stream()
        .filter(m -> !walked.contains(m) && walked.containsAll(earlier(m)))
        .toList();
  }

  boolean passIsOver() {
    return walked.size() == members.size();
  }

  /** The member has had its turn. */
  void walked(TaskNode member, boolean ran) {
    walked.add(member);
    ranThisPass |= ran;
  }

  /** Whether the last pass was a quiet one. */
  boolean quiet() {
    return passIsOver() && !ranThisPass;
  }

  void nextPass() {
    walked.clear();
    ranThisPass = false;
  }

  /** A change from outside: what was seen before says nothing any more. */
  void forgetHistory() {
    history.clear();
  }

  /**
   * Notes the state of the whole cycle after a pass, by the views of everything that its members
   * read.
   *
   * @return the verdict, if that state was there before
   */
  Optional<Verdict> note(Map<String, Digest> state) {
    for (int i = history.size() - 2; i >= 0; i--) {
      if (history.get(i).equals(state)) {
        int period = history.size() - i;
        return Optional.of(new Verdict(Verdict.Kind.OSCILLATING, period, moving(i, state)));
      }
    }
    history.add(state);
    return Optional.empty();
  }

  /** The verdict of a cycle that is given up. */
  Verdict capped() {
    int last = history.size() - 1;
    List<String> moving = last < 1 ? List.of() : moving(last - 1, history.get(last));
    return new Verdict(Verdict.Kind.CAPPED, 0, moving);
  }

  private List<String> moving(int since, Map<String, Digest> state) {
    var moving = new TreeSet<String>();
    for (Map<String, Digest> earlier : history.subList(since, history.size())) {
      state.forEach(
          (sight, digest) -> {
            if (!digest.equals(earlier.get(sight))) {
              moving.add(sight.substring(0, sight.indexOf('\n')));
            }
          });
    }
    return List.copyOf(moving);
  }
}
