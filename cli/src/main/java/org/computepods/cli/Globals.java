package org.computepods.cli;

import java.util.Optional;

/**
 * What every command takes.
 *
 * @param dir {@code -C}: the folder to work in, instead of the current one
 * @param home {@code --home}: which federation
 * @param json one JSON document on stdout, and nothing else
 * @param quiet only what went wrong
 * @param verbose tools' output of successes too
 */
public record Globals(
    Optional<String> dir, Optional<String> home, boolean json, boolean quiet, boolean verbose) {}
