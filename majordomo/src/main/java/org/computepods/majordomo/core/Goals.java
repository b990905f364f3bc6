package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Task;
import org.computepods.rules.project.NearestName;
import org.computepods.rules.project.ProjectLoader;
import org.computepods.rules.project.RulesManager.Binding;

/** What a person means by the names that a build is asked for. */
final class Goals {
  /**
   * @param unknown a message for each name that stands for nothing that can be built
   */
  record Found(Set<TaskNode> tasks, List<String> unknown) {}

  private final ArtefactManager artefacts;
  private final DependencyManager graph;

  /** What was meant last, as long as the graph is the same: a million goals are found but once. */
  private List<String> lastNames = List.of();

  private Found last = new Found(Set.of(), List.of());
  private long lastVersion = -1;

  Goals(ArtefactManager artefacts, DependencyManager graph) {
    this.artefacts = artefacts;
    this.graph = graph;
  }

  /** The tasks that make these targets; without any, those of the project's default. */
  Found of(List<String> names) {
    if (lastVersion == graph.version() && lastNames.equals(names)) {
      return last;
    }
    var tasks = new TaskSet();
    var unknown = new ArrayList<String>();
    boolean lasts = find(names, tasks, unknown);
    var found = new Found(Collections.unmodifiableSet(tasks), unknown);
    if (lasts && unknown.isEmpty()) {
      last = found;
      lastNames = List.copyOf(names);
      lastVersion = graph.version();
    }
    return found;
  }

  /** Says whether the answer is the same until the graph changes. */
  private boolean find(List<String> names, Set<TaskNode> tasks, List<String> unknown) {
    Binding binding = graph.binding();
    if (names.isEmpty() && binding.defaultTarget().isEmpty()) {
      for (Task task : binding.tasks()) {
        graph.named(task.name()).ifPresent(tasks::add);
      }
      if (tasks.isEmpty()) {
        unknown.add(nothingToBuild());
      }
      return true;
    }
    boolean lasts = true;
    for (String name : names.isEmpty() ? List.of(binding.defaultTarget().get()) : names) {
      lasts &= add(name, binding.targets(), tasks, unknown);
    }
    return lasts;
  }

  /** Why there is nothing to build, where nothing was named. */
  private String nothingToBuild() {
    return "nothing to build: no target was named, and "
        + (graph.hasProject()
            ? ProjectLoader.PROJECT_FILE + " has no tasks and no default"
            : "there is no " + ProjectLoader.PROJECT_FILE + " here");
  }

  /** The tasks that write files of tasks: what a project is, is known only after them. */
  Set<TaskNode> writersOfTasks() {
    var writers = new LinkedHashSet<TaskNode>();
    for (String include : graph.rules().project().include()) {
      Optional.ofNullable(artefacts.of(ArtefactPath.of(include)).producer).ifPresent(writers::add);
    }
    return writers;
  }

  private boolean add(
      String name,
      Map<String, List<ArtefactPath>> targets,
      Set<TaskNode> tasks,
      List<String> unknown) {
    List<ArtefactPath> outputs = targets.get(name);
    Optional<TaskNode> named = graph.named(name);
    if (outputs == null && named.isPresent()) {
      tasks.add(named.get());
      return true;
    }
    if (outputs == null) {
      try {
        outputs = List.of(ArtefactPath.of(name));
      } catch (IllegalArgumentException notAPath) {
        unknown.add("'" + name + "' is neither a target nor a path: " + notAPath.getMessage());
        return false;
      }
    }
    boolean lasts = true;
    for (ArtefactPath path : outputs) {
      lasts &= add(path, name, targets, tasks, unknown);
    }
    return lasts;
  }

  private boolean add(
      ArtefactPath path,
      String name,
      Map<String, List<ArtefactPath>> targets,
      Set<TaskNode> tasks,
      List<String> unknown) {
    Artefact artefact = artefacts.of(path);
    Optional<TaskNode> producer = graph.producerAsked(artefact);
    if (producer.isPresent()) {
      tasks.add(producer.get());
    } else if (!artefact.state.exists() || graph.formerMaker(artefact).isPresent()) {
      unknown.add(
          graph.isFolder(path)
              ? path + " is a folder; name a target, or files in it"
              : "nothing can build "
                  + path
                  + wantedBy(name, path)
                  + Reports.nearest(graph, artefact)
                  + NearestName.hint(path.value(), names(targets)));
    }
    return producer.isPresent();
  }

  /** The target that wants it, where it was not asked for by its own name. */
  private String wantedBy(String name, ArtefactPath path) {
    return graph
        .rules()
        .wantedAt(name, path)
        .map(
            place ->
                name.equals(path.value())
                    ? " (the default, " + place + ")"
                    : " (wanted by target '" + name + "', " + place + ")")
        .orElse("");
  }

  /** What a person may have meant: targets, tasks, and what tasks make. */
  private List<String> names(Map<String, List<ArtefactPath>> targets) {
    var names = new ArrayList<>(targets.keySet());
    for (TaskNode node : graph.tasks()) {
      names.add(node.name());
      node.task.outputs().forEach(output -> names.add(output.value()));
    }
    return names;
  }
}
