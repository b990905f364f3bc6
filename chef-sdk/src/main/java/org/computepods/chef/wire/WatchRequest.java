package org.computepods.chef.wire;

import java.util.List;

/**
 * Asks a watcher to watch a workspace from now on. Asked again for a workspace that is watched in
 * just this way, it goes on. The answer is {@link Synced}; what files there are is to be had by
 * {@link TreeRequest} then.
 *
 * @param workspace absolute path
 * @param include globs of what counts; empty: everything
 * @param ignore gitignore-style globs, beside the usual ones
 * @param gitignore whether what the {@code .gitignore} files name does not count either, unless
 *     {@code ignore} takes it back
 * @param logs globs of files that are followed, not hashed
 */
public record WatchRequest(
    int v,
    String workspace,
    List<String> include,
    List<String> ignore,
    boolean gitignore,
    List<String> logs) {}
