package org.computepods.majordomo.rest;

import java.util.List;
import java.util.Map;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.chef.wire.rest.CleanRequest;
import org.computepods.chef.wire.rest.ProjectRequest;
import org.jspecify.annotations.Nullable;

/** Requires of bodies what their records promise; JSON may have left anything out. */
final class Checks {
  private static final int WAIT_MAX_S = 24 * 3600;
  private static final int JOBS_MAX = 100_000;

  private Checks() {}

  static BuildRequest valid(BuildRequest request) throws Refusal {
    return new BuildRequest(
        workspace(request.workspace()),
        names(request.targets()),
        request.keepGoing(),
        request.dryRun(),
        request.fresh(),
        within("jobs", request.jobs(), JOBS_MAX),
        request.acceptUnsettled(),
        request.watch(),
        within("waitS", request.waitS(), WAIT_MAX_S),
        environment(request.env()));
  }

  static ProjectRequest valid(ProjectRequest request) throws Refusal {
    return new ProjectRequest(workspace(request.workspace()));
  }

  static CleanRequest valid(CleanRequest request) throws Refusal {
    return new CleanRequest(workspace(request.workspace()), names(request.targets()));
  }

  private static String workspace(@Nullable String workspace) throws Refusal {
    if (workspace == null || workspace.isEmpty()) {
      throw Refusal.badRequest("'workspace' is missing");
    }
    if (!workspace.startsWith("/") || workspace.indexOf('\0') >= 0) {
      throw Refusal.badRequest("'workspace' must be an absolute path, not '" + workspace + "'");
    }
    return workspace;
  }

  private static List<String> names(@Nullable List<@Nullable String> names) throws Refusal {
    if (names == null) {
      return List.of();
    }
    for (String name : names) {
      if (name == null || name.isEmpty() || name.indexOf('\0') >= 0) {
        throw Refusal.badRequest("a target has no name");
      }
    }
    @SuppressWarnings("NullAway") // Just checked.
    List<String> checked = List.copyOf(names);
    return checked;
  }

  private static int within(String name, int value, int max) throws Refusal {
    if (value < 0 || value > max) {
      throw Refusal.badRequest("'" + name + "' is a number from 0 to " + max);
    }
    return value;
  }

  private static Map<String, String> environment(
      @Nullable Map<String, @Nullable String> environment) throws Refusal {
    if (environment == null) {
      return Map.of();
    }
    for (var entry : environment.entrySet()) {
      String name = entry.getKey();
      String value = entry.getValue();
      boolean bad = name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0;
      if (bad || value == null || value.indexOf('\0') >= 0) {
        throw Refusal.badRequest("'" + name + "' in 'env' is no variable");
      }
    }
    @SuppressWarnings("NullAway") // Just checked.
    Map<String, String> checked = Map.copyOf(environment);
    return checked;
  }
}
