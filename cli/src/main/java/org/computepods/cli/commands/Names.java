package org.computepods.cli.commands;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.computepods.chef.rest.Answer;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Writer;
import org.computepods.cli.workspace.Workspace;

/** The names of a project's targets and tasks, asked for once, when one is first doubtful. */
final class Names {
  private final RestClient client;
  private final Workspace workspace;
  private Set<String> known = Set.of();
  private boolean asked;

  Names(RestClient client, Workspace workspace) {
    this.client = client;
    this.workspace = workspace;
  }

  boolean isKnown(String name) {
    if (!asked) {
      asked = true;
      try {
        known = ask();
      } catch (IOException | IllegalArgumentException e) {
        known = Set.of();
      }
    }
    return known.contains(name);
  }

  private Set<String> ask() throws IOException {
    Set<String> names = new HashSet<>();
    Answer project = client.post("/projects", request(workspace));
    Document.parse(project.body()).list("targets").forEach(t -> names.add(t.text("name")));
    Answer tasks = client.get("/tasks?workspace=" + RestClient.encode(workspace.root().toString()));
    for (Document task : Document.parse(tasks.body()).elements()) {
      String name = task.text("task");
      names.add(name);
      int bracket = name.indexOf('[');
      names.add(bracket > 0 ? name.substring(0, bracket) : name);
    }
    return names;
  }

  /** The body of {@code POST /projects}. */
  static String request(Workspace workspace) {
    return new Writer()
        .value(java.util.Map.of("workspace", workspace.root().toString()))
        .toString();
  }
}
