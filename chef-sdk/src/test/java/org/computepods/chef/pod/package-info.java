/** A whole pod on a real bus. */
@NullMarked
package org.computepods.chef.pod;

import org.jspecify.annotations.NullMarked;
