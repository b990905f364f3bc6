/** What can be wrong with a machine, a home, a federation, and what helps. */
@NullMarked
package org.computepods.cli.doctor;

import org.jspecify.annotations.NullMarked;
