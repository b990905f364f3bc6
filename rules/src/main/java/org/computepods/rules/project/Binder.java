package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/** Binds the tasks of a project to the files there are. Used once. */
final class Binder {
  private final List<TaskDefinition> definitions;
  private final Targets targets;

  /** In order, for they are indexed again and again, each time with more that tasks make. */
  private final List<ArtefactPath> files;

  private final Set<String> ownSets;
  private final Problems problems = new Problems();
  private final Problems doubts = new Problems();
  private final TaskMaker maker;
  private final Drafter drafter;
  private final Function<String, Map<String, String>> toolsOf;

  private final Map<String, List<Draft>> drafts = new LinkedHashMap<>();
  private Supplier<FileIndex> index = () -> new FileIndex(List.of());

  Binder(
      List<TaskDefinition> definitions,
      Targets targets,
      Collection<ArtefactPath> files,
      Set<String> ownSets,
      Function<String, Map<String, String>> toolsOf,
      Function<ArtefactPath, View> viewOf,
      UnaryOperator<ArtefactPath> known) {
    this.definitions = definitions;
    this.targets = targets;
    this.files = files.stream().sorted().toList();
    this.ownSets = ownSets;
    this.toolsOf = toolsOf;
    this.maker = new TaskMaker(viewOf, problems, known);
    this.drafter = new Drafter(maker, problems);
  }

  RulesManager.Binding bind() {
    draftAll();
    for (TaskDefinition family : definitions) {
      family.foreach().stream()
          .flatMap(Selection::choosing)
          .forEach(step -> matches(step.glob(), step.text(), step.place()));
    }
    var tasks = new ArrayList<Task>();
    var writers = new HashMap<ArtefactPath, Draft>();
    var outputsOf = new LinkedHashMap<String, List<ArtefactPath>>();
    for (TaskDefinition definition : definitions) {
      var outputs = new ArrayList<ArtefactPath>();
      for (Draft draft : drafts.getOrDefault(definition.name(), List.of())) {
        outputs.addAll(draft.outputs());
        if (isOnlyWriter(draft, writers) && !draft.outputs().isEmpty()) {
          tasks.add(task(draft));
        }
      }
      outputsOf.put(definition.name(), List.copyOf(outputs));
    }
    var bound =
        targets.bind(outputsOf, wanted -> matches(wanted.glob(), wanted.text(), wanted.place()));
    return new RulesManager.Binding(
        tasks, bound, targets.defaultTarget(), problems.all(), doubts.all());
  }

  /** The files, and the outputs of tasks, that a pattern matches; none is worth a word. */
  private List<ArtefactPath> matches(Glob glob, String text, Place place) {
    List<ArtefactPath> matches = index.get().matches(glob);
    if (matches.isEmpty()) {
      doubts.add(place, "'" + text + "' matches no file, and nothing that a task makes");
    }
    return matches;
  }

  /** Finds all tasks with their outputs; a family may be for what another task makes. */
  private void draftAll() {
    var families = new ArrayList<TaskDefinition>();
    for (TaskDefinition definition : definitions) {
      if (definition.foreach().isPresent()) {
        families.add(definition);
        drafts.put(definition.name(), List.of());
      } else {
        drafts.put(definition.name(), drafter.single(definition).map(List::of).orElse(List.of()));
      }
    }
    indexAll();
    var made = new HashMap<String, Map<ArtefactPath, Draft>>();
    boolean changed = !families.isEmpty();
    for (int round = 0; changed; round++) {
      if (round > families.size()) {
        problems.add(
            families.getFirst().place(),
            "the outputs of 'foreach' tasks match the patterns of others, in a circle without end");
        return;
      }
      changed = false;
      for (TaskDefinition family : families) {
        var known = made.computeIfAbsent(family.name(), name -> new HashMap<>());
        List<Draft> members =
            new Family(family, known)
                .members(family.foreach().orElseThrow().of(index.get()::matches));
        changed |= !members.equals(drafts.put(family.name(), members));
      }
      indexAll();
    }
  }

  private void indexAll() {
    var index =
        new Object() {
          Optional<FileIndex> built = Optional.empty();
        };
    this.index =
        () -> {
          if (index.built.isEmpty()) {
            var all = new ArrayList<>(files);
            drafts.values().forEach(list -> list.forEach(draft -> all.addAll(draft.outputs())));
            index.built = Optional.of(new FileIndex(all));
          }
          return index.built.get();
        };
  }

  /** The tasks of one {@code foreach}, which is never for what the family itself makes. */
  private final class Family {
    private final TaskDefinition definition;
    private final Map<ArtefactPath, Draft> known;
    private final Map<ArtefactPath, List<ArtefactPath>> madeOf = new HashMap<>();
    private final Map<ArtefactPath, Boolean> taken = new HashMap<>();

    Family(TaskDefinition definition, Map<ArtefactPath, Draft> known) {
      this.definition = definition;
      this.known = known;
    }

    List<Draft> members(List<ArtefactPath> candidates) {
      Selection chosen = definition.foreach().orElseThrow();
      for (ArtefactPath file : candidates) {
        Draft draft = known.computeIfAbsent(file, path -> drafter.forFile(definition, path));
        for (ArtefactPath output : draft.outputs()) {
          if (chosen.matches(output)) {
            madeOf.computeIfAbsent(output, path -> new ArrayList<>()).add(file);
          }
        }
      }
      return candidates.stream().filter(this::isTaken).map(known::get).toList();
    }

    /** Whether a file has a task: it has none if another one that has makes it. */
    private boolean isTaken(ArtefactPath file) {
      if (madeOf.isEmpty()) {
        return true;
      }
      Boolean decided = taken.get(file);
      if (decided != null) {
        return decided;
      }
      taken.put(file, false);
      List<ArtefactPath> makers = madeOf.getOrDefault(file, List.of());
      boolean takes = !makers.contains(file) && makers.stream().noneMatch(this::isTaken);
      taken.put(file, takes);
      return takes;
    }
  }

  private boolean isOnlyWriter(Draft draft, Map<ArtefactPath, Draft> writers) {
    boolean only = true;
    for (ArtefactPath output : draft.outputs()) {
      Draft other = writers.putIfAbsent(output, draft);
      if (other != null) {
        only = false;
        problems.add(
            draft.definition().place(),
            "the tasks '"
                + other.name()
                + "' ("
                + other.definition().place()
                + ") and '"
                + draft.name()
                + "' ("
                + draft.definition().place()
                + ") both make "
                + output);
      }
    }
    return only;
  }

  private Task task(Draft draft) {
    TaskDefinition definition = draft.definition();
    Scope scope = draft.scope(problems);
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
        var outputs = new LinkedHashSet<ArtefactPath>();
        drafts
            .getOrDefault(input.task().get(), List.of())
            .forEach(other -> outputs.addAll(other.outputs()));
        return List.copyOf(outputs);
      }
      if (!Glob.isPattern(input.path().literals())) {
        return maker.paths(input.path(), scope);
      }
      String pattern = scope.word(input.path(), literal -> literal, Glob::quote);
      return Fields.glob(pattern, input.place(), problems)
          .map(
              glob ->
                  demanded && !input.away()
                      ? matches(glob, pattern, input.place())
                      : index.get().matches(glob))
          .orElse(List.of())
          .stream()
          .filter(path -> !draft.outputs().contains(path))
          .toList();
    }
  }
}
