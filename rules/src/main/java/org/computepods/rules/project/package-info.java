/**
 * How things are built: rule sets, project files, and the tasks that come of binding them to the
 * files there are.
 *
 * <p>Everything here is immutable and pure. Texts come in as strings; what is wrong with them comes
 * out as {@link org.computepods.rules.Problem problems} with their places, all at once.
 *
 * <p>Decisions: globs mean in every place what they mean to gitignore, so {@code *.c} is for any
 * folder and {@code /*.c} for the top. A list inside a word is an error even if it has one element
 * today. A family is never for what it makes itself, whether or not that is on the disk, so that
 * binding does not depend on what was built before.
 */
@NullMarked
package org.computepods.rules.project;

import org.jspecify.annotations.NullMarked;
