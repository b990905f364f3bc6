package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * {@code GET /query?q=}.
 *
 * @param names the answer to {@code deps}, {@code rdeps} and {@code outputs}, sorted; to {@code
 *     somepath} in the order of the path
 * @param cycles the answer to {@code cycles}: the tasks of each
 */
public record QueryAnswer(String query, List<String> names, List<List<String>> cycles) {}
