/** Tests of where notices come from. */
@NullMarked
package org.computepods.fswatcher.events;

import org.jspecify.annotations.NullMarked;
