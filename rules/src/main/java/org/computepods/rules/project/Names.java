package org.computepods.rules.project;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;

/** Checks the names that templates use, before anything is bound. */
final class Names {
  static final List<String> PATH = List.of("dir", "stem");
  static final List<String> LISTS = List.of("dependencies", "outputs");
  static final Set<String> RESERVED = Set.of("dependencies", "outputs", "dir", "stem");

  private static final Pattern NO_NAME = Pattern.compile("[\\s\\[\\]@\\\\]|\\p{Cntrl}");

  private final Set<String> path;
  private final Set<String> lists = new HashSet<>(LISTS);
  private final Set<String> all;
  private final Map<String, Variable> variables;
  private final Problems problems;

  /**
   * Checks templates that may use these variables.
   *
   * @param bound whether {@code {dir}} and {@code {stem}} are known before the outputs are
   */
  Names(Map<String, Variable> variables, boolean bound, Problems problems) {
    this.variables = variables;
    this.problems = problems;
    this.path = new HashSet<>(variables.keySet());
    if (bound) {
      path.addAll(PATH);
    }
    this.all = new HashSet<>(variables.keySet());
    all.addAll(PATH);
    all.addAll(LISTS);
    variables.forEach(
        (name, variable) -> {
          if (variable.list()) {
            lists.add(name);
          }
        });
  }

  /** Checks everything that a rule or task says of its run. */
  void check(Recipe recipe) {
    var dependencyNames = new HashSet<>(variables.keySet());
    dependencyNames.addAll(PATH);
    variables
        .values()
        .forEach(variable -> variable.words().forEach(word -> word(word, Set.copyOf(PATH))));
    Stream.concat(recipe.dependencies().stream(), recipe.secondary().stream())
        .forEach(input -> word(input.path(), dependencyNames));
    recipe.outputs().forEach(output -> output(output, path));
    recipe.auxiliaries().forEach(output -> output(output, dependencyNames));
    recipe.env().values().forEach(value -> oneWord(value, all));
    recipe.depfile().ifPresent(depfile -> oneWord(depfile.path(), all));
    recipe.when().forEach(when -> oneWord(when.artefact(), all));
    recipe.seeds().forEach(seed -> oneWord(seed.artefact(), all));
    recipe
        .command()
        .ifPresent(
            command -> {
              switch (command) {
                case Recipe.Command.Words(List<Template> words) ->
                    words.forEach(word -> word(word, all));
                case Recipe.Command.Shell(Template text) -> shell(text);
                case Recipe.Command.Cook _ -> {}
              }
            });
  }

  private void output(Template output, Set<String> known) {
    word(output, known);
    if (Glob.isPattern(output.literals())) {
      problems.add(output.place(), "'" + output + "' is a pattern; outputs are named one by one");
    } else if (output.names().findAny().isEmpty()) {
      TaskMaker.checkWritten(output.literals(), output.place(), problems);
    }
  }

  /** A template that may be several words. */
  private void word(Template template, Set<String> known) {
    known(template, known);
    if (template.onlyName().isEmpty()) {
      noLists(template);
    }
  }

  /** A template that is one word. */
  private void oneWord(Template template, Set<String> known) {
    known(template, known);
    noLists(template);
  }

  private void shell(Template text) {
    known(text, all);
    ShellText.insideWords(text).stream()
        .filter(this::isList)
        .forEach(name -> problems.add(text.place(), Scope.insideWord(name)));
  }

  private void noLists(Template template) {
    template
        .names()
        .filter(this::isList)
        .forEach(name -> problems.add(template.place(), Scope.insideWord(name)));
  }

  private boolean isList(Template.Part.Name name) {
    return name.index().isEmpty() && lists.contains(name.name());
  }

  private void known(Template template, Set<String> known) {
    template
        .names()
        .filter(name -> !known.contains(name.name()))
        .forEach(
            name ->
                problems.add(
                    template.place(),
                    all.contains(name.name())
                        ? "{" + name.name() + "} is not known yet, here in '" + template + "'"
                        : "unknown name {"
                            + name.name()
                            + "}"
                            + NearestName.hint(name.name(), all)
                            + "; a brace that is no name is written twice"));
  }

  /** Checks the name of a task, target, set or rule. */
  static boolean isName(String name, String what, Place place, Problems problems) {
    if (name.isEmpty() || name.startsWith("-") || NO_NAME.matcher(name).find()) {
      problems.add(
          place,
          "'"
              + name
              + "' is no name for "
              + what
              + ": it has no blanks, brackets or @, and no - in front");
      return false;
    }
    return true;
  }
}
