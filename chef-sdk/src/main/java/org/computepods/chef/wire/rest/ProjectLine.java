package org.computepods.chef.wire.rest;

import java.util.List;

/**
 * A project as its files read now; {@code GET /projects} lists those of the open workspaces, {@code
 * POST /projects} opens one and answers with it.
 *
 * @param targets what a person may ask for
 * @param byDefault names that are built where nobody names one
 * @param problems what is wrong in its files, at its place
 */
public record ProjectLine(
    String workspace,
    String project,
    String description,
    List<Target> targets,
    List<String> byDefault,
    List<BuildReport.Problem> problems) {
  /** A name a person asks for, and what it stands for. */
  public record Target(String name, String help, List<String> outputs) {}
}
