package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * One build in the list of {@code GET /builds}, the newest first.
 *
 * @param result as in {@link BuildReport}
 * @param startedMs wall clock, milliseconds since 1970
 */
public record BuildLine(
    String build,
    String workspace,
    List<String> targets,
    boolean watch,
    String result,
    BuildReport.Tasks tasks,
    long startedMs,
    long ms) {}
