package org.computepods.chef.wire.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /why-not?path=}: why nothing builds an artefact, or what it waits for.
 *
 * @param buildable whether something could build it now
 * @param reason in one line
 * @param nearest the rule, task or chef that comes nearest
 * @param fails the one property of it that fails
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WhyNot(
    String path,
    boolean buildable,
    String reason,
    @Nullable String nearest,
    @Nullable String fails) {}
