/**
 * The vocabulary: artefacts, views, rules, tasks and projects. Pure: no disk, no network, no
 * thread, no clock.
 */
@NullMarked
package org.computepods.rules;

import org.jspecify.annotations.NullMarked;
