package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /artefacts?path=}: which pods hold which version of an artefact. Without a path: a
 * list of these, one for each artefact that a task makes, with the version in place alone.
 *
 * @param task what builds it, null for nothing
 * @param versions the one in place first, then the newest
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Whereabouts(String path, @Nullable String task, List<Version> versions) {
  /** The note on what a run made beside what its task declares. */
  public static final String UNDECLARED = "not declared by its task";

  /**
   * @param sha256 null where it is absent or a link
   * @param what {@code in place}, {@code built} or {@code saved} (a person's file that was
   *     replaced)
   * @param pods who holds the content
   * @param note by which task in which build, or when it was saved
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Version(
      @Nullable String sha256,
      boolean executable,
      @Nullable String link,
      String what,
      List<String> pods,
      String note) {}
}
