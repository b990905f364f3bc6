@NullMarked
package org.example.wordcount;

import org.jspecify.annotations.NullMarked;
