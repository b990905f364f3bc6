package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * The body of every error, as {@code application/problem+json} (RFC 9457).
 *
 * @param type {@code about:blank}: the status says what kind it is
 * @param detail what is wrong with this very request, and what to do
 * @param problems in project and rule files, at their places
 */
public record ProblemDetails(
    String type, String title, int status, String detail, List<BuildReport.Problem> problems) {}
