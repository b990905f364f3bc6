package org.computepods.majordomo.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tasks of a project, and what names them together.
 *
 * @param targets names for sets of artefacts; {@code all} is the default
 */
record ToyProject(List<ToyTask> tasks, Map<String, List<String>> targets) {
  static final String FILE = "computepods.yaml";

  /** A project that wants every output but those of conditional tasks. */
  static ToyProject of(List<ToyTask> tasks) {
    var all = new ArrayList<String>();
    for (ToyTask task : tasks) {
      if (task.when().isEmpty()) {
        all.addAll(task.outputs());
      }
    }
    var targets = new LinkedHashMap<String, List<String>>();
    targets.put("all", all);
    return new ToyProject(List.copyOf(tasks), targets);
  }

  static ToyProject of(ToyTask... tasks) {
    return of(List.of(tasks));
  }

  Optional<ToyTask> task(String name) {
    return tasks.stream().filter(task -> task.name().equals(name)).findFirst();
  }

  /** Which task makes an artefact, whether it says so or not. */
  Map<String, ToyTask> makers() {
    var makers = new LinkedHashMap<String, ToyTask>();
    tasks.forEach(task -> task.makes().forEach(path -> makers.put(path, task)));
    return makers;
  }

  /** The project without one of its tasks. */
  ToyProject without(String name) {
    return of(tasks.stream().filter(task -> !task.name().equals(name)).toList());
  }

  /** The project with this task in the place of the one of its name. */
  ToyProject with(ToyTask task) {
    return of(tasks.stream().map(old -> old.name().equals(task.name()) ? task : old).toList());
  }

  String yaml() {
    var text = new StringBuilder("project: toy\nuses: []\ndefault: all\ntargets:\n");
    targets.forEach(
        (name, paths) ->
            text.append("  ").append(name).append(": {outputs: ").append(paths).append("}\n"));
    text.append("tasks:\n");
    tasks.forEach(task -> text.append(task.yaml()));
    return text.toString();
  }
}
