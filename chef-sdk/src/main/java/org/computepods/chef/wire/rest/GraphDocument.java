package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /graph?format=json}: artefacts and tasks, and what depends on what. With {@code
 * format=dot} the same as Graphviz reads it.
 *
 * @param plan task names in the order in which they would run; empty unless asked for
 */
public record GraphDocument(
    List<TaskNode> tasks,
    List<ArtefactNode> artefacts,
    List<Edge> edges,
    List<CycleBox> cycles,
    List<String> plan) {

  /**
   * @param state as in {@link Explanation}
   * @param cycle index in {@link GraphDocument#cycles}, -1 for none
   */
  public record TaskNode(String task, String rule, String state, int cycle) {}

  /**
   * @param sha256 null where it is absent or a link
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ArtefactNode(
      String path, boolean primary, boolean exists, @Nullable String sha256) {}

  /**
   * From an artefact to the task that reads it, or from a task to the artefact it writes.
   *
   * @param kind {@code required}, {@code secondary}, {@code discovered} or {@code output}
   * @param cut whether the best build tree leaves this edge out, as it closes a circle
   */
  public record Edge(String from, String to, String kind, boolean cut) {}

  /** Tasks that depend on each other in a circle, in the order in which a pass runs them. */
  public record CycleBox(List<String> members) {}
}
