package org.computepods.chef.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The watcher's answer: every change made before the question has been announced, the last with
 * this epoch and number.
 *
 * @param seq 0 where nothing has changed since the epoch began
 * @param moving paths that keep changing and are not yet settled
 * @param error why it cannot be said (not watched, no such folder), else null
 */
public record Synced(int v, long epoch, long seq, List<String> moving, @Nullable String error) {}
