package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Glob;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.RulesManager.Making;
import org.computepods.rules.project.RulesManager.NearMiss;

/**
 * Looks for the rule that makes an artefact: the first one, in the order of the sets and within
 * each of the file, whose required dependencies are there or can be made by rules in turn.
 *
 * <p>A rule that has the artefact as an output goes before one that only writes it beside its
 * outputs. No rule and no artefact comes twice on the way from an artefact to what is there, so the
 * search ends.
 */
final class RuleSearch {
  private static final int NEAREST_MAX = 5;

  private final List<Way> ways = new ArrayList<>();
  private final Set<String> ownSets;
  private final Function<String, Map<String, String>> toolsOf;
  private final Function<ArtefactPath, View> viewOf;

  RuleSearch(
      List<RuleSet> sets,
      Set<String> ownSets,
      Function<String, Map<String, String>> toolsOf,
      Function<ArtefactPath, View> viewOf) {
    this.ownSets = ownSets;
    this.toolsOf = toolsOf;
    this.viewOf = viewOf;
    List<Rule> rules = sets.stream().flatMap(set -> set.rules().stream()).toList();
    for (Rule rule : rules) {
      rule.recipe().outputs().forEach(output -> ways.add(new Way(rule, output, true)));
    }
    for (Rule rule : rules) {
      rule.recipe().auxiliaries().forEach(output -> ways.add(new Way(rule, output, false)));
    }
  }

  /** A rule, by way of one of the paths that it writes. */
  private record Way(Rule rule, Template template, OutputPattern pattern, boolean output) {
    Way(Rule rule, Template template, boolean output) {
      this(rule, template, OutputPattern.of(template, rule.variables()), output);
    }
  }

  /** A rule bound to the names that make one of its paths the wanted one. */
  private record Bound(
      Rule rule,
      Scope scope,
      TaskMaker maker,
      Problems problems,
      List<ArtefactPath> outputs,
      List<Dependency> dependencies) {}

  /** The rules, and what they would make, on the way from an artefact to what is there. */
  private static final class Chain {
    private final Set<String> rules = new HashSet<>();
    private final Set<ArtefactPath> paths = new HashSet<>();

    boolean admits(Rule rule, ArtefactPath path) {
      return !rules.contains(rule.fullName()) && !paths.contains(path);
    }

    void add(Rule rule, ArtefactPath path) {
      rules.add(rule.fullName());
      paths.add(path);
    }

    void remove(Rule rule, ArtefactPath path) {
      rules.remove(rule.fullName());
      paths.remove(path);
    }
  }

  /** What a rule lacks, and how far it is from making the artefact. */
  private record Miss(NearMiss miss, boolean output, int literals, int lacking) {}

  Making find(ArtefactPath goal, Predicate<ArtefactPath> exists) {
    var misses = new ArrayList<Miss>();
    for (Way way : ways) {
      Optional<Bound> bound = bind(way, goal);
      if (bound.isEmpty()) {
        continue;
      }
      var chain = new Chain();
      chain.add(way.rule(), goal);
      var lacks = new ArrayList<String>();
      for (Dependency dependency : bound.get().dependencies()) {
        if (!canBeThere(dependency.path(), exists, chain)) {
          lacks.add(whatIsAbsent(dependency.path(), exists, chain));
        }
      }
      if (lacks.isEmpty()) {
        Optional<Task> task = task(bound.get());
        if (task.isPresent()) {
          return new Making.By(task.get());
        }
        continue;
      }
      if (way.pattern().literals() == 0 && goal.fileName().indexOf('.') > 0) {
        continue; // a rule for names without an ending is not near to one that has an ending
      }
      misses.add(
          new Miss(
              new NearMiss(way.rule().fullName(), String.join(", ", lacks)),
              way.output(),
              way.pattern().literals(),
              lacks.size()));
    }
    return new Making.ByNone(
        misses.stream()
            .sorted(
                Comparator.comparing((Miss miss) -> !miss.output())
                    .thenComparingInt(miss -> -miss.literals())
                    .thenComparingInt(Miss::lacking))
            .map(Miss::miss)
            .distinct()
            .limit(NEAREST_MAX)
            .toList());
  }

  /** Files of which one must be there if what stands in place of this is to be made anew. */
  List<Glob> takenOverWith(ArtefactPath path) {
    return ways.stream()
        .filter(way -> way.output() && !way.rule().takesOver().isEmpty())
        .filter(way -> way.pattern().fit(path.value()).isPresent())
        .findFirst()
        .map(way -> way.rule().takesOver())
        .orElse(List.of());
  }

