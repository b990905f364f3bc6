package org.computepods.cli.commands;

import java.io.IOException;
import org.computepods.chef.rest.Answer;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Wire;
import org.computepods.cli.show.Summary;
import org.computepods.cli.workspace.Workspace;

/** Questions to a federation that runs; what it refuses ends the command. */
final class Asking {
  private final Context context;
  private final Federation federation;

  Asking(Context context, Federation federation) {
    this.context = context;
    this.federation = federation;
  }

  /** The body of a good answer. */
  String get(String path) {
    return exchange(client -> client.get(path));
  }

  String post(String path, String json) {
    return exchange(client -> client.post(path, json));
  }

  void delete(String path) {
    exchange(client -> client.delete(path));
  }

  /** Opens the workspace and hears of every change made until now. */
  Names open(Workspace workspace) {
    post("/projects", Names.request(workspace));
    return new Names(federation.client(), workspace);
  }

  /**
   * As {@link #open}; what is wrong in the project is told, for the answer is of what could be
   * understood.
   */
  Names openTelling(Workspace workspace) {
    Document project = Document.parse(post("/projects", Names.request(workspace)));
    Wire.problems(project).forEach(problem -> context.complain(Summary.problem(problem)));
    return new Names(federation.client(), workspace);
  }

  /** Whether it is no project, and not open yet. */
  boolean isVisited(Workspace workspace) {
    String path = workspace.root().toString();
    return !workspace.isProject()
        && Document.parse(get("/status")).list("workspaces").stream()
            .noneMatch(open -> open.text("workspace").equals(path));
  }

  /** Closes a workspace that was only looked into, unless a build is under way in it by now. */
  void close(Workspace workspace) {
    try {
      federation.client().delete("/projects" + in(workspace));
    } catch (IOException | Failure gone) {
      // Then it is closed, too.
    }
  }

  /** {@code ?workspace=} and what follows. */
  static String in(Workspace workspace) {
    return "?workspace=" + RestClient.encode(workspace.root().toString());
  }

  private String exchange(Federation.Exchange exchange) {
    try {
      Answer answer = federation.first(exchange);
      if (!answer.isOk()) {
        throw refused(answer);
      }
      return answer.body();
    } catch (IOException e) {
      throw Failure.noFederation("the federation does not answer: " + e.getMessage());
    }
  }

  private Failure refused(Answer answer) {
    Document body;
    try {
      body = Document.parse(answer.body());
    } catch (IllegalArgumentException e) {
      return Failure.noFederation("the federation answers what is no JSON: " + e.getMessage());
    }
    Wire.problems(body).forEach(problem -> context.complain(Summary.problem(problem)));
    int code =
        switch (answer.status()) {
          case 503 -> ExitCode.NO_FEDERATION;
          case 500 -> ExitCode.FAILED;
          default -> ExitCode.USAGE;
        };
    String detail = body.text("detail");
    return new Failure(code, detail.isEmpty() ? body.text("title") : detail);
  }
}
