package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The tasks that one build wants: all of a plan, or some of one that serves other builds too. */
final class Wanted {
  private final Optional<Plan> whole;
  private final Set<TaskNode> some;
  private int done;

  private Wanted(Optional<Plan> whole, Set<TaskNode> some) {
    this.whole = whole;
    this.some = some;
  }

  /** Every task of the plan; what they are can be asked as long as there is no later plan. */
  static Wanted all(Plan plan) {
    return new Wanted(Optional.of(plan), Set.of());
  }

  /** These; a plan that counts them must be told by {@link Plan#share}. */
  static Wanted only(Set<TaskNode> tasks) {
    return new Wanted(Optional.empty(), tasks);
  }

  boolean has(TaskNode node) {
    return whole.isPresent() ? whole.get().has(node) : some.contains(node);
  }

  int size() {
    return tasks().size();
  }

  /** The same tasks, whatever is planned after this. */
  Wanted kept() {
    return whole.isEmpty() ? this : only(new LinkedHashSet<>(whole.get().tasks));
  }

  Collection<TaskNode> tasks() {
    return whole.isPresent() ? whole.get().tasks : some;
  }

  /** The group came to its end (1), or must be looked at again (-1). */
  void count(Group group, int step) {
    for (TaskNode member : group.members()) {
      done += some.contains(member) ? step : 0;
    }
  }

  /** How many of them are done. */
  int done() {
    return whole.isPresent() ? whole.get().finished() : done;
  }

  boolean isDone() {
    return whole.isPresent() ? whole.get().isWorkedOff() : done == some.size();
  }

  /** Those that may be anything but fresh: few, where a whole plan has been worked off. */
  Collection<TaskNode> perhapsNotFresh() {
    return whole
        .filter(Plan::isWorkedOff)
        .<Collection<TaskNode>>map(
            plan -> plan.troubled().stream().flatMap(group -> group.members().stream()).toList())
        .orElseGet(this::tasks);
  }

  /** The cycles among them. */
  Stream<Group> cycles() {
    return whole
        .map(plan -> plan.cycles)
        .map(List::stream)
        .orElseGet(() -> some.stream().map(n -> n.group).filter(g -> g.cyclic()).distinct());
  }
}
