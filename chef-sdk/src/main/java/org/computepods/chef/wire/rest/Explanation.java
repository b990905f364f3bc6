package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /explain?path=}: why an artefact was last built, or is stale, or is not.
 *
 * @param state {@code fresh}, {@code stale}, {@code running}, {@code waiting}, {@code failed},
 *     {@code primary} (nothing builds it), or {@code left over} (we built it, and nothing does now)
 * @param task what builds it, null for nothing
 * @param reason in one line
 * @param chain from the change to this artefact: the change first
 * @param last the last run that made it, null where none is remembered
 * @param cycle the cycle it is part of, null for none
 * @param problems what is wrong with the project, and keeps everything in it from being built
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
    String path,
    String state,
    @Nullable String task,
    String reason,
    List<Link> chain,
    @Nullable LastRun last,
    @Nullable CycleStory cycle,
    List<BuildReport.Problem> problems) {

  /**
   * One step of the chain.
   *
   * @param task the task that passed the change on; null for the change itself
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Link(String path, @Nullable String task, String reason) {}

  /** A run that is remembered. */
  public record LastRun(String build, int pass, String reason, String pod, long endedMs, long ms) {}

  /**
   * A cycle and how it went.
   *
   * @param verdict as in {@link BuildReport.Cycle}, with what moves and the evidence, or {@code
   *     unknown} before the first build
   */
  public record CycleStory(
      List<String> members,
      int passes,
      String verdict,
      int period,
      List<String> moving,
      String evidence,
      List<Pass> table) {}

  /** One execution in a cycle, and what it left. */
  public record Pass(int pass, String task, String reason, List<Sight> outputs) {}

  /**
   * @param digest the first twelve digits, or {@code absent}
   * @param moved whether it differs from what the run before left
   */
  public record Sight(String path, String digest, boolean moved) {}
}
