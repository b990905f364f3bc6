package org.computepods.chef.wire.rest;

/**
 * {@code GET /logs/{task or path}}: the tool's own output in the last run.
 *
 * @param running whether the task runs just now, and the text is still growing
 * @param next offset at which to ask on ({@code ?offset=})
 * @param truncated whether the text begins later than asked for
 */
public record LogText(
    String task,
    String build,
    String pod,
    String text,
    boolean running,
    long next,
    boolean truncated) {}
