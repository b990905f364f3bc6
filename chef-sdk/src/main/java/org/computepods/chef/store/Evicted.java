package org.computepods.chef.store;

/**
 * What an eviction did, in bytes.
 *
 * @param left what is still there
 */
public record Evicted(long freed, long left) {}
