@NullMarked
package org.computepods.chef.wire;

import org.jspecify.annotations.NullMarked;
