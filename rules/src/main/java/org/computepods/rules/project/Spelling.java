package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.View;

/** Spells tasks out: what each reads, and all that follows from its names. */
final class Spelling {
  private final TaskMaker maker;
  private final Problems problems;
  private final Set<String> ownSets;
  private final Function<String, Map<String, String>> toolsOf;
  private final Others others;

  /** What a task may read beside what it names. */
  interface Others {
    /** Those of another task, or of a family. */
    List<ArtefactPath> outputsOf(String task);

    /**
     * The files, and the outputs of tasks, that a pattern matches.
     *
     * @param said the pattern as it is written, where none is worth a word
     */
    List<ArtefactPath> matches(Glob glob, Optional<String> said, Place place);
  }

  Spelling(
      TaskMaker maker,
      Problems problems,
      Set<String> ownSets,
      Function<String, Map<String, String>> toolsOf,
      Others others) {
    this.maker = maker;
    this.problems = problems;
    this.ownSets = ownSets;
    this.toolsOf = toolsOf;
    this.others = others;
  }

  /** Whether its tasks follow from their own files alone, whatever others there are. */
  static boolean isSelfContained(TaskDefinition definition) {
    Recipe recipe = definition.recipe();
    return Stream.concat(recipe.dependencies().stream(), recipe.secondary().stream())
        .noneMatch(i -> i.task().isPresent() || Glob.isPattern(i.path().literals()));
  }

  /** The whole task. */
  SpelledTask task(Draft draft) {
    TaskDefinition definition = draft.definition();
    Scope scope = draft.wholeScope(problems);
    var ruleInputs = new RuleInputs(definition, draft, scope);
    var dependencies = new Inputs(draft, scope, ruleInputs.views(), true);
    ruleInputs.file().ifPresent(dependencies::add);
    if (definition.recipe().dependencies().isEmpty()) {
      ruleInputs.dependencies().forEach(dependencies::add);
    }
    definition.recipe().dependencies().forEach(dependencies::addAll);
    var secondary = new Inputs(draft, scope, ruleInputs.views(), false);
    ruleInputs.secondary().forEach(secondary::add);
    definition.recipe().secondary().forEach(secondary::addAll);
    secondary.found.keySet().removeAll(dependencies.found.keySet());

    Optional<String> set = definition.rule().map(Rule::set);
    var identity =
        new TaskMaker.Identity(
            draft.name(),
            definition.ruleName(),
            set.filter(name -> !ownSets.contains(name)),
            definition.source(),
            definition.place());
    return maker.make(
        identity,
        definition.recipe(),
        scope,
        draft.outputs(),
        List.copyOf(dependencies.found.values()),
        List.copyOf(secondary.found.values()),
        set.filter(ownSets::contains).map(toolsOf).orElse(Map.of()));
  }

  /** What a task's rule reads, bound to the task's names. */
  private final class RuleInputs {
    private final List<Dependency> dependencies = new ArrayList<>();
    private final List<Dependency> secondary = new ArrayList<>();
    private final Map<ArtefactPath, View> views = new HashMap<>();
    private final Optional<Dependency> file;

    RuleInputs(TaskDefinition definition, Draft draft, Scope scope) {
      Optional<Recipe> rule = definition.rule().map(Rule::recipe);
      rule.ifPresent(
          recipe -> {
            boolean own = !definition.recipe().dependencies().isEmpty();
            boolean first = draft.file().isPresent();
            for (Recipe.Input input : recipe.dependencies()) {
              if (first || (own && input.view().isEmpty())) {
                first = false;
                continue;
              }
              bind(input, scope, dependencies);
            }
            recipe.secondary().forEach(input -> bind(input, scope, secondary));
          });
      Optional<View> firstView =
          rule.flatMap(recipe -> recipe.dependencies().stream().findFirst())
              .flatMap(Recipe.Input::view);
      this.file = draft.file().map(path -> maker.dependency(path, firstView, definition.place()));
    }

    private void bind(Recipe.Input input, Scope scope, List<Dependency> into) {
      for (ArtefactPath path : maker.paths(input.path(), scope)) {
        into.add(maker.dependency(path, input.view(), input.place()));
        input.view().ifPresent(view -> views.put(path, view));
      }
    }

    Optional<Dependency> file() {
      return file;
    }

    List<Dependency> dependencies() {
      return dependencies;
    }

    List<Dependency> secondary() {
      return secondary;
    }

    Map<ArtefactPath, View> views() {
      return views;
    }
  }

  /** What a task reads, each artefact once. */
  private final class Inputs {
    private final Map<ArtefactPath, Dependency> found = new LinkedHashMap<>();
    private final Draft draft;
    private final Scope scope;
    private final Map<ArtefactPath, View> views;
    private final boolean demanded;

    Inputs(Draft draft, Scope scope, Map<ArtefactPath, View> views, boolean demanded) {
      this.demanded = demanded;
      this.draft = draft;
      this.scope = scope;
      this.views = views;
    }

    void add(Dependency dependency) {
      found.putIfAbsent(dependency.path(), dependency);
    }

    void addAll(Recipe.Input input) {
      if (input.away()) {
        takeAway(input);
        return;
      }
      for (ArtefactPath path : paths(input)) {
        Optional<View> view = input.view().or(() -> Optional.ofNullable(views.get(path)));
        add(maker.dependency(path, view, input.place()));
      }
    }

    /** Takes out of what the task named before it, never the file that it is for. */
    private void takeAway(Recipe.Input input) {
      var gone = Set.copyOf(paths(input));
      found
          .keySet()
          .removeIf(path -> gone.contains(path) && !draft.file().equals(Optional.of(path)));
    }

    private List<ArtefactPath> paths(Recipe.Input input) {
      if (input.task().isPresent()) {
        return others.outputsOf(input.task().get());
      }
      if (!Glob.isPattern(input.path().literals())) {
        return maker.paths(input.path(), scope);
      }
      String pattern = scope.word(input.path(), literal -> literal, Glob::quote);
      Optional<String> said = demanded && !input.away() ? Optional.of(pattern) : Optional.empty();
      return Fields.glob(pattern, input.place(), problems)
          .map(glob -> others.matches(glob, said, input.place()))
          .orElse(List.of())
          .stream()
          .filter(path -> !draft.outputs().contains(path))
          .toList();
    }
  }
}
