package org.computepods.chef.wire;

/**
 * Where a federation is found by who may read it.
 *
 * @param home folder of the MajorDomo, whose {@code federation.json} says how it is asked. No
 *     secret travels: whoever cannot read that file may not ask
 */
public record Whereabouts(int v, String home) {}
