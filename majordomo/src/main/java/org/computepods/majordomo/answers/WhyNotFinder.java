package org.computepods.majordomo.answers;

import java.util.List;
import org.computepods.chef.wire.rest.WhyNot;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.TaskState;
import org.computepods.majordomo.core.EngineView.TaskView;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Task;
import org.computepods.rules.project.RulesManager.Making;
import org.computepods.rules.project.RulesManager.NearMiss;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing builds an artefact, or what it waits for: the nearest that could, and its one lack.
 */
public final class WhyNotFinder {
  /** Who can run a task. */
  public interface Chefs {
    /** Why nobody can, naming the property that fails; empty where somebody can. */
    String lack(Task task);
  }

  private final EngineView view;
  private final Chefs chefs;

  public WhyNotFinder(EngineView view, Chefs chefs) {
    this.view = view;
    this.chefs = chefs;
  }

  /**
   * Why not. A name that nobody knows is answered only by the rule that comes nearest to making it.
   *
   * @throws IllegalArgumentException where no rule does
   */
  public WhyNot whyNot(String name) {
    var meant = new Meant(view);
    if (meant.known(name).isEmpty()) {
      var nearest = nearest(ArtefactPath.of(name));
      if (nearest.isEmpty()) {
        throw meant.unknown(name);
      }
      var miss = nearest.getFirst();
      String reason = "no task and no rule makes it" + meant.nearest(name);
      return answer(ArtefactPath.of(name), false, reason, miss.rule(), miss.lacks());
    }
    var path = meant.artefact(name);
    return view.maker(path).map(maker -> made(path, maker)).orElseGet(() -> notMade(path));
  }

  private List<NearMiss> nearest(ArtefactPath path) {
    return view.rules()
        .map(rules -> rules.howToMake(path, this::canBeThere))
        .map(making -> making instanceof Making.ByNone(var near) ? near : List.<NearMiss>of())
        .orElse(List.of());
  }

  private WhyNot made(ArtefactPath path, TaskView maker) {
    String task = maker.task().name();
    String lack = chefs.lack(maker.task());
    if (!lack.isEmpty()) {
      return answer(path, false, "task " + task + " makes it, and nobody can run that", task, lack);
    }
    var hindrances = view.hindrances(task);
    if (!hindrances.isEmpty() && maker.state() != TaskState.RUNNING) {
      boolean failed = maker.state() == TaskState.FAILED;
      String what =
          failed
              ? "its task failed; the next `build` tries again, a watch waits for a change"
              : "task " + task + " makes it, and waits for what cannot be made now";
      return answer(path, failed, what, task, String.join("; ", hindrances));
    }
    var seen =
        view.outlook(List.of(task)).stream()
            .filter(other -> other.task().name().equals(task))
            .findFirst()
            .orElse(maker);
    String now =
        switch (seen.state()) {
          case FRESH -> "it is fresh";
          case STALE -> "it is stale, and built when somebody asks for it";
          case RUNNING -> "it is being built";
          case WAITING -> "it waits";
          case FAILED -> "its task failed";
        };
    String why = seen.reason().isEmpty() ? now : now + ": " + seen.reason();
    return answer(path, true, why, task, null);
  }

  private WhyNot notMade(ArtefactPath path) {
    if (path.outside()) {
      return answer(path, false, "it lies outside the workspace", null, null);
    }
    if (view.rules().isEmpty()) {
      return answer(path, false, "the project has not been read yet", null, null);
    }
    var nearest = nearest(path);
    if (!nearest.isEmpty()) {
      var miss = nearest.getFirst();
      return answer(path, false, "no task and no rule makes it", miss.rule(), miss.lacks());
    }
    String reason =
        view.formerMaker(path)
            .map(task -> task + " made it, and nothing makes it any more")
            .orElse(
                view.state(path).exists()
                    ? "it is a file that a person made"
                    : "no task and no rule makes such a file");
    return answer(path, false, reason, null, null);
  }

  private boolean canBeThere(ArtefactPath path) {
    return view.state(path).exists() || view.maker(path).isPresent();
  }

  private static WhyNot answer(
      ArtefactPath path,
      boolean buildable,
      String reason,
      @Nullable String nearest,
      @Nullable String fails) {
    return new WhyNot(path.value(), buildable, reason, nearest, fails);
  }
}
