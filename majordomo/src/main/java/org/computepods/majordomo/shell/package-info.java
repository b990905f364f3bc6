/**
 * The IO around the core: opens workspaces, listens to watchers, reads projects, finds chefs for
 * jobs and carries results home.
 *
 * <p>One thread owns the cores of all workspaces; everything it does is a short closure on {@link
 * org.computepods.majordomo.shell.CoreThread}. Commands are carried out on virtual threads, and
 * their answers come back as events. While NATS is away everything waits and nothing is lost: the
 * tree is heard anew, and jobs that nobody runs any more are queued again.
 */
@NullMarked
package org.computepods.majordomo.shell;

import org.jspecify.annotations.NullMarked;
