package org.computepods.chef.wire;

import org.jspecify.annotations.Nullable;

/**
 * How a job goes on: {@code started}, {@code fetching}, {@code running}, {@code offering}. Nobody
 * may depend on it.
 */
public record Progress(
    int v, String build, String job, String pod, String phase, @Nullable String line) {}
