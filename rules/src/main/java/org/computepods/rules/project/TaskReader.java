package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.Task;
import org.computepods.rules.yaml.Node;

/** Reads the tasks of a project, with the rules that they go by. */
final class TaskReader {
  private final Map<String, Rule> rules = new HashMap<>();
  private final Set<String> setNames = new HashSet<>();
  private final Problems problems;
  private final RecipeReader recipes;

  TaskReader(List<RuleSet> sets, Problems problems) {
    for (RuleSet set : sets) {
      setNames.add(set.name());
      set.rules().forEach(rule -> rules.putIfAbsent(rule.fullName(), rule));
    }
    this.problems = problems;
    this.recipes = new RecipeReader(problems);
  }

  Optional<TaskDefinition> read(ProjectReader.RawTask raw, Task.Source source) {
    int before = problems.count();
    var read = Fields.of(raw.body(), "the task '" + raw.name() + "'", Keys.TASK, problems);
    if (read.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = read.get();
    Recipe recipe = recipes.read(fields);
    Optional<Selection> foreach = foreach(fields);
    Optional<Rule> rule = rule(fields);
    Map<String, Variable> with = with(fields, rule);
    if (problems.count() == before) {
      whatIsMissing(raw, fields, recipe);
    }
    var variables = new HashMap<String, Variable>();
    rule.ifPresent(known -> variables.putAll(known.variables()));
    variables.putAll(with);
    if (!fields.has("rule") || rule.isPresent()) {
      new Names(variables, foreach.isPresent(), problems).check(recipe);
    }
    Stream.concat(recipe.dependencies().stream(), recipe.secondary().stream())
        .filter(input -> input.task().isEmpty() && Glob.isPattern(input.path().literals()))
        .forEach(input -> fileGlob(input.path().text(), input.place()));
    return problems.count() > before
        ? Optional.empty()
        : Optional.of(
            new TaskDefinition(
                raw.name(),
                foreach,
                rule,
                Map.copyOf(variables),
                rule.map(known -> recipe.over(known.recipe())).orElse(recipe),
                source,
                raw.place()));
  }

  /** One pattern, or a list of them of which some take away. */
  private Optional<Selection> foreach(Fields fields) {
    if (!fields.has("foreach")) {
      return Optional.empty();
    }
    List<Node.Scalar> patterns =
        fields.node("foreach").orElseThrow() instanceof Node.Sequence
            ? fields.scalars("foreach")
            : fields.scalar("foreach").stream().toList();
    var steps = new ArrayList<Selection.Step>();
    for (Node.Scalar pattern : patterns) {
      boolean away = pattern.text().startsWith(Selection.AWAY);
      String text = away ? pattern.text().substring(Selection.AWAY.length()) : pattern.text();
      if (away && steps.isEmpty()) {
        problems.add(pattern.place(), RecipeReader.nothingToTake(text));
      }
      if (!away) {
        fileGlob(text, pattern.place());
      }
      Fields.glob(away ? Selection.away(text) : text, pattern.place(), problems)
          .ifPresent(glob -> steps.add(new Selection.Step(glob, away, text, pattern.place())));
    }
    if (patterns.isEmpty() && fields.node("foreach").orElseThrow() instanceof Node.Sequence empty) {
      problems.add(empty.place(), "'foreach' names no pattern");
    }
    return Optional.of(new Selection(List.copyOf(steps)));
  }

  private void fileGlob(String text, Place place) {
    if (text.endsWith("/")) {
      problems.add(place, "'" + text + "' matches folders only, and artefacts are files");
    }
  }

  private Optional<Rule> rule(Fields fields) {
    var scalar = fields.scalar("rule");
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String name = scalar.get().text();
    Rule rule = rules.get(name);
    if (rule == null) {
      problems.add(scalar.get().place(), "unknown rule '" + name + "'" + ruleHint(name));
    }
    for (String key : List.of("command", "sh")) {
      if (fields.has(key)) {
        problems.add(
            fields.placeOfKey(key), "a task goes either by a 'rule' or by its own '" + key + "'");
      }
    }
    return Optional.ofNullable(rule);
  }

  private String ruleHint(String name) {
    int dot = name.indexOf('.');
    String hint = NearestName.hint(name, rules.keySet());
    if (dot < 0) {
      List<String> fuller =
          rules.keySet().stream().filter(known -> known.endsWith("." + name)).sorted().toList();
      return fuller.isEmpty() ? hint : " (did you mean '" + fuller.getFirst() + "'?)";
    }
    if (!hint.isEmpty()) {
      return hint;
    }
    String set = name.substring(0, dot);
    return setNames.contains(set)
        ? NearestName.hintOrAll(
            name,
            rules.keySet().stream().filter(rule -> rule.startsWith(set + ".")).sorted().toList())
        : "; the project uses no rule set '" + set + "'";
  }

  private Map<String, Variable> with(Fields fields, Optional<Rule> rule) {
    Map<String, Variable> with = recipes.variables(fields, "with");
    if (rule.isEmpty()) {
      if (fields.has("with") && !fields.has("rule")) {
        problems.add(fields.placeOfKey("with"), "'with' sets the variables of a 'rule'");
      }
      return with;
    }
    Set<String> known = rule.get().variables().keySet();
    for (Node.Entry entry : fields.entries("with")) {
      String name = entry.key().text();
      if (with.containsKey(name) && !known.contains(name)) {
        problems.add(
            entry.key().place(),
            rule.get().fullName()
                + " has no variable '"
                + name
                + "'"
                + NearestName.hint(name, known));
      }
    }
    return with;
  }

  private void whatIsMissing(ProjectReader.RawTask raw, Fields fields, Recipe recipe) {
    if (!fields.has("rule")) {
      if (recipe.command().isEmpty()) {
        problems.add(
            raw.place(), "the task '" + raw.name() + "' needs a 'command', an 'sh' or a 'rule'");
      }
      if (recipe.outputs().isEmpty()) {
        problems.add(raw.place(), "the task '" + raw.name() + "' has no outputs");
      }
    } else if (recipe.outputs().isEmpty() && !fields.has("foreach")) {
      boolean tells =
          !recipe.dependencies().isEmpty()
              && recipe.dependencies().getFirst().task().isEmpty()
              && recipe.dependencies().getFirst().path().names().findAny().isEmpty()
              && !Glob.isPattern(recipe.dependencies().getFirst().path().text());
      if (!tells) {
        problems.add(
            raw.place(),
            "the task '" + raw.name() + "' needs its 'outputs', or a file as its first dependency");
      }
    }
  }

  /** Checks that every {@code @task} is there, once all are known. */
  static void checkTaskNames(List<TaskDefinition> tasks, Set<String> names, Problems problems) {
    for (TaskDefinition task : tasks) {
      var inputs = new ArrayList<>(task.recipe().dependencies());
      inputs.addAll(task.recipe().secondary());
      for (Recipe.Input input : inputs) {
        input
            .task()
            .ifPresent(name -> checkTaskName(name, input.place(), task.name(), names, problems));
      }
    }
  }

  static void checkTaskName(
      String name, Place place, String self, Set<String> names, Problems problems) {
    if (!names.contains(name)) {
      problems.addLack(place, "there is no task '" + name + "'" + NearestName.hint(name, names));
    } else if (name.equals(self)) {
      problems.add(place, "the task '" + name + "' depends on itself");
    }
  }
}
