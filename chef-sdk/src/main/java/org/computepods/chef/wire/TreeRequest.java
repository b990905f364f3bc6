package org.computepods.chef.wire;

/**
 * Asks a watcher for the files that there are, one {@link TreePage} after the other.
 *
 * @param workspace as the watch answers to
 * @param after where the last page ended ({@link TreePage#next}); empty for the first
 */
public record TreeRequest(int v, String workspace, String after) {}
