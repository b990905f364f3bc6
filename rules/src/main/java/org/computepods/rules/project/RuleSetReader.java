package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.computepods.rules.Digest;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.View;
import org.computepods.rules.yaml.Node;
import org.computepods.rules.yaml.YamlText;

/** Reads a file of rules. */
final class RuleSetReader {
  private final Problems problems;
  private final RecipeReader recipes;

  private RuleSetReader(Problems problems) {
    this.problems = problems;
    this.recipes = new RecipeReader(problems);
  }

  static RuleSet.Parsed read(String text, String fileName) {
    var problems = new Problems();
    var yaml = YamlText.read(text, fileName);
    problems.addAll(yaml.problems());
    Optional<RuleSet> set = Optional.empty();
    if (yaml.root().isPresent()) {
      set = new RuleSetReader(problems).ruleSet(yaml.root().get(), text);
    } else if (problems.count() == 0) {
      problems.add(Place.of(fileName), "is empty; a rule set has a name and rules");
    }
    return new RuleSet.Parsed(problems.count() == 0 ? set : Optional.empty(), problems.all());
  }

  private Optional<RuleSet> ruleSet(Node root, String text) {
    var read = Fields.of(root, "a rule set", Keys.RULE_SET, problems);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    String name = name(fields);
    Optional<String> cook = fields.text("cookedBy").map(code -> CookWords.who(name, code));
    List<String> required = fields.scalars("required").stream().map(Node.Scalar::text).toList();
    var types = new ArrayList<ArtefactType>();
    for (Node.Entry entry : fields.entries("types")) {
      type(entry).ifPresent(types::add);
    }
    var rules = new ArrayList<Rule>();
    for (Node.Entry entry : fields.entries("rules")) {
      rule(name, cook, entry).ifPresent(rules::add);
    }
    return Optional.of(new RuleSet(name, text, Digest.of(text), required, types, rules));
  }

  private String name(Fields fields) {
    if (!fields.has("set")) {
      problems.add(fields.place(), "a rule set needs its name: 'set'");
      return "";
    }
    return fields
        .scalar("set")
        .filter(
            scalar ->
                Names.isName(scalar.text(), "a rule set", scalar.place(), problems)
                    && noDot(scalar.text(), "a rule set", scalar.place()))
        .map(Node.Scalar::text)
        .orElse("");
  }

  private boolean noDot(String name, String what, Place place) {
    if (name.indexOf('.') >= 0) {
      problems.add(place, "'" + name + "' is no name for " + what + ": it has no dots");
      return false;
    }
    return true;
  }

  private Optional<ArtefactType> type(Node.Entry entry) {
    return Fields.of(entry.value(), "the type '" + entry.key().text() + "'", Keys.TYPE, problems)
        .map(
            fields -> {
              List<Glob> globs = fields.globs("globs");
              if (globs.isEmpty() && !fields.has("globs")) {
                problems.add(entry.key().place(), "a type needs its 'globs'");
              }
              View view = fields.node("view").flatMap(recipes::view).orElse(View.whole());
              return new ArtefactType(entry.key().text(), globs, view, fields.truth("log"));
            });
  }

  private Optional<Rule> rule(String set, Optional<String> cook, Node.Entry entry) {
    String name = entry.key().text();
    Place place = entry.key().place();
    int before = problems.count();
    var said = Fields.of(entry.value(), "the rule '" + name + "'", Keys.RULE, problems);
    if (!Names.isName(name, "a rule", place, problems)
        || !noDot(name, "a rule", place)
        || said.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = said.get();
    var variables = recipes.variables(fields, "variables");
    Recipe read = recipes.read(fields);
    Recipe recipe =
        cook.filter(word -> read.command().isEmpty() && !fields.has("command") && !fields.has("sh"))
            .map(word -> read.cookedBy(word, name, List.copyOf(variables.keySet())))
            .orElse(read);
    if (recipe.outputs().isEmpty() && problems.count() == before) {
      problems.add(place, "the rule '" + name + "' has no outputs");
    }
    if (recipe.command().isEmpty() && problems.count() == before) {
      problems.add(place, "the rule '" + name + "' has no 'command' and no 'sh'");
    }
    new Names(variables, true, problems).check(recipe);
    checkPaths(recipe);
    return Optional.of(new Rule(set, name, recipe, variables, fields.globs("takesOver"), place));
  }

  /** A rule speaks of one artefact at a time, and only of names that its outputs tell. */
  private void checkPaths(Recipe recipe) {
    Set<String> told = new HashSet<>();
    recipe.outputs().stream().flatMap(Template::names).forEach(name -> told.add(name.name()));
    inputs(recipe)
        .forEach(
            input -> {
              Template path = input.path();
              if (input.away()) {
                problems.add(
                    path.place(),
                    "a rule names its dependencies one by one, so '!' has nothing to take out");
              } else if (path.text().startsWith("@")) {
                problems.add(path.place(), "a rule knows no tasks; '" + path + "' names one");
              } else if (Glob.isPattern(path.literals())) {
                problems.add(
                    path.place(),
                    "'" + path + "' is a pattern; a rule names its dependencies one by one");
              }
              path.names()
                  .filter(name -> Names.PATH.contains(name.name()) && !told.contains(name.name()))
                  .findFirst()
                  .ifPresent(
                      name ->
                          problems.add(
                              path.place(),
                              name + " cannot be known: no output of the rule has it"));
            });
  }

  private static Stream<Recipe.Input> inputs(Recipe recipe) {
    return Stream.concat(recipe.dependencies().stream(), recipe.secondary().stream());
  }
}
