/** Where the user is, and what a name typed there means. */
@NullMarked
package org.computepods.cli.workspace;

import org.jspecify.annotations.NullMarked;
