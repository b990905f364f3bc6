/**
 * The embedded federation: a process of its own that holds MajorDomo, watcher, a pod and a private
 * NATS server, and how the command line finds, starts, replaces and ends it.
 *
 * <p>Who starts holds {@code start.lock} in the home, who runs holds {@code daemon.lock}. The child
 * tells on its standard output, a pipe, that it is ready; nobody polls. {@code federation.json} is
 * a hint and may be stale: what counts is who answers there.
 */
@NullMarked
package org.computepods.cli.federation;

import org.jspecify.annotations.NullMarked;
