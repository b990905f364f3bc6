/**
 * End-to-end tests: they build the example projects the way a user does, by the command line, and
 * look at what a user would look at: exit codes, what is printed, and the files.
 *
 * <p>They must know nothing of what is inside: every test starts the tool as processes of its own,
 * with a home of its own, and leaves none of them behind. {@link org.computepods.examples.Kitchen}
 * is where a test begins.
 */
@NullMarked
package org.computepods.examples;

import org.jspecify.annotations.NullMarked;
