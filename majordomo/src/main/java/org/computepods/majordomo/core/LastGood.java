package org.computepods.majordomo.core;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;

/** The last build that ended, if it ended well, and whether it would find nothing to do now. */
final class LastGood {
  private final ArtefactManager artefacts;
  private final DependencyManager graph;
  private final Goals goals;
  private final Project project;
  private final FileNews news;
  private final Scheduler scheduler;
  private final Now now;

  /** What it was asked for; empty where it did not come to a good end without a warning. */
  private Optional<BuildRequest> request = Optional.empty();

  LastGood(
      ArtefactManager artefacts,
      DependencyManager graph,
      Goals goals,
      Project project,
      FileNews news,
      Scheduler scheduler,
      Now now) {
    this.artefacts = artefacts;
    this.graph = graph;
    this.goals = goals;
    this.project = project;
    this.news = news;
    this.scheduler = scheduler;
    this.now = now;
  }

  /** A build has ended. */
  void ended(BuildRequest asked, BuildReport report) {
    request = Reports.isGood(report) ? Optional.of(asked) : Optional.empty();
  }

  /** What its report would be if it were asked for again; empty where anything is in doubt. */
  Optional<Standing> standing() {
    boolean clear = project.isClear() && news.isClear() && artefacts.areAllWatched();
    return request.filter(asked -> clear && stands(asked)).map(this::standing);
  }

  private boolean stands(BuildRequest asked) {
    var binding = graph.binding();
    return scheduler.idle()
        && binding.problems().isEmpty()
        && binding.doubts().isEmpty()
        && scheduler.stands(aimOf(asked))
        && scheduler.vanished().isEmpty();
  }

  private Set<TaskNode> aimOf(BuildRequest asked) {
    Goals.Found found = goals.of(asked.targets());
    var all = new LinkedHashSet<>(found.tasks());
    all.addAll(goals.writersOfTasks());
    return found.unknown().isEmpty() ? all : Set.of();
  }

  private Standing standing(BuildRequest asked) {
    var again = new BuildRun("", asked, now.nanos(), now.wallMs());
    again.wanted = scheduler.plan().all();
    return new Standing(asked, Reports.untouched(again), artefacts.outside());
  }
}
