/** What is in a workspace, as far as the watcher has seen it, and what of it counts. */
@NullMarked
package org.computepods.fswatcher.tree;

import org.jspecify.annotations.NullMarked;
