package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * One rule in the list of {@code GET /rules}.
 *
 * @param rule {@code SET.NAME}
 * @param pods who serves its set; {@code chefs} says what stops the others
 */
public record RuleLine(
    String rule,
    String set,
    List<String> outputs,
    List<String> dependencies,
    List<String> secondary,
    List<String> auxiliaries,
    List<String> pods) {}
