package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task in the list of {@code GET /tasks}, by name.
 *
 * @param set rule set that a chef must serve, null for a command of the project's own
 * @param discovered dependencies that runs were seen to read
 * @param state as in {@link Explanation}
 * @param reason why it is stale, or waits, or failed; "" where it is fresh
 * @param cycle the other members of its cycle; empty: it is in none
 * @param origin {@code FILE:LINE:COLUMN}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TaskLine(
    String task,
    String rule,
    @Nullable String set,
    List<String> command,
    List<String> dependencies,
    List<String> secondary,
    List<String> discovered,
    List<String> outputs,
    String state,
    String reason,
    List<String> cycle,
    String origin) {}
