package org.computepods.majordomo.answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.computepods.chef.wire.rest.GraphDocument;
import org.computepods.chef.wire.rest.GraphDocument.ArtefactNode;
import org.computepods.chef.wire.rest.GraphDocument.CycleBox;
import org.computepods.chef.wire.rest.GraphDocument.Edge;
import org.computepods.chef.wire.rest.GraphDocument.TaskNode;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.Cut;
import org.computepods.majordomo.core.EngineView.TaskState;
import org.computepods.majordomo.core.EngineView.TaskView;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/** Tells the graph: of some targets, or all; perhaps only what is stale; perhaps with the plan. */
public final class GraphTeller {
  private final EngineView view;
  private final List<CycleBox> cycles = new ArrayList<>();
  private final Map<String, Integer> cycleOf = new HashMap<>();
  private final Set<Cut> cuts = new HashSet<>();

  public GraphTeller(EngineView view) {
    this.view = view;
  }

  /**
   * @param targets as a build request names them; empty for everything
   * @param staleOnly only tasks that are not fresh, and what they touch
   * @param plan whether to say the order, too
   * @throws IllegalArgumentException where nobody knows a target
   */
  public GraphDocument tell(List<String> targets, boolean staleOnly, boolean plan) {
    targets.forEach(new Meant(view)::artefacts);
    List<TaskView> tasks = targets.isEmpty() && !plan ? view.outlook() : view.outlook(targets);
    var shown = tasks.stream().filter(t -> !staleOnly || t.state() != TaskState.FRESH).toList();
    box(shown);
    var nodes = new ArrayList<TaskNode>();
    var edges = new LinkedHashSet<Edge>();
    Set<ArtefactPath> artefacts = new TreeSet<>();
    for (var task : shown) {
      String name = task.task().name();
      nodes.add(
          new TaskNode(
              name, task.task().rule(), Listing.state(task), cycleOf.getOrDefault(name, -1)));
      edgesOf(task, edges, artefacts);
    }
    return new GraphDocument(
        nodes,
        artefacts.stream().map(this::node).toList(),
        List.copyOf(edges),
        cycles,
        plan ? shown.stream().map(task -> task.task().name()).toList() : List.of());
  }

  private void box(List<TaskView> shown) {
    Set<String> names = new HashSet<>();
    shown.forEach(task -> names.add(task.task().name()));
    for (var cycle : view.cycles()) {
      if (cycle.members().stream().anyMatch(names::contains)) {
        cycle.members().forEach(member -> cycleOf.put(member, cycles.size()));
        cycles.add(new CycleBox(cycle.members()));
        cuts.addAll(cycle.cut());
      }
    }
  }

  private void edgesOf(TaskView task, Set<Edge> edges, Set<ArtefactPath> artefacts) {
    String name = task.task().name();
    var declared = new HashSet<ArtefactPath>();
    for (var dependency : task.task().dependencies()) {
      declared.add(dependency.path());
      edges.add(edge(dependency.path(), name, "required", artefacts));
    }
    for (var dependency : task.task().secondary()) {
      if (declared.add(dependency.path())) {
        edges.add(edge(dependency.path(), name, "secondary", artefacts));
      }
    }
    for (var path : task.discovered()) {
      if (!path.outside() && declared.add(path)) {
        edges.add(edge(path, name, "discovered", artefacts));
      }
    }
    task.task()
        .writes()
        .filter(
            path -> task.task().outputs().contains(path) || declared.contains(path) || exists(path))
        .forEach(
            path -> {
              artefacts.add(path);
              edges.add(new Edge(name, path.value(), "output", false));
            });
  }

  private boolean exists(ArtefactPath path) {
    return view.state(path).exists();
  }

  private Edge edge(ArtefactPath from, String reader, String kind, Set<ArtefactPath> artefacts) {
    artefacts.add(from);
    return new Edge(from.value(), reader, kind, cuts.contains(new Cut(from, reader)));
  }

  private ArtefactNode node(ArtefactPath path) {
    var state = view.state(path);
    String digest = state instanceof ArtefactState.Present present ? present.digest().hex() : null;
    return new ArtefactNode(path.value(), view.maker(path).isEmpty(), state.exists(), digest);
  }
}
