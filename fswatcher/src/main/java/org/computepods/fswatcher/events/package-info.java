/**
 * Where news of the file system comes from: inotify on Linux, directory-watcher elsewhere.
 *
 * <p>A source only says that something about a path may have changed. What is there now is for a
 * look to tell, so a notice too many does no harm; a notice that was lost is always admitted.
 */
@NullMarked
package org.computepods.fswatcher.events;

import org.jspecify.annotations.NullMarked;
