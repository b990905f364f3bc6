/**
 * The contents that a pod holds, by digest, and the one way to read what stands at a path.
 *
 * <p>Knows no job, no message and no network. A content is verified when it comes in and whenever
 * it goes out; the store's file never shares an inode with a file that anyone may write. Nothing is
 * synced to disk but what cannot be made again. Rejected: an index beside the folder, for the
 * folder is the index.
 */
@NullMarked
package org.computepods.chef.store;

import org.jspecify.annotations.NullMarked;