  /**
   * Whether the artefact is named as what some rule makes. Quick, for it is asked of every file
   * that people wrote; a rule for names without an ending is not asked for one that has an ending.
   */
  boolean isNamedAsMade(ArtefactPath path) {
    boolean hasEnding = path.fileName().indexOf('.') > 0;
    for (Way way : ways) {
      if (way.output()
          && !(hasEnding && way.pattern().literals() == 0)
          && way.pattern().fit(path.value()).isPresent()) {
        return true;
      }
    }
    return false;
  }

  private boolean canBeThere(ArtefactPath path, Predicate<ArtefactPath> exists, Chain chain) {
    if (exists.test(path)) {
      return true;
    }
    for (Way way : ways) {
      if (!chain.admits(way.rule(), path) || way.pattern().fit(path.value()).isEmpty()) {
        continue;
      }
      Optional<Bound> bound = bind(way, path);
      if (bound.isPresent()) {
        chain.add(way.rule(), path);
        boolean possible =
            bound.get().dependencies().stream()
                .allMatch(dependency -> canBeThere(dependency.path(), exists, chain));
        chain.remove(way.rule(), path);
        if (possible) {
          return true;
        }
      }
    }
    return false;
  }

  /** What would have to be there: the artefact, or what the closest rule would make it from. */
  private String whatIsAbsent(ArtefactPath path, Predicate<ArtefactPath> exists, Chain chain) {
    Optional<ArtefactPath> source =
        ways.stream()
            .filter(way -> way.output() && way.pattern().literals() > 0)
            .filter(way -> chain.admits(way.rule(), path))
            .flatMap(way -> bind(way, path).stream())
            .flatMap(bound -> bound.dependencies().stream())
            .map(Dependency::path)
            .filter(dependency -> !exists.test(dependency))
            .findFirst();
    return path
        + " does not exist"
        + source.map(dependency -> ", nor does " + dependency + " to make it from").orElse("");
  }

  /** Binds a rule to what it would make, if the name fits. */
  private Optional<Bound> bind(Way way, ArtefactPath goal) {
    var fit = way.pattern().fit(goal.value());
    if (fit.isEmpty()) {
      return Optional.empty();
    }
    var problems = new Problems();
    var maker = new TaskMaker(viewOf, problems);
    Rule rule = way.rule();
    Scope scope =
        new Scope(problems)
            .bind("dir", fit.get().dir())
            .bind("stem", fit.get().stem())
            .bind(rule.variables());
    var outputs = new LinkedHashSet<ArtefactPath>();
    rule.recipe().outputs().forEach(output -> outputs.addAll(maker.paths(output, scope)));
    var dependencies = inputs(rule.recipe().dependencies(), scope, maker);
    boolean sensible =
        !outputs.isEmpty()
            && maker.paths(way.template(), scope).contains(goal)
            && dependencies.stream().noneMatch(input -> outputs.contains(input.path()));
    return sensible && problems.count() == 0
        ? Optional.of(new Bound(rule, scope, maker, problems, List.copyOf(outputs), dependencies))
        : Optional.empty();
  }

  /** The task, unless its rule cannot be expanded for these names. */
  private Optional<Task> task(Bound bound) {
    Rule rule = bound.rule();
    var secondary = inputs(rule.recipe().secondary(), bound.scope(), bound.maker());
    secondary.removeIf(
        input ->
            bound.dependencies().stream().anyMatch(other -> other.path().equals(input.path())));
    bound.scope().bind("outputs", bound.outputs().stream().map(ArtefactPath::value).toList());
    boolean own = ownSets.contains(rule.set());
    int before = bound.problems().count();
    Task task =
        bound
            .maker()
            .make(
                new TaskMaker.Identity(
                    rule.fullName() + "[" + bound.outputs().getFirst() + "]",
                    rule.fullName(),
                    own ? Optional.empty() : Optional.of(rule.set()),
                    Task.Source.RULE,
                    rule.place()),
                rule.recipe(),
                bound.scope(),
                bound.outputs(),
                bound.dependencies(),
                secondary,
                own ? toolsOf.apply(rule.set()) : Map.of());
    return bound.problems().count() == before ? Optional.of(task) : Optional.empty();
  }

  private static List<Dependency> inputs(List<Recipe.Input> inputs, Scope scope, TaskMaker maker) {
    var bound = new ArrayList<Dependency>();
    for (Recipe.Input input : inputs) {
      for (ArtefactPath path : maker.paths(input.path(), scope)) {
        bound.add(maker.dependency(path, input.view(), input.place()));
      }
    }
    return bound;
  }
}
