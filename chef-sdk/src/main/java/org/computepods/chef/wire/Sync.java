package org.computepods.chef.wire;

/** Asks a watcher to announce every change made up to now; the answer is {@link Synced}. */
public record Sync(int v, String workspace) {}
