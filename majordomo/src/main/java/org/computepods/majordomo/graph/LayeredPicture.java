package org.computepods.majordomo.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.computepods.chef.wire.rest.GraphDocument;

/**
 * A graph as an SVG picture: each node right of all it depends on, edges that close a circle drawn
 * back. Plain, and without any other program; Graphviz draws finer ones.
 */
final class LayeredPicture {
  private static final int ROW = 34;
  private static final int HEIGHT = 22;
  private static final int CHARACTER = 7;
  private static final int GAP = 60;
  private static final int MARGIN = 20;

  /** A box with its place. */
  private static final class Box {
    final String label;
    final String colour;
    final boolean task;
    final int cycle;
    final List<Box> next = new ArrayList<>();
    int open;
    boolean laid;
    int layer;
    int x;
    int y;

    Box(String label, String colour, boolean task, int cycle) {
      this.label = label;
      this.colour = colour;
      this.task = task;
      this.cycle = cycle;
    }

    int width() {
      return label.length() * CHARACTER + 16;
    }
  }

  private record Line(Box from, Box to, String kind, boolean back) {}

  private final Map<String, Box> boxes = new LinkedHashMap<>();
  private final List<Line> lines = new ArrayList<>();

  LayeredPicture(GraphDocument graph) {
    for (var task : graph.tasks()) {
      String colour = Drawing.colour(task.state());
      boxes.put("task:" + task.task(), new Box(task.task(), colour, true, task.cycle()));
    }
    for (var artefact : graph.artefacts()) {
      boxes.put("file:" + artefact.path(), new Box(artefact.path(), "#ffffff", false, -1));
    }
    for (var edge : graph.edges()) {
      boolean output = edge.kind().equals("output");
      Box from = boxes.get((output ? "task:" : "file:") + edge.from());
      Box to = boxes.get((output ? "file:" : "task:") + edge.to());
      if (from != null && to != null) {
        lines.add(new Line(from, to, edge.kind(), edge.cut()));
        if (!edge.cut()) {
          from.next.add(to);
          to.open++;
        }
      }
    }
    layer();
    place();
  }

  /** The longest way to each node; an edge that leads back to its own way is left out. */
  private void layer() {
    var left = new ArrayDeque<>(boxes.values());
    var ready = new ArrayDeque<Box>();
    left.stream().filter(box -> box.open == 0).forEach(ready::add);
    while (!left.isEmpty() || !ready.isEmpty()) {
      Box at = ready.isEmpty() ? left.remove() : ready.remove();
      if (at.laid) {
        continue;
      }
      at.laid = true;
      for (Box to : at.next) {
        if (!to.laid) {
          to.layer = Math.max(to.layer, at.layer + 1);
          if (--to.open == 0) {
            ready.add(to);
          }
        }
      }
    }
  }

  private void place() {
    int layers = boxes.values().stream().mapToInt(box -> box.layer).max().orElse(0) + 1;
    int x = MARGIN;
    for (int layer = 0; layer < layers; layer++) {
      int y = MARGIN;
      int width = 0;
      for (var box : boxes.values()) {
        if (box.layer == layer) {
          box.x = x;
          box.y = y;
          y += ROW;
          width = Math.max(width, box.width());
        }
      }
      x += width + GAP;
    }
  }

  String svg() {
    int width = boxes.values().stream().mapToInt(b -> b.x + b.width()).max().orElse(0) + MARGIN;
    int height = boxes.values().stream().mapToInt(b -> b.y + ROW).max().orElse(0) + MARGIN;
    var out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\">%n",
            width,
            height));
    out.append(
        "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>\n");
    lines.forEach(line -> out.append(line(line)));
    boxes.values().forEach(box -> out.append(box(box)));
    return out.append("</svg>\n").toString();
  }

  private String line(Line line) {
    int x1 = line.from().x + line.from().width();
    int y1 = line.from().y + HEIGHT / 2;
    int x2 = line.to().x;
    int y2 = line.to().y + HEIGHT / 2;
    int bend = Math.max(30, Math.abs(x2 - x1) / 2);
    String dash =
        switch (line.kind()) {
          case "secondary" -> " stroke-dasharray=\"6 4\"";
          case "discovered" -> " stroke-dasharray=\"2 3\"";
          default -> "";
        };
    return String.format(
        Locale.ROOT,
        "<path d=\"M%d %dC%d %d %d %d %d %d\" fill=\"none\" stroke=\"%s\"%s marker-end=\"url(#a)\"/>%n",
        x1,
        y1,
        x1 + bend,
        y1,
        x2 - bend,
        y2,
        x2,
        y2,
        line.back() ? "#b45309" : "#6b7280",
        dash);
  }

  private static String box(Box box) {
    String border = box.cycle >= 0 ? "#b45309" : "#6b7280";
    String dash = box.cycle >= 0 ? " stroke-dasharray=\"4 2\" stroke-width=\"2\"" : "";
    return String.format(
        Locale.ROOT,
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\" fill=\"%s\" stroke=\"%s\"%s/>"
            + "<text x=\"%d\" y=\"%d\">%s</text>%n",
        box.x,
        box.y,
        box.width(),
        HEIGHT,
        box.task ? 6 : 0,
        box.colour,
        border,
        dash,
        box.x + 8,
        box.y + 15,
        escape(box.label));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "?");
  }
}
