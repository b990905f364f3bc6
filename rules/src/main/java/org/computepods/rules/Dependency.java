package org.computepods.rules;

/**
 * What a task reads: an artefact, and the view it takes of it.
 *
 * @param place where the dependency is declared
 */
public record Dependency(ArtefactPath path, View view, Place place) {}
