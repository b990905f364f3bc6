/**
 * The core judged from outside: an evaluator written for clarity (the oracle), random workspaces,
 * and a whole federation in simulated time. Knows nothing of the core but its ports.
 */
@NullMarked
package org.computepods.majordomo.simulation;

import org.jspecify.annotations.NullMarked;
