package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Glob;
import org.computepods.rules.Ignores;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/**
 * All that is known of how things are built: the project, its own rule sets, the bundled ones, and
 * those that chefs publish. Immutable.
 */
public final class RulesManager {
  private final Project project;
  private final List<RuleSet> sets;
  private final List<TaskDefinition> definitions;
  private final Targets targets;
  private final Set<String> ownSets;
  private final GlobIndex globs;
  private final GlobIndex logs;
  private final List<ArtefactType> typesWithView;
  private final RuleSearch search;

  /**
   * @param sets in the order in which they are asked
   * @param ownSets the names of those that are files of the workspace; no chef serves them
   */
  RulesManager(
      Project project,
      List<RuleSet> sets,
      List<TaskDefinition> definitions,
      Targets targets,
      Set<String> ownSets) {
    this.project = project;
    this.sets = List.copyOf(sets);
    this.definitions = List.copyOf(definitions);
    this.targets = targets;
    this.ownSets = Set.copyOf(ownSets);
    this.globs = new GlobIndex(globs(definitions, targets));
    this.logs = new GlobIndex(logGlobs().stream().map(Glob::of).toList());
    this.typesWithView = types().filter(type -> !(type.view() instanceof View.Whole)).toList();
    this.search = new RuleSearch(this.sets, this.ownSets, this::toolsOf, this::viewOf);
  }

  /**
   * What a project names, bound to the files there are.
   *
   * @param tasks in the order of the files that name them
   * @param targets each target, task and foreach family by name, with the artefacts it stands for
   * @param defaultTarget a key of {@code targets}; empty where every task is wanted
   * @param doubts what is no mistake, and is seldom meant: patterns that match nothing
   */
  public record Binding(
      List<Task> tasks,
      Map<String, List<ArtefactPath>> targets,
      Optional<String> defaultTarget,
      List<Problem> problems,
      List<Problem> doubts) {}

  /** How to make one artefact, or why nothing can. */
  public sealed interface Making {
    /** This task makes it. */
    record By(Task task) implements Making {}

    /** Nothing does; the nearest rules first, at most five. */
    record ByNone(List<NearMiss> nearest) implements Making {}
  }

  /**
   * A rule that nearly makes an artefact.
   *
   * @param lacks what it would need: {@code x.c does not exist}
   */
  public record NearMiss(String rule, String lacks) {}

  /**
   * Binds what the project names to the files there are: its globs are expanded over them, and over
   * the outputs of its tasks.
   */
  public Binding bind(Collection<ArtefactPath> files) {
    return bind(files, UnaryOperator.identity());
  }

  /**
   * As above.
   *
   * @param known gives an equal path that somebody holds already, where there is one
   */
  public Binding bind(Collection<ArtefactPath> files, UnaryOperator<ArtefactPath> known) {
    return new Binder(definitions, targets, files, ownSets, this::toolsOf, this::viewOf, known)
        .bind();
  }

  /**
   * How to make an artefact by a rule, where no task of the project does.
   *
   * @param exists whether an artefact is there, or a task of the project makes it
   */
  public Making howToMake(ArtefactPath goal, Predicate<ArtefactPath> exists) {
    return search.find(goal, exists);
  }

  /** Where the project says that the artefact is one of a target's outputs. */
  public Optional<Place> wantedAt(String target, ArtefactPath artefact) {
    return targets.place(target, artefact);
  }

  /** Files of which one must be there if what stands in place of this is to be made anew. */
  public List<Glob> takenOverWith(ArtefactPath path) {
    return search.takenOverWith(path);
  }

  /** Whether the artefact is named as what some rule makes, whatever files there are. */
  public boolean isNamedAsMade(ArtefactPath path) {
    return search.isNamedAsMade(path);
  }

  /** Whether the coming or going of this file can change what {@link #bind} gives. */
  public boolean matters(ArtefactPath path) {
    return globs.matches(path.value());
  }

  /** Whether the file is a log, which is followed while it changes and never hashed. */
  public boolean isLog(ArtefactPath path) {
    return logs.matches(path.value());
  }

  /** What a reader sees of the artefact, unless it names a view of its own. */
  public View viewOf(ArtefactPath path) {
    if (path.outside() && path.value().contains(ArtefactPath.IN_PATH)) {
      return View.whole(); // There is no such file to be looked at.
    }
    for (ArtefactType type : typesWithView) {
      if (type.matches(path.value())) {
        return type.view();
      }
    }
    return View.whole();
  }

  /** Globs of files that are no artefacts, the usual ones first; see {@link Ignores}. */
  public List<String> ignores() {
    return Stream.concat(Ignores.USUAL.stream(), project.ignore().stream()).toList();
  }

  /** What of the files a watcher is to attend to. */
  public Attention attention() {
    if (!project.gitignore()) {
      return new Attention(ignores(), false, logGlobs());
    }
    var taken = TakenBack.from(definitions, sets).stream();
    return new Attention(Stream.concat(taken, ignores().stream()).toList(), true, logGlobs());
  }

  /** Globs of files that are logs. */
  public List<String> logGlobs() {
    return Stream.concat(
            project.logs().stream(),
            types()
                .filter(ArtefactType::log)
                .flatMap(type -> type.globs().stream())
                .map(Glob::toString))
        .distinct()
        .toList();
  }

  /** What the project file says. */
  public Project project() {
    return project;
  }

  /** The rule sets in use, in the order in which they are asked. */
  public List<RuleSet> sets() {
    return sets;
  }

  private Stream<ArtefactType> types() {
    return sets.stream().flatMap(set -> set.types().stream());
  }

  /** The tools of a set that no chef serves, as properties that any pod may have. */
  private Map<String, String> toolsOf(String set) {
    var tools = new LinkedHashMap<String, String>();
    sets.stream()
        .filter(known -> known.name().equals(set))
        .flatMap(known -> known.required().stream())
        .forEach(tool -> tools.merge("tool", tool, (one, other) -> one + "," + other));
    return tools;
  }

  private static List<Glob> globs(List<TaskDefinition> definitions, Targets targets) {
    var globs = new ArrayList<Glob>();
    for (TaskDefinition definition : definitions) {
      definition.foreach().stream()
          .flatMap(Selection::choosing)
          .forEach(step -> globs.add(step.glob()));
      Stream.concat(
              definition.recipe().dependencies().stream(), definition.recipe().secondary().stream())
          .filter(input -> Glob.isPattern(input.path().literals()))
          .forEach(input -> Drafter.anyOf(input.path()).ifPresent(globs::add));
    }
    targets.byName().values().stream()
        .flatMap(List::stream)
        .forEach(
            wanted -> {
              if (wanted instanceof Targets.Wanted.Matches(Glob glob, _, _)) {
                globs.add(glob);
              }
            });
    return globs;
  }
}
