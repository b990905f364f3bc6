package org.computepods.cli.commands;

import org.computepods.chef.rest.RestClient;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.workspace.Workspace;

/** {@code graph}: what depends on what, drawn by the MajorDomo; a plan as a list of tasks. */
final class GraphCommand {
  private final Context context;
  private final Invocation.Graph graph;
  private final Asking asking;

  GraphCommand(Context context, Invocation.Graph graph, Federation federation) {
    this.context = context;
    this.graph = graph;
    this.asking = new Asking(context, federation);
  }

  int run() {
    Workspace workspace = context.workspace();
    Names names = asking.openTelling(workspace);
    boolean json = context.globals().json() || graph.format() == Invocation.Graph.Format.json;
    boolean list = graph.plan() && !json && graph.format() == Invocation.Graph.Format.dot;
    String body =
        asking.get(
            "/graph"
                + Asking.in(workspace)
                + graph
                    .target()
                    .map(typed -> workspace.target(typed, names::isKnown))
                    .map(target -> "&target=" + RestClient.encode(target))
                    .orElse("")
                + "&format="
                + (json || list ? "json" : graph.format().name())
                + (graph.stale() ? "&stale=true" : "")
                + (graph.plan() ? "&plan=true" : ""));
    if (list) {
      Document.parse(body).texts("plan").forEach(context.terminal().out()::println);
    } else {
      context.terminal().out().println(body.strip());
    }
    return ExitCode.UP_TO_DATE;
  }
}
