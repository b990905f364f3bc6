/**
 * Contents on their way between pods, by SFTP: digest names only, verified on arrival.
 *
 * <p>The only package that knows the SSH library.
 */
@NullMarked
package org.computepods.chef.sftp;

import org.jspecify.annotations.NullMarked;
