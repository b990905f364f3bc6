/** A chef that says in which lines of a text each word stands. */
@NullMarked
package org.example.concordance;

import org.jspecify.annotations.NullMarked;
