/** Tests of JSON. */
@NullMarked
package org.computepods.chef.json;

import org.jspecify.annotations.NullMarked;
