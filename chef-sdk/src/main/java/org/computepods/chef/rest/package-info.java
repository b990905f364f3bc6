/**
 * Asking a MajorDomo over HTTP.
 *
 * <p>Over a plain socket: {@code java.net.http} adds 450 ms to a command that is to end within 100.
 */
@NullMarked
package org.computepods.chef.rest;

import org.jspecify.annotations.NullMarked;
