package org.computepods.majordomo.core;

import java.util.Collection;
import org.computepods.chef.wire.BuildFrom;

/**
 * Where jobs are given out, as many at once as chefs have slots for, and called back when nobody
 * wants them any more.
 */
final class JobWindow {
  private final Scheduler scheduler;
  private final DependencyManager graph;
  private final JobDesk desk;
  private final Scheduler.Desk out;
  private int slots = 2;

  JobWindow(Scheduler scheduler, DependencyManager graph, JobDesk desk, Scheduler.Desk out) {
    this.scheduler = scheduler;
    this.graph = graph;
    this.desk = desk;
    this.out = out;
  }

  void slots(int total) {
    slots = Math.max(1, total);
  }

  /**
   * Whether another job may be given out, as far as these builds go. No pod runs more at once than
   * it has slots.
   */
  boolean hasRoom(Collection<BuildRun> builds) {
    int asked = 0;
    for (BuildRun build : builds) {
      asked = Math.max(asked, build.request.jobs());
    }
    return desk.running() < (asked > 0 && asked < slots ? asked : slots * desk.perSlot());
  }

  /** Has a task run now, for this build. */
  void give(TaskNode node, BuildRun owner, String reason) {
    node.phase = TaskNode.Phase.RUNNING;
    scheduler.stir(node);
    scheduler.missing().letAskAgain(node);
    var job = desk.make(node, owner, reason, out.tick(), graph.rules());
    out.say(new Command.Start(job, owner.request.waitS()));
  }

  /** Has a job of before done again in scratch; the answer is the new job's name. */
  String replay(TaskNode node, BuildFrom before) {
    BuildRun owner = scheduler.wanting(node).getFirst();
    BuildFrom job = desk.replay(node, owner, before, out.tick());
    out.say(new Command.Start(job, owner.request.waitS()));
    return job.job();
  }

  /** Whether a task is at it that is no more: what it writes must be over before all else. */
  boolean isHaunted() {
    return !desk.areAll(graph::has);
  }

  /** Kills the jobs of tasks that are no more. */
  void cancelVanished() {
    for (JobDesk.Job job : desk.jobs()) {
      if (!graph.has(job.node())) {
        out.say(new Command.Cancel(job.id()));
      }
    }
  }

  /** Kills what none of these builds wants any more. */
  void cancelUnwanted(Collection<BuildRun> builds) {
    for (JobDesk.Job job : desk.jobs()) {
      if (!isWanted(job, builds)) {
        out.say(new Command.Cancel(job.id()));
      }
    }
  }

  private static boolean isWanted(JobDesk.Job job, Collection<BuildRun> builds) {
    return builds.stream().anyMatch(b -> b.wants(job.node()) && !b.cancelled);
  }

  /**
   * Whether no job is under way that the build waits for. Who was cancelled waits for what is
   * killed, and not for what others go on with.
   */
  boolean isAtRest(BuildRun build, Collection<BuildRun> builds) {
    for (JobDesk.Job job : desk.jobs()) {
      if (build.wants(job.node()) && !(build.cancelled && isWanted(job, builds))) {
        return false;
      }
    }
    return true;
  }
}
