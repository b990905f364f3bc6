package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.computepods.chef.wire.Synced;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /status}: the federation, its workspaces, and what is going on.
 *
 * @param version of the software
 * @param startedMs wall clock, milliseconds since 1970
 * @param connected whether NATS can be reached just now
 * @param slots jobs that all chefs together can run at once; {@code busy} of them are taken
 * @param ignoredResults results that came late or twice, and were not taken
 * @param running builds that have not ended
 */
public record Status(
    String federation,
    String version,
    long pid,
    long startedMs,
    boolean connected,
    int slots,
    int busy,
    long ignoredResults,
    List<WorkspaceLine> workspaces,
    List<BuildLine> running) {

  /**
   * One open workspace.
   *
   * @param state {@code opening}, {@code open} or {@code waiting}; {@code message} says what for
   * @param stale names of stale tasks, the first hundred of {@code staleCount}
   * @param troubles what its watcher says of itself
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record WorkspaceLine(
      String workspace,
      String pod,
      long epoch,
      String state,
      @Nullable String message,
      int artefacts,
      int tasks,
      int staleCount,
      List<String> stale,
      List<Synced.Trouble> troubles) {}
}
