package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.computepods.chef.wire.rest.BuildLine;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.chef.wire.rest.BuildStarted;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.rest.BuildLog;
import org.computepods.majordomo.rest.Refusal;

/** Builds as people ask for them, and ask about them: those under way, and those of before. */
final class BuildAnswers {
  /** How long a build waits for what chefs say that have just come. */
  private static final Duration CHEFS = Duration.ofSeconds(3);

  private final Household house;
  private final Workspaces workspaces;
  private final BooleanSupplier connected;

  BuildAnswers(Household house, Workspaces workspaces, BooleanSupplier connected) {
    this.house = house;
    this.workspaces = workspaces;
    this.connected = connected;
  }

  BuildStarted build(BuildRequest request) {
    var build = house.builds().begin(request, System.currentTimeMillis());
    if (!connected.getAsBoolean()) {
      build.waits("NATS is away; everything goes on when it is back");
    }
    var _ =
        workspaces
            .reach(request.workspace())
            .whenComplete(
                (workspace, failure) -> {
                  if (failure != null) {
                    build.end("unavailable", 3, Refusals.cannotOpen(request.workspace(), failure));
                  } else if (workspace.isAsLeft()) {
                    Errand answering = () -> answer(workspace, build, request);
                    answering.start(
                        "answer " + build.id(),
                        house.say(),
                        why -> build.end("unavailable", 3, why));
                  } else {
                    askCore(build, request);
                  }
                });
    return new BuildStarted(build.id());
  }

  /** Without the core, which may not be there yet; by the core where that cannot be. */
  private void answer(Workspace workspace, Build build, BuildRequest request)
      throws InterruptedException {
    if (!workspace.answers(build, at(request, workspace.path()))) {
      askCore(build, request);
    }
  }

  /** By then, what a chef can build that has just come is known. */
  private void askCore(Build build, BuildRequest request) {
    var _ =
        workspaces
            .open(request.workspace())
            .thenCompose(workspace -> house.chefs().heard(CHEFS).thenApply(_ -> workspace))
            .whenComplete(
                (workspace, failure) -> {
                  if (failure != null) {
                    build.end("unavailable", 3, Refusals.cannotOpen(request.workspace(), failure));
                  } else {
                    workspace.post(new Event.BuildAsked(build.id(), at(request, workspace.path())));
                  }
                });
  }

  /** The request with the workspace's real path. */
  private static BuildRequest at(BuildRequest r, String path) {
    return new BuildRequest(
        path,
        r.targets(),
        r.keepGoing(),
        r.dryRun(),
        r.fresh(),
        r.jobs(),
        r.acceptUnsettled(),
        r.watch(),
        r.waitS(),
        r.env());
  }

  List<BuildLine> builds(String workspace, int limit) {
    Map<String, BuildLine> lines = new LinkedHashMap<>();
    for (var build : house.builds().all()) {
      if (!build.request().dryRun()) {
        lines.put(build.id(), build.line());
      }
    }
    for (var done : house.store().builds(limit)) {
      var line = Build.line(done.request(), done.report(), done.startedMs());
      lines.putIfAbsent(line.build(), line);
    }
    String real = workspaces.known(workspace).map(Workspace::path).orElse(workspace);
    return lines.values().stream()
        .filter(line -> workspace.isEmpty() || line.workspace().equals(real))
        .sorted((a, b) -> Long.compare(b.startedMs(), a.startedMs()))
        .limit(limit)
        .toList();
  }

  BuildReport report(String id) throws Refusal {
    var build = house.builds().build(id);
    if (build.isPresent()) {
      return build.get().report();
    }
    return house.store().builds(Integer.MAX_VALUE).stream()
        .map(done -> done.report())
        .filter(report -> report.build().equals(id))
        .findFirst()
        .orElseThrow(() -> noBuild(id));
  }

  BuildLog events(String id) throws Refusal {
    return house.builds().build(id).map(Build::log).orElseThrow(() -> noBuild(id));
  }

  void cancel(String id) throws Refusal {
    var build = house.builds().build(id).orElseThrow(() -> noBuild(id));
    var opening = workspaces.open(build.request().workspace());
    var _ = opening.thenAccept(workspace -> workspace.post(new Event.BuildCancelled(id)));
  }

  private static Refusal noBuild(String id) {
    return Refusal.notFound("no build is called '" + id + "'");
  }
}
