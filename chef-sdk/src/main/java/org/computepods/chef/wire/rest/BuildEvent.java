package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * One event of {@code GET /builds/{id}/events}.
 *
 * @param kind {@code planned} (total is known), {@code started}, {@code asked} (it has not run, but
 *     named files to be made first), {@code finished} (with its run), {@code restored}, {@code
 *     warning}, {@code waiting} (with a message: what for), {@code ended} (with the report), {@code
 *     rested} (a watch has gone round once, with the report), {@code changed} (it goes round again:
 *     what changed), {@code also} (what else changed meanwhile, at the end of that round)
 * @param done tasks done of {@code total}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record BuildEvent(
    String build,
    String kind,
    @Nullable String task,
    @Nullable String message,
    int done,
    int total,
    BuildReport.@Nullable Run run,
    @Nullable BuildReport report) {}
