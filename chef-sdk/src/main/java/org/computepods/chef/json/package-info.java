/**
 * JSON for everything that crosses a process boundary: the one place where Jackson is set up.
 *
 * <p>Jackson's types stop here, so that messages and files are read alike everywhere: unknown
 * fields are ignored, a missing list or map is an empty one.
 */
@NullMarked
package org.computepods.chef.json;

import org.jspecify.annotations.NullMarked;
