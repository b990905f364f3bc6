package org.computepods.chef.wire;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks every chef what it can build. With a {@code kind} it asks who takes jobs of that kind: a
 * chef that answers pulls them from then on from the kind's consumer.
 *
 * @param goals names of artefacts; empty: everything that can be built
 * @param kind digest of rule set and requirements, null for the general question
 * @param set the rule set of the kind; null: a command of the project's own
 * @param setDigest SHA-256 of the set's text; null as {@code set}
 * @param requires properties that a chef must have
 */
public record HowToBuild(
    int v,
    List<String> goals,
    @Nullable String kind,
    @Nullable String set,
    @Nullable String setDigest,
    Map<String, String> requires) {}
