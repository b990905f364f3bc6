/**
 * The decisions: a pure core, one per workspace. Events in, commands out; one thread owns it; its
 * clock is a parameter; it knows neither disk nor network. IO is the thin shell around it ({@code
 * org.computepods.majordomo.shell}).
 */
@NullMarked
package org.computepods.majordomo.core;

import org.jspecify.annotations.NullMarked;
