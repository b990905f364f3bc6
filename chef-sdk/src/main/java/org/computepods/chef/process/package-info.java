/**
 * Running a tool: argv, environment from empty, one bounded log, and a process tree that dies with
 * its job and with its pod.
 *
 * <p>Knows no job, store or message. On Linux tools are started by {@code posix_spawn} in a session
 * of their own, and the pod is a child subreaper: whatever a tool leaves behind becomes the pod's
 * child and is found there. Elsewhere by {@link ProcessBuilder}, which is slower, and where a
 * detached grandchild can escape; the level says so.
 */
@NullMarked
package org.computepods.chef.process;

import org.jspecify.annotations.NullMarked;
