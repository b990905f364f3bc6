/**
 * Running a tool: argv, environment from empty, one bounded log, and a process tree that dies with
 * its job and with its pod.
 *
 * <p>Knows no job, content or message. On Linux tools are started by {@code posix_spawn} in a
 * session of their own, and the pod is a child subreaper: whatever a tool leaves behind becomes the
 * pod's child and is found there. Elsewhere by {@link ProcessBuilder}, which is slower, and where a
 * detached grandchild can escape; the level says so.
 *
 * <p>Measured on two busy cores, {@code /bin/true}, fastest tenth: {@link ProcessBuilder} 1.35 ms,
 * a run here 0.67, a whole job in place 0.99. Rejected: a supervisor process for each tool (doubles
 * the cost); {@code PR_SET_PDEATHSIG} (of the parent's thread, and not inherited); a marker of our
 * own in the environment (a tool that prints its environment would never settle; {@code TMPDIR} is
 * there anyway).
 */
@NullMarked
package org.computepods.chef.process;

import org.jspecify.annotations.NullMarked;
