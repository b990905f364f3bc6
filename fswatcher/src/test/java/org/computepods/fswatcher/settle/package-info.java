@NullMarked
package org.computepods.fswatcher.settle;

import org.jspecify.annotations.NullMarked;
