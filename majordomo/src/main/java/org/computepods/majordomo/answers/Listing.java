package org.computepods.majordomo.answers;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.ProjectLine;
import org.computepods.chef.wire.rest.RuleLine;
import org.computepods.chef.wire.rest.TaskLine;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.CycleView;
import org.computepods.majordomo.core.EngineView.TaskView;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Problem;
import org.computepods.rules.project.Recipe;
import org.computepods.rules.project.Rule;
import org.computepods.rules.project.RulesManager;
import org.computepods.rules.project.Template;

/** The lists: tasks, rules, targets. */
public final class Listing {
  private Listing() {}

  /** All tasks, by name, each as a build would find it. */
  public static List<TaskLine> tasks(EngineView view) {
    var cycles = view.cycles();
    return view.outlook().stream()
        .sorted(Comparator.comparing(task -> task.task().name()))
        .map(task -> line(task, cycles))
        .toList();
  }

  private static TaskLine line(TaskView view, List<CycleView> cycles) {
    var task = view.task();
    var others = new ArrayList<String>();
    for (var cycle : cycles) {
      if (cycle.members().contains(task.name())) {
        others.addAll(cycle.members());
        others.remove(task.name());
      }
    }
    return new TaskLine(
        task.name(),
        task.rule(),
        task.set().orElse(null),
        task.command(),
        paths(task.dependencies()),
        paths(task.secondary()),
        names(view.discovered()),
        names(task.writes().toList()),
        state(view),
        view.reason(),
        others,
        task.origin().toString());
  }

  /**
   * The rules in use.
   *
   * @param servers pods that serve a set
   */
  public static List<RuleLine> rules(RulesManager rules, Function<String, List<String>> servers) {
    return rules.sets().stream()
        .flatMap(set -> set.rules().stream().map(rule -> line(rule, servers.apply(set.name()))))
        .toList();
  }

  private static RuleLine line(Rule rule, List<String> pods) {
    var recipe = rule.recipe();
    return new RuleLine(
        rule.fullName(),
        rule.set(),
        texts(recipe.outputs()),
        texts(recipe.dependencies().stream().map(Recipe.Input::path).toList()),
        texts(recipe.secondary().stream().map(Recipe.Input::path).toList()),
        texts(recipe.auxiliaries()),
        pods);
  }

  private static List<String> texts(List<Template> templates) {
    return templates.stream().map(Template::text).toList();
  }

  /** A project, as its files read now. */
  public static ProjectLine project(String workspace, EngineView view, List<Problem> problems) {
    var project = view.rules().map(RulesManager::project);
    var targets =
        project.stream()
            .flatMap(p -> p.targets().entrySet().stream())
            .map(
                entry ->
                    new ProjectLine.Target(
                        entry.getKey(),
                        entry.getValue().help(),
                        names(view.targets().getOrDefault(entry.getKey(), List.of()))))
            .sorted(Comparator.comparing(ProjectLine.Target::name))
            .toList();
    return new ProjectLine(
        workspace,
        project.map(p -> p.name()).orElse(""),
        project.map(p -> p.description()).orElse(""),
        targets,
        project.flatMap(p -> p.defaultTarget()).map(List::of).orElse(List.of()),
        problems.stream().map(Listing::problem).toList());
  }

  /** A problem as REST says it. */
  public static BuildReport.Problem problem(Problem problem) {
    var place = problem.place();
    return new BuildReport.Problem(place.file(), place.line(), place.column(), problem.message());
  }

  static String state(TaskView view) {
    return view.state().name().toLowerCase(Locale.ROOT);
  }

  static List<String> names(List<ArtefactPath> paths) {
    return paths.stream().map(ArtefactPath::value).toList();
  }

  static List<String> paths(List<Dependency> dependencies) {
    return dependencies.stream().map(dependency -> dependency.path().value()).toList();
  }
}
