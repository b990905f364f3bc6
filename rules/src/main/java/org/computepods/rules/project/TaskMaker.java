package org.computepods.rules.project;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Condition;
import org.computepods.rules.Dependency;
import org.computepods.rules.Depfile;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/** Makes a task of a recipe and the artefacts that it is bound to. */
final class TaskMaker {
  /** Longer commands are few. */
  private static final int WORDS_SHARED = 16;

  private static final Duration TIMEOUT = Duration.ofHours(1);

  private final Function<ArtefactPath, View> viewOf;

  /** Where version control keeps its books, and we ours. */
  private static final List<String> KEEPERS = List.of(".computepods", ".git", ".hg", ".svn", ".jj");

  private final Problems problems;
  private final UnaryOperator<ArtefactPath> known;

  TaskMaker(Function<ArtefactPath, View> viewOf, Problems problems) {
    this(viewOf, problems, UnaryOperator.identity());
  }

  /**
   * @param known gives an equal path that somebody holds already, where there is one
   */
  TaskMaker(
      Function<ArtefactPath, View> viewOf, Problems problems, UnaryOperator<ArtefactPath> known) {
    this.viewOf = viewOf;
    this.problems = problems;
    this.known = known;
  }

  /** Who a task is. */
  record Identity(
      String name, String rule, Optional<String> set, Task.Source source, Place origin) {}

  /**
   * The task, with everything expanded.
   *
   * @param scope knows the paths, the variables and the outputs; the dependencies are added to it
   * @param requires beside those of the recipe
   */
  SpelledTask make(
      Identity identity,
      Recipe recipe,
      Scope scope,
      List<ArtefactPath> outputs,
      List<Dependency> dependencies,
      List<Dependency> secondary,
      Map<String, String> requires) {
    scope.bind("dependencies", dependencies.stream().map(input -> input.path().value()).toList());
    var auxiliaries = new LinkedHashSet<ArtefactPath>();
    for (Template auxiliary : recipe.auxiliaries()) {
      auxiliaries.addAll(written(auxiliary, scope));
    }
    auxiliaries.removeAll(outputs);
    var env = new LinkedHashMap<String, String>();
    recipe.env().forEach((name, value) -> env.put(name, scope.word(value)));
    var allRequires = new LinkedHashMap<>(requires);
    allRequires.putAll(recipe.requires());
    var when = new ArrayList<Condition>();
    for (Recipe.When condition : recipe.when()) {
      path(condition.artefact(), scope)
          .ifPresent(artefact -> when.add(new Condition(artefact, condition.regex())));
    }
    var seeds = new LinkedHashMap<ArtefactPath, String>();
    for (Recipe.Seed seed : recipe.seeds()) {
      path(seed.artefact(), scope).ifPresent(artefact -> seeds.put(artefact, seed.content()));
    }
    return new SpelledTask(
        identity.name(),
        identity.rule(),
        identity.set(),
        shared(command(recipe, scope, outputs, dependencies), outputs, dependencies),
        dependencies,
        secondary,
        outputs,
        List.copyOf(auxiliaries),
        env,
        recipe
            .depfile()
            .flatMap(
                notes ->
                    path(notes.path(), scope)
                        .map(path -> new Depfile(path, notes.format(), notes.readBack()))),
        recipe.timeout_s().isPresent()
            ? Duration.ofSeconds(recipe.timeout_s().getAsInt())
            : TIMEOUT,
        recipe.passesMax().orElse(Task.PASSES_MAX_DEFAULT),
        allRequires,
        when,
        seeds,
        recipe.missing(),
        identity.origin(),
        identity.source());
  }

  /** The same words; those that name the first output or dependency are the very same as there. */
  private static List<String> shared(
      List<String> words, List<ArtefactPath> outputs, List<Dependency> dependencies) {
    if (words.size() > WORDS_SHARED) {
      return words;
    }
    var shared = new ArrayList<String>(words);
    shared.replaceAll(
        word -> {
          String output = outputs.isEmpty() ? "" : outputs.getFirst().value();
          String dependency = dependencies.isEmpty() ? "" : dependencies.getFirst().path().value();
          return word.equals(output) ? output : word.equals(dependency) ? dependency : word;
        });
    return shared;
  }

