package org.computepods.chef.wire.rest;

import java.util.List;
import java.util.Map;

/**
 * {@code POST /builds}.
 *
 * @param workspace absolute path of the workspace
 * @param targets names of targets or tasks, or workspace-relative paths; empty: the project's
 *     default
 * @param keepGoing {@code -k}
 * @param dryRun {@code -n}: say what would run, and why; run nothing
 * @param fresh run, do not restore
 * @param jobs {@code -j}: jobs at once; 0: as many as there are slots
 * @param acceptUnsettled a cycle that does not settle is no failure
 * @param watch go on after the build, on each settled change, until cancelled
 * @param waitS seconds to wait for a chef that is known but away
 * @param env PATH, HOME and LANG of the caller
 */
public record BuildRequest(
    String workspace,
    List<String> targets,
    boolean keepGoing,
    boolean dryRun,
    boolean fresh,
    int jobs,
    boolean acceptUnsettled,
    boolean watch,
    int waitS,
    Map<String, String> env) {}
