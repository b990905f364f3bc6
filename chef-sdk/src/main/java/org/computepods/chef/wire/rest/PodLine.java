package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * One pod in the list of {@code GET /pods}.
 *
 * @param alive whether its heartbeat is heard; one that is gone stays listed for a while
 * @param ageMs milliseconds since its last heartbeat
 */
public record PodLine(
    String pod,
    boolean alive,
    long ageMs,
    List<String> roles,
    List<String> chefs,
    int slots,
    int busy,
    String sftp) {}