  /**
   * What is run. A file's name is only a name: one that begins with a dash is told to the tool with
   * its folder, as it would else be taken for an option.
   */
  private List<String> command(
      Recipe recipe, Scope scope, List<ArtefactPath> outputs, List<Dependency> inputs) {
    List<String> read = inputs.stream().map(input -> input.path().value()).toList();
    List<String> made = outputs.stream().map(ArtefactPath::value).toList();
    boolean plain = Stream.concat(read.stream(), made.stream()).noneMatch(TaskMaker::isDashed);
    if (plain || recipe.command().orElseThrow() instanceof Recipe.Command.Cook) {
      return command(recipe, scope, inputs);
    }
    scope.bind("dependencies", inFolder(read)).bind("outputs", inFolder(made));
    List<String> command = command(recipe, scope, inputs);
    scope.bind("dependencies", read).bind("outputs", made);
    return command;
  }

  private static boolean isDashed(String path) {
    return path.startsWith("-");
  }

  private static List<String> inFolder(List<String> paths) {
    return paths.stream().map(path -> isDashed(path) ? "./" + path : path).toList();
  }

  private List<String> command(Recipe recipe, Scope scope, List<Dependency> inputs) {
    return switch (recipe.command().orElseThrow()) {
      case Recipe.Command.Words(List<Template> words) -> scope.words(words);
      case Recipe.Command.Shell(Template text) ->
          List.of("sh", "-c", ShellText.expand(text, scope, problems));
      case Recipe.Command.Cook cook ->
          new CookWords(
                  cook.word(),
                  cook.rule(),
                  values(cook, scope),
                  inputs.stream().map(input -> input.path().value()).toList())
              .words();
    };
  }

  private static Map<String, List<String>> values(Recipe.Command.Cook cook, Scope scope) {
    var values = new LinkedHashMap<String, List<String>>();
    for (String name : cook.variables()) {
      values.put(name, scope.words(Template.of("{" + name + "}", Place.of(cook.rule()))));
    }
    return values;
  }

  /** The dependency on an artefact, through its own view or that of its type. */
  Dependency dependency(ArtefactPath path, Optional<View> view, Place place) {
    return new Dependency(path, view.orElseGet(() -> viewOf.apply(path)), place);
  }

  /** The artefacts that a template names: several where it is one list. */
  List<ArtefactPath> paths(Template template, Scope scope) {
    if (template.onlyName().isPresent()) {
      return scope.words(template).stream()
          .flatMap(word -> ProjectReader.path(word, template.place(), problems).stream())
          .map(known)
          .toList();
    }
    return path(template, scope).map(List::of).orElse(List.of());
  }

  /**
   * The artefacts that a task writes by this template: not what says what the tasks are, and none
   * in what others keep their books in.
   */
  List<ArtefactPath> written(Template template, Scope scope) {
    List<ArtefactPath> paths = paths(template, scope);
    return paths.stream().allMatch(path -> why(path).isEmpty())
        ? paths
        : paths.stream().filter(path -> isFree(path, template.place(), problems)).toList();
  }

  /** Says why no task may write what this text names, where none may. */
  static void checkWritten(String text, Place place, Problems problems) {
    ProjectReader.path(Glob.unquote(text), place, problems)
        .ifPresent(path -> isFree(path, place, problems));
  }

  private static boolean isFree(ArtefactPath path, Place place, Problems problems) {
    Optional<String> why = why(path);
    why.ifPresent(text -> problems.add(place, "'" + path + "' " + text));
    return why.isEmpty();
  }

  /** Why no task may write an artefact. */
  private static Optional<String> why(ArtefactPath path) {
    return path.equals(ProjectLoader.PROJECT_FILE)
        ? Optional.of("is the project itself: a task may write a file that it includes, but not it")
        : keeper(path)
            .map(folder -> "lies in " + folder + ", which is not watched: no task may write there");
  }

  /** The folder on the way to an artefact in which others keep their books. */
  private static Optional<String> keeper(ArtefactPath path) {
    String value = path.value();
    return value.indexOf('.') < 0
        ? Optional.empty()
        : KEEPERS.stream()
            .filter(
                k -> value.equals(k) || value.startsWith(k + "/") || value.contains("/" + k + "/"))
            .findFirst();
  }

  /** The artefact that a template names. */
  Optional<ArtefactPath> path(Template template, Scope scope) {
    int before = problems.count();
    String word = scope.word(template, Glob::unquote, name -> name);
    return problems.count() > before
        ? Optional.empty()
        : ProjectReader.path(word, template.place(), problems).map(known);
  }
}
