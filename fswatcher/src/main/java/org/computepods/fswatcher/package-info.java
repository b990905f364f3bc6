/** Turns file-system events into settled, hashed changes. */
@NullMarked
package org.computepods.fswatcher;

import org.jspecify.annotations.NullMarked;
