/**
 * The home folder of a federation: where its state, keys and logs lie, and how others find it.
 *
 * <p>Folders are 0700 and files 0600. A file that others read while it may be written is replaced
 * by a rename.
 */
@NullMarked
package org.computepods.chef.home;

import org.jspecify.annotations.NullMarked;
