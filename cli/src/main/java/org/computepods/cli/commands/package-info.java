/** What each command does: asks the MajorDomo and shows the answer. */
@NullMarked
package org.computepods.cli.commands;

import org.jspecify.annotations.NullMarked;
