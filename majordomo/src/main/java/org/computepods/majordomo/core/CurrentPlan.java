package org.computepods.majordomo.core;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The plan that is worked off now; none where the graph, or what is wanted, has changed. */
final class CurrentPlan {
  private final DependencyManager graph;
  private @Nullable Plan plan;

  CurrentPlan(DependencyManager graph) {
    this.graph = graph;
  }

  boolean isThere() {
    return plan != null;
  }

  void become(Plan next) {
    plan = next;
  }

  /** Another must be made before anything more is begun. */
  void drop() {
    plan = null;
  }

  /** Nobody builds: what did not come to a good end is of no use to the next build. */
  void rest() {
    if (plan != null && !plan.stands()) {
      drop();
    }
  }

  /** Whether all in it was found fresh, and the same plan would be made again. */
  boolean lasts() {
    return plan != null && plan.stands() && plan.version == graph.version() && !graph.contested();
  }

  boolean isFor(Set<TaskNode> goals) {
    return plan != null && plan.goals.equals(goals);
  }

  boolean has(TaskNode node) {
    return plan != null && plan.has(node);
  }

  /** Whether it is the group's turn. */
  boolean isWaiting(Group group) {
    return plan != null && plan.isWaiting(group);
  }

  /** All tasks that it holds. */
  Wanted all() {
    return plan == null ? Wanted.only(Set.of()) : Wanted.all(plan);
  }

  /** What we once made, that something reads and that nothing makes any more. */
  Set<Artefact> orphans() {
    return plan == null ? Set.of() : plan.orphans;
  }

  /** What is taken as given, and may be what another tool once made. */
  Set<Artefact> given() {
    return plan == null ? Set.of() : plan.given;
  }

  /** How much would still be to do behind the group; see {@link Plan#urgency}. */
  int urgency(Group group) {
    return plan == null ? 0 : plan.urgency(group);
  }

  /** The group has come to its end; {@code ready} hears of groups that wait for nothing more. */
  void complete(Group group, Consumer<Group> ready) {
    if (plan != null) {
      plan.complete(group, ready);
    }
  }

  /** The group must be looked at again, and after it whatever depends on it. */
  void undo(Group group) {
    if (plan != null) {
      plan.undo(group);
    }
  }

  /**
   * Says whether the plan holds all the same when the task goes by this trace from now on: what
   * only runs read that came to nothing, it does not depend on any more.
   */
  boolean follow(TaskNode node, Trace trace) {
    boolean newest = !node.traces().isEmpty() && node.traces().getFirst().id().equals(trace.id());
    if (newest && node.trouble().joined.isEmpty()) {
      return true;
    }
    List<Edge> before = node.edges;
    node.ease(trouble -> trouble.joined = Map.of());
    node.keep(trace);
    graph.link(node);
    return rewired(node, before);
  }

  /**
   * The edges of a task have changed; says whether the plan holds all the same.
   *
   * @param before its edges until now
   */
  boolean rewired(TaskNode node, List<Edge> before) {
    return plan == null
        || node.edges.equals(before)
        || plan.rewire(node, graph.producers(before), graph.producers(node.edges));
  }
}
