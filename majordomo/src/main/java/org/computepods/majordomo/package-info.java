/** Knows what depends on what, what is stale, and whom to ask. */
@NullMarked
package org.computepods.majordomo;

import org.jspecify.annotations.NullMarked;
