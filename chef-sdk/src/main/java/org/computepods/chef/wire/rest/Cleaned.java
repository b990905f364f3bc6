package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * The answer to {@code POST /clean}.
 *
 * @param removed paths that are gone
 * @param kept paths that stay, as somebody changed them since
 * @param failed paths that stay, as they could not be removed
 * @param error why the first of them could not; empty where there is none
 */
public record Cleaned(List<String> removed, List<String> kept, List<String> failed, String error) {}
