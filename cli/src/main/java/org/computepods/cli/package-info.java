/** The command line, and the composition of a whole federation in one process. */
@NullMarked
package org.computepods.cli;

import org.jspecify.annotations.NullMarked;
