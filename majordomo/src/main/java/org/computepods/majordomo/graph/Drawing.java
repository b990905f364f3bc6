package org.computepods.majordomo.graph;

import org.computepods.chef.wire.rest.GraphDocument;
import org.computepods.chef.wire.rest.GraphDocument.ArtefactNode;
import org.computepods.chef.wire.rest.GraphDocument.Edge;
import org.computepods.chef.wire.rest.GraphDocument.TaskNode;

/** Draws a graph: for Graphviz, or at once for a browser. */
public final class Drawing {
  private Drawing() {}

  /** In Graphviz's language; each cycle stands in a box of its own. */
  public static String dot(GraphDocument graph) {
    var out = new StringBuilder("digraph computepods {\n");
    out.append("  rankdir=LR;\n  node [fontname=\"sans-serif\", fontsize=11];\n");
    for (int i = 0; i < graph.cycles().size(); i++) {
      out.append("  subgraph cluster_").append(i).append(" {\n    label=\"cycle\";\n");
      out.append("    style=\"rounded,dashed\"; color=\"#b45309\";\n");
      for (var task : graph.tasks()) {
        if (task.cycle() == i) {
          out.append("  ").append(taskLine(graph, task));
        }
      }
      out.append("  }\n");
    }
    for (var task : graph.tasks()) {
      if (task.cycle() < 0) {
        out.append(taskLine(graph, task));
      }
    }
    graph.artefacts().forEach(artefact -> out.append(artefactLine(artefact)));
    graph.edges().forEach(edge -> out.append(edgeLine(edge)));
    return out.append("}\n").toString();
  }

  /** As a picture, laid out in layers. */
  public static String svg(GraphDocument graph) {
    return new LayeredPicture(graph).svg();
  }

  private static String taskLine(GraphDocument graph, TaskNode task) {
    int place = graph.plan().indexOf(task.task());
    String label = place < 0 ? task.task() : (place + 1) + ". " + task.task();
    return "  %s [shape=box, style=\"rounded,filled\", fillcolor=\"%s\", label=%s, tooltip=%s];\n"
        .formatted(
            taskId(task.task()),
            colour(task.state()),
            quote(label),
            quote(task.rule() + ", " + task.state()));
  }

  private static String artefactLine(ArtefactNode artefact) {
    String style = artefact.exists() ? "solid" : "dashed";
    return "  %s [shape=%s, style=%s, label=%s];\n"
        .formatted(
            artefactId(artefact.path()),
            artefact.primary() ? "note" : "plain",
            style,
            quote(artefact.path()));
  }

  private static String edgeLine(Edge edge) {
    boolean output = edge.kind().equals("output");
    String from = output ? taskId(edge.from()) : artefactId(edge.from());
    String to = output ? artefactId(edge.to()) : taskId(edge.to());
    String style =
        switch (edge.kind()) {
          case "secondary" -> "style=dashed";
          case "discovered" -> "style=dotted";
          default -> "style=solid";
        };
    String cut = edge.cut() ? ", color=\"#b45309\", constraint=false" : "";
    return "  " + from + " -> " + to + " [" + style + cut + "];\n";
  }

  static String colour(String state) {
    return switch (state) {
      case "stale" -> "#fde68a";
      case "running" -> "#bfdbfe";
      case "waiting" -> "#e5e7eb";
      case "failed" -> "#fecaca";
      default -> "#d1fae5";
    };
  }

  private static String taskId(String name) {
    return quote("task:" + name);
  }

  private static String artefactId(String path) {
    return quote("file:" + path);
  }

  private static String quote(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
  }
}
