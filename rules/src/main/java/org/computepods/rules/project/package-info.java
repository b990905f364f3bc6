/**
 * How things are built: rule sets, project files, and the tasks that come of binding them to the
 * files there are.
 *
 * <p>Everything here is immutable and pure. Texts come in as strings; what is wrong with them comes
 * out as {@link org.computepods.rules.Problem problems} with their places, all at once.
 */
@NullMarked
package org.computepods.rules.project;

import org.jspecify.annotations.NullMarked;
