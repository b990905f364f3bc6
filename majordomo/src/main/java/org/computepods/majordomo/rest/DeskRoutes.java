package org.computepods.majordomo.rest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.wire.rest.BuildLine;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.chef.wire.rest.BuildStarted;
import org.computepods.chef.wire.rest.ChefLine;
import org.computepods.chef.wire.rest.ChefSwitch;
import org.computepods.chef.wire.rest.CleanRequest;
import org.computepods.chef.wire.rest.Cleaned;
import org.computepods.chef.wire.rest.Explanation;
import org.computepods.chef.wire.rest.GraphDocument;
import org.computepods.chef.wire.rest.LogText;
import org.computepods.chef.wire.rest.PodLine;
import org.computepods.chef.wire.rest.ProjectLine;
import org.computepods.chef.wire.rest.ProjectRequest;
import org.computepods.chef.wire.rest.QueryAnswer;
import org.computepods.chef.wire.rest.RuleLine;
import org.computepods.chef.wire.rest.Status;
import org.computepods.chef.wire.rest.TaskLine;
import org.computepods.chef.wire.rest.Whereabouts;
import org.computepods.chef.wire.rest.WhyNot;
import org.computepods.majordomo.graph.Drawing;
import org.computepods.majordomo.rest.Routes.Handler;
import org.computepods.majordomo.rest.Routes.Route;

/** The routes of CONTRACT.md, section 7, each with the question it asks of the desk. */
final class DeskRoutes {
  private static final int BUILDS_LISTED = 50;
  private static final int NAME_MAX = 4_096;

  private final Desk desk;
  private final List<Route> routes = new ArrayList<>();

  private DeskRoutes(Desk desk) {
    this.desk = desk;
  }

  static Routes of(Desk desk) {
    var table = new DeskRoutes(desk);
    table.builds();
    table.workspaces();
    table.federation();
    var described = new Routes(table.routes);
    byte[] openApi = OpenApi.describe(described);
    table.add(
        "GET",
        "/v1/openapi.json",
        "This description",
        List.of(),
        Object.class,
        false,
        exchange -> exchange.answer(200, "application/json", openApi));
    return new Routes(table.routes);
  }

  private void builds() {
    post(
        "/v1/builds",
        "Start a build; opens the workspace where needed",
        BuildRequest.class,
        BuildStarted.class,
        exchange -> {
          var started = desk.build(Checks.valid(exchange.body(BuildRequest.class)));
          exchange.answerHeader("Location", "/v1/builds/" + started.build());
          exchange.json(201, started);
        });
    get(
        "/v1/builds",
        "Builds, the newest first",
        List.of("workspace", "limit"),
        BuildLine.class,
        true,
        exchange ->
            exchange.json(
                200,
                desk.builds(
                    workspace(exchange), (int) exchange.number("limit", BUILDS_LISTED, 1000))));
    get(
        "/v1/builds/{id}",
        "How a build ended, or stands",
        List.of(),
        BuildReport.class,
        false,
        exchange -> exchange.json(200, desk.report(exchange.step(0))));
    get(
        "/v1/builds/{id}/events",
        "Server-sent events from the first on; ends after the event 'ended'. With brief=true none of"
            + " single tasks. With attended=true the build is cancelled when this follower, and the"
            + " last of his kind, goes before its end",
        List.of(),
        Object.class,
        false,
        exchange ->
            EventFeed.send(
                exchange, desk.events(exchange.step(0)), () -> desk.cancel(exchange.step(0))));
    add(
        "DELETE",
        "/v1/builds/{id}",
        "Cancel a build",
        List.of(),
        Void.class,
        false,
        exchange -> {
          desk.cancel(exchange.step(0));
          exchange.nothing(202);
        });
  }

