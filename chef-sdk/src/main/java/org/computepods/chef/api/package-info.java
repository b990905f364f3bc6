/**
 * What a chef written in Java implements, and what it is given. Nothing else of ours need be known
 * to write one.
 */
@NullMarked
package org.computepods.chef.api;

import org.jspecify.annotations.NullMarked;
