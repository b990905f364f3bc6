/** How functions of Linux's C library are called. */
@NullMarked
package org.computepods.fswatcher.linux;

import org.jspecify.annotations.NullMarked;
