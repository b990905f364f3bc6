package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Problem;
import org.computepods.rules.Task;
import org.computepods.rules.project.RulesManager.Making;

/** A workspace in memory, for tests: texts that are read, and names of files that are there. */
final class Workspace {
  private final Map<ArtefactPath, String> texts = new HashMap<>();
  private final List<ArtefactPath> files = new ArrayList<>();
  private final List<RuleSet> offered = new ArrayList<>();

  static Workspace project(String yaml) {
    return new Workspace().text("computepods.yaml", yaml);
  }

  static Workspace without() {
    return new Workspace();
  }

  Workspace text(String path, String content) {
    texts.put(ArtefactPath.of(path), content);
    return this;
  }

  Workspace files(String... paths) {
    Stream.of(paths).map(ArtefactPath::of).forEach(files::add);
    return this;
  }

  Workspace offered(String ruleSet) {
    offered.add(RuleSet.parse(ruleSet, "chef").set().orElseThrow());
    return this;
  }

  ProjectLoader.Loaded load() {
    return ProjectLoader.load(path -> Optional.ofNullable(texts.get(path)), offered);
  }

  /** What is wrong with the project, as a person reads it. */
  List<String> problems() {
    return load().problems().stream().map(Problem::toString).toList();
  }

  RulesManager.Binding bind() {
    ProjectLoader.Loaded loaded = load();
    if (!loaded.problems().isEmpty()) {
      throw new AssertionError(loaded.problems().toString());
    }
    return loaded.rules().bind(files);
  }

  List<String> bindProblems() {
    return bind().problems().stream().map(Problem::toString).toList();
  }

  List<String> taskNames() {
    return bind().tasks().stream().map(Task::name).toList();
  }

  Task task(String name) {
    RulesManager.Binding binding = bind();
    return binding.tasks().stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError(name + " is none of " + taskNames() + binding.problems()));
  }

  Making howToMake(String path) {
    return load().rules().howToMake(ArtefactPath.of(path), files::contains);
  }

  /** The task by which a rule makes the artefact. */
  Task made(String path) {
    return switch (howToMake(path)) {
      case Making.By(Task task) -> task;
      case Making.ByNone(var nearest) -> throw new AssertionError("nothing makes it: " + nearest);
    };
  }

  static List<String> inputs(Task task) {
    return task.dependencies().stream().map(input -> input.path().value()).toList();
  }

  static List<String> secondary(Task task) {
    return task.secondary().stream().map(input -> input.path().value()).toList();
  }

  static List<String> outputs(Task task) {
    return task.outputs().stream().map(ArtefactPath::value).toList();
  }
}
