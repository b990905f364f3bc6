/** What it takes to be a pod. A chef author depends on this module and on nothing else of ours. */
@NullMarked
package org.computepods.chef;

import org.jspecify.annotations.NullMarked;
