/**
 * When a path may be looked at: pure, fed with events and the time, it answers what to do.
 *
 * <p>It knows no file, no thread and no clock.
 */
@NullMarked
package org.computepods.fswatcher.settle;

import org.jspecify.annotations.NullMarked;
