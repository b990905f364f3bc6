package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * {@code POST /clean}: remove what we built and nobody changed since. Waits for running builds.
 *
 * @param targets as in {@link BuildRequest}; empty: everything that we built
 */
public record CleanRequest(String workspace, List<String> targets) {}
