@NullMarked
package org.computepods.fswatcher.tree;

import org.jspecify.annotations.NullMarked;
