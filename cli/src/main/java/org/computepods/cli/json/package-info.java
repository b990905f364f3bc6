/**
 * JSON as the command line needs it: documents to print, small requests to write.
 *
 * <p>Of our own, for speed: jackson-core adds 14 ms to each command and databind 150, on a budget
 * of 60. The answers come from our own server; nothing here is for hostile input.
 */
@NullMarked
package org.computepods.cli.json;

import org.jspecify.annotations.NullMarked;
