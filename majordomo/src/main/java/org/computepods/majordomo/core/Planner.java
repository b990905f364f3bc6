package org.computepods.majordomo.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Makes plans: of all that the builds of now want, or beside that one, for a look only. */
final class Planner {
  private final List<BuildRun> builds;
  private final DependencyManager graph;
  private final CurrentPlan plan;
  private final Turns turns;
  private final Lacks lacks;
  private final CycleWalker walker;
  private final Scheduler.Desk out;

  /** That of the last plan, made to be worked off or not. */
  private int mark;

  Planner(
      List<BuildRun> builds,
      DependencyManager graph,
      CurrentPlan plan,
      Turns turns,
      Lacks lacks,
      CycleWalker walker,
      Scheduler.Desk out) {
    this.builds = builds;
    this.graph = graph;
    this.plan = plan;
    this.turns = turns;
    this.lacks = lacks;
    this.walker = walker;
    this.out = out;
  }

  /** Plans for these goals. One that is being worked off must be made anew afterwards. */
  Plan of(Set<TaskNode> goals) {
    builds.forEach(build -> build.wanted = build.wanted.kept());
    return Plan.of(goals, graph, ++mark);
  }

  /**
   * Plans what the active builds want, and has those groups worked at that wait for nothing. No
   * plan is left where it shows that a build must stop.
   */
  void plan() {
    List<BuildRun> active = builds.stream().filter(BuildRun::active).toList();
    Plan next = of(goalsOf(active));
    plan.become(next);
    turns.clear();
    for (BuildRun build : active) {
      build.wanted = active.size() == 1 ? Wanted.all(next) : next.share(Plan.needs(build.goals));
    }
    next.requiredCircles().forEach(circle -> refuse(circle, active));
    lacks.sort(next);
    if (plan.isThere()) {
      next.groups.forEach(group -> begin(group, next));
      active.stream().filter(BuildRun::active).forEach(b -> out.told(b, "planned", null, null));
    }
  }

  private static Set<TaskNode> goalsOf(List<BuildRun> active) {
    if (active.size() == 1) {
      return active.getFirst().goals;
    }
    var goals = new LinkedHashSet<TaskNode>();
    active.forEach(build -> goals.addAll(build.goals));
    return goals;
  }

  private void refuse(List<CycleOrder.Link> circle, List<BuildRun> active) {
    for (BuildRun build : active) {
      if (circle.stream().anyMatch(link -> build.wants(link.to()))) {
        Reports.circle(circle).forEach(build.problems::add);
        build.invalid = true;
        build.stage = BuildRun.Stage.STOPPING;
        plan.drop();
      }
    }
  }

  private void begin(Group group, Plan next) {
    if (group.cyclic()) {
      group.loop(walker.loop(group));
    }
    if (group.waitingFor > 0) {
      return;
    }
    if (group.membersDone() && !(group.cyclic() && group.blocks())) {
      walker.ended(group);
      next.complete(group, _ -> {});
    } else {
      turns.ready(group);
    }
  }
}
