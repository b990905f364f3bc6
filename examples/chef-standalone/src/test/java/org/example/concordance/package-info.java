@NullMarked
package org.example.concordance;

import org.jspecify.annotations.NullMarked;
