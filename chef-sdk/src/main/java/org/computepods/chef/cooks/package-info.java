/**
 * The chefs written in Java that a pod has: found in jars, checked, and run. Knows nothing of
 * messages; what a run has to do with files is the business of {@code recipe}.
 */
@NullMarked
package org.computepods.chef.cooks;

import org.jspecify.annotations.NullMarked;
