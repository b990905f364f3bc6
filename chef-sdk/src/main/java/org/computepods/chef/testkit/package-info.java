/** Runs a chef against a folder of files, with no federation: for the tests of who writes one. */
@NullMarked
package org.computepods.chef.testkit;

import org.jspecify.annotations.NullMarked;
