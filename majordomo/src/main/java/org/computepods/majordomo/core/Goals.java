package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Task;
import org.computepods.rules.project.RulesManager.Binding;

/** What a person means by the names that a build is asked for. */
final class Goals {
  /**
   * @param unknown a message for each name that stands for nothing that can be built
   */
  record Found(Set<TaskNode> tasks, List<String> unknown) {}

  private final ArtefactManager artefacts;
  private final DependencyManager graph;

  Goals(ArtefactManager artefacts, DependencyManager graph) {
    this.artefacts = artefacts;
    this.graph = graph;
  }

  /** The tasks that make these targets; without any, those of the project's default. */
  Found of(List<String> names) {
    Binding binding = graph.binding();
    var tasks = new LinkedHashSet<TaskNode>();
    var unknown = new ArrayList<String>();
    if (names.isEmpty() && binding.defaultTarget().isEmpty()) {
      for (Task task : binding.tasks()) {
        graph.named(task.name()).ifPresent(tasks::add);
      }
      if (tasks.isEmpty()) {
        unknown.add("nothing to build: there is no project file here, and no target was named");
      }
      return new Found(tasks, unknown);
    }
    for (String name : names.isEmpty() ? List.of(binding.defaultTarget().get()) : names) {
      add(name, binding.targets(), tasks, unknown);
    }
    return new Found(tasks, unknown);
  }

  /** The tasks that write files of tasks: what a project is, is known only after them. */
  Set<TaskNode> writersOfTasks() {
    var writers = new LinkedHashSet<TaskNode>();
    for (String include : graph.rules().project().include()) {
      Optional.ofNullable(artefacts.of(ArtefactPath.of(include)).producer).ifPresent(writers::add);
    }
    return writers;
  }

  private void add(
      String name,
      Map<String, List<ArtefactPath>> targets,
      Set<TaskNode> tasks,
      List<String> unknown) {
    List<ArtefactPath> outputs = targets.get(name);
    Optional<TaskNode> named = graph.named(name);
    if (outputs == null && named.isPresent()) {
      tasks.add(named.get());
      return;
    }
    if (outputs == null) {
      try {
        outputs = List.of(ArtefactPath.of(name));
      } catch (IllegalArgumentException notAPath) {
        unknown.add("'" + name + "' is neither a target nor a path: " + notAPath.getMessage());
        return;
      }
    }
    for (ArtefactPath path : outputs) {
      Artefact artefact = artefacts.of(path);
      Optional<TaskNode> producer = graph.producerAsked(artefact);
      if (producer.isPresent()) {
        tasks.add(producer.get());
      } else if (!artefact.state.exists()) {
        unknown.add(
            "nothing can build "
                + path
                + Reports.nearest(graph, artefact)
                + nearMiss(name, targets));
      }
    }
  }

  private static String nearMiss(String name, Map<String, List<ArtefactPath>> targets) {
    return targets.keySet().stream()
        .filter(target -> distance(name, target) <= Math.max(1, name.length() / 3))
        .min(Comparator.comparingInt(target -> distance(name, target)))
        .map(target -> " (did you mean '" + target + "'?)")
        .orElse("");
  }

  /** Edits between two words (Levenshtein, 1966). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
