@NullMarked
package org.computepods.fswatcher;

import org.jspecify.annotations.NullMarked;