  private void workspaces() {
    get(
        "/v1/projects",
        "Projects of the open workspaces",
        List.of(),
        ProjectLine.class,
        true,
        exchange -> exchange.json(200, desk.projects()));
    post(
        "/v1/projects",
        "Open a workspace and hear of every change until now",
        ProjectRequest.class,
        ProjectLine.class,
        exchange ->
            exchange.json(200, desk.open(Checks.valid(exchange.body(ProjectRequest.class)))));
    add(
        "DELETE",
        "/v1/projects",
        "Forget an open workspace, in which no build is under way",
        List.of("workspace"),
        Void.class,
        false,
        exchange -> {
          desk.close(bounded(exchange.required("workspace")));
          exchange.nothing(204);
        });
    post(
        "/v1/clean",
        "Remove what was built and nobody changed since",
        CleanRequest.class,
        Cleaned.class,
        exchange ->
            exchange.json(200, desk.clean(Checks.valid(exchange.body(CleanRequest.class)))));
    get(
        "/v1/artefacts",
        "Versions of an artefact and who holds them",
        List.of("workspace", "path"),
        Whereabouts.class,
        false,
        exchange -> {
          var path = exchange.parameter("path");
          var found = desk.artefacts(workspace(exchange), path);
          exchange.json(200, path.isPresent() ? found.getFirst() : found);
        });
    get(
        "/v1/explain",
        "Why an artefact was last built, or is stale, or is not",
        List.of("workspace", "path"),
        Explanation.class,
        false,
        exchange -> exchange.json(200, desk.explain(workspace(exchange), path(exchange))));
    get(
        "/v1/why-not",
        "Why nothing builds an artefact, or what it waits for",
        List.of("workspace", "path"),
        WhyNot.class,
        false,
        exchange -> exchange.json(200, desk.whyNot(workspace(exchange), path(exchange))));
    get(
        "/v1/graph",
        "The graph; format is json, dot or svg",
        List.of("workspace", "target", "format", "stale", "plan"),
        GraphDocument.class,
        false,
        this::graph);
    get(
        "/v1/query",
        "deps(x) rdeps(x) somepath(x,y) cycles() outputs(t)",
        List.of("workspace", "q"),
        QueryAnswer.class,
        false,
        exchange -> exchange.json(200, desk.query(workspace(exchange), exchange.required("q"))));
    get(
        "/v1/logs/{task}",
        "A tool's own output; the name of a task or a path, percent-encoded",
        List.of("workspace", "offset", "last", "file", "job", "pod"),
        LogText.class,
        false,
        exchange ->
            exchange.json(200, desk.log(workspace(exchange), exchange.step(0), logFrom(exchange))));
    get(
        "/v1/tasks",
        "Tasks by name",
        List.of("workspace"),
        TaskLine.class,
        true,
        exchange -> exchange.json(200, desk.tasks(workspace(exchange))));
    get(
        "/v1/rules",
        "Rules in use",
        List.of("workspace"),
        RuleLine.class,
        true,
        exchange -> exchange.json(200, desk.rules(workspace(exchange))));
  }

  private void federation() {
    get(
        "/v1/status",
        "The federation and what is going on",
        List.of(),
        Status.class,
        false,
        exchange -> exchange.json(200, desk.status()));
    get(
        "/v1/chefs",
        "Chefs",
        List.of(),
        ChefLine.class,
        true,
        exchange -> exchange.json(200, desk.chefs()));
    get(
        "/v1/pods",
        "Pods",
        List.of(),
        PodLine.class,
        true,
        exchange -> exchange.json(200, desk.pods()));
    post(
        "/v1/chefs/{pod}/{chef}",
        "Whether a chef takes new jobs",
        ChefSwitch.class,
        Void.class,
        exchange -> {
          desk.switchChef(exchange.step(0), exchange.step(1), exchange.body(ChefSwitch.class));
          exchange.nothing(204);
        });
    post(
        "/v1/shutdown",
        "End this process",
        Object.class,
        Void.class,
        exchange -> {
          exchange.body(Object.class);
          exchange.nothing(202);
          desk.shutdown();
        });
  }

  private void graph(Exchange exchange) throws Refusal, IOException {
    var targets = exchange.parameter("target").map(List::of).orElse(List.of());
    String format = exchange.parameter("format").orElse("json");
    if (!List.of("json", "dot", "svg").contains(format)) {
      throw Refusal.badRequest("'format' is json, dot or svg, not '" + format + "'");
    }
    var graph =
        desk.graph(workspace(exchange), targets, exchange.flag("stale"), exchange.flag("plan"));
    switch (format) {
      case "dot" -> exchange.text("text/vnd.graphviz", Drawing.dot(graph));
      case "svg" -> exchange.text("image/svg+xml", Drawing.svg(graph));
      default -> exchange.json(200, graph);
    }
  }

  private static String workspace(Exchange exchange) throws Refusal {
    return bounded(exchange.parameter("workspace").orElse(""));
  }

  private static String path(Exchange exchange) throws Refusal {
    return bounded(exchange.required("path"));
  }

  private static String bounded(String name) throws Refusal {
    if (name.length() > NAME_MAX) {
      throw Refusal.badRequest("a name is at most " + NAME_MAX + " characters long");
    }
    return name;
  }

  private void get(
      String path,
      String help,
      List<String> parameters,
      Class<?> answer,
      boolean list,
      Handler handler) {
    add("GET", path, help, parameters, answer, list, handler);
  }

  private void post(String path, String help, Class<?> body, Class<?> answer, Handler handler) {
    routes.add(new Route("POST", path, help, List.of(), body, answer, false, handler));
  }

  private void add(
      String method,
      String path,
      String help,
      List<String> parameters,
      Class<?> answer,
      boolean list,
      Handler handler) {
    routes.add(new Route(method, path, help, parameters, Void.class, answer, list, handler));
  }

  private static Desk.LogFrom logFrom(Exchange exchange) throws Refusal {
    long last = exchange.number("last", 0, Long.MAX_VALUE);
    return new Desk.LogFrom(
        last > 0 ? -last : exchange.number("offset", 0, Long.MAX_VALUE),
        exchange.number("file", 0, Long.MAX_VALUE),
        exchange.parameter("job").orElse(""),
        exchange.parameter("pod").orElse(""));
  }
}
