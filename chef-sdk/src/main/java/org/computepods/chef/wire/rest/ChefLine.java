package org.computepods.chef.wire.rest;

import java.util.Map;

/**
 * One chef in the list of {@code GET /chefs}.
 *
 * @param chef the rule set it serves; {@code command} for commands of a project's own
 * @param enabled false: it takes no new jobs ({@code POST /chefs/{pod}/{chef}})
 * @param tools path of each tool it found, by name
 */
public record ChefLine(String pod, String chef, boolean enabled, Map<String, String> tools) {}
