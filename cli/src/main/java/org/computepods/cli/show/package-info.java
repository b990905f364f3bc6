/** How things look on a terminal, and elsewhere. Knows nothing of networks. */
@NullMarked
package org.computepods.cli.show;

import org.jspecify.annotations.NullMarked;
