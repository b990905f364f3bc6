package org.computepods.chef.wire;

/** Asks the MajorDomo where its federation is found; the answer is {@link Whereabouts}. */
public record WhereaboutsAsked(int v) {}
