package org.computepods.rules.project;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Glob;

/** Finds the outputs of tasks, and with them what {@code {dir}} and {@code {stem}} are. */
final class Drafter {
  private final TaskMaker maker;
  private final Problems problems;

  Drafter(TaskMaker maker, Problems problems) {
    this.maker = maker;
    this.problems = problems;
  }

  /** The task of a family that is for this file. */
  Draft forFile(TaskDefinition definition, ArtefactPath file) {
    var draft = new Draft(definition, Optional.of(file), Optional.empty(), List.of());
    return withOutputs(draft, outputTemplates(definition));
  }

  /** A task that stands alone. */
  Optional<Draft> single(TaskDefinition definition) {
    return definition.recipe().outputs().isEmpty() ? byInput(definition) : byOutput(definition);
  }

  /** Its outputs are given; they tell the names. */
  private Optional<Draft> byOutput(TaskDefinition definition) {
    List<Template> templates = definition.recipe().outputs();
    var outputs = new LinkedHashSet<ArtefactPath>();
    Scope scope = new Scope(problems).bind(variablesIn(templates, definition.variables()));
    templates.forEach(template -> outputs.addAll(maker.written(template, scope)));
    if (outputs.isEmpty()) {
      return Optional.empty();
    }
    ArtefactPath first = outputs.getFirst();
    OutputPattern.Fit names =
        definition
            .rule()
            .map(rule -> rule.recipe().outputs().getFirst())
            .flatMap(
                template -> OutputPattern.of(template, definition.variables()).fit(first.value()))
            .filter(fit -> !fit.stem().isEmpty())
            .orElseGet(() -> new OutputPattern.Fit(first.dir(), first.stem()));
    return Optional.of(
        new Draft(definition, Optional.empty(), Optional.of(names), List.copyOf(outputs)));
  }

  /** Only its first dependency is given; it tells the names, and the rule the outputs. */
  private Optional<Draft> byInput(TaskDefinition definition) {
    Template input = definition.recipe().dependencies().getFirst().path();
    return maker
        .path(input, new Scope(problems))
        .map(
            path -> {
              OutputPattern.Fit names =
                  definition.rule().orElseThrow().recipe().dependencies().stream()
                      .findFirst()
                      .flatMap(
                          first ->
                              OutputPattern.of(first.path(), definition.variables())
                                  .fit(path.value()))
                      .filter(fit -> !fit.stem().isEmpty())
                      .orElseGet(() -> new OutputPattern.Fit(path.dir(), path.stem()));
              var draft = new Draft(definition, Optional.empty(), Optional.of(names), List.of());
              return withOutputs(draft, outputTemplates(definition));
            });
  }

  private Draft withOutputs(Draft draft, List<Template> templates) {
    Scope scope =
        draft.scope(problems).bind(variablesIn(templates, draft.definition().variables()));
    var outputs = new LinkedHashSet<ArtefactPath>();
    templates.forEach(template -> outputs.addAll(maker.written(template, scope)));
    return draft.with(List.copyOf(outputs));
  }

  private static List<Template> outputTemplates(TaskDefinition definition) {
    List<Template> own = definition.recipe().outputs();
    return own.isEmpty()
        ? definition.rule().map(rule -> rule.recipe().outputs()).orElse(List.of())
        : own;
  }

  /** The variables that the templates use: others may need names that are not known yet. */
  private static Map<String, Variable> variablesIn(
      List<Template> templates, Map<String, Variable> variables) {
    if (variables.isEmpty()) {
      return variables;
    }
    Set<String> used =
        templates.stream()
            .flatMap(Template::names)
            .map(Template.Part.Name::name)
            .collect(Collectors.toSet());
    var wanted = new HashMap<>(variables);
    wanted.keySet().retainAll(used);
    return wanted;
  }

  /** A glob for what the template may stand for, whatever its names are. */
  static Optional<Glob> anyOf(Template template) {
    var glob = new StringBuilder();
    for (Template.Part part : template.parts()) {
      switch (part) {
        case Template.Part.Literal(String text) -> glob.append(text);
        case Template.Part.Name name ->
            glob.append(name.name().equals("dir") && glob.isEmpty() ? "**/" : "*");
      }
    }
    try {
      return Optional.of(Glob.of(glob.toString()));
    } catch (IllegalArgumentException none) {
      return Optional.empty();
    }
  }
}
