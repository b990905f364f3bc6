package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * The answer to {@code POST /clean}.
 *
 * @param removed paths that are gone
 * @param kept paths that stay, as somebody changed them since
 */
public record Cleaned(List<String> removed, List<String> kept) {}
