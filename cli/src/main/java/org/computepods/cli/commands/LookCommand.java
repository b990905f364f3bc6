package org.computepods.cli.commands;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.Invocation.Subject;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.federation.Running;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Wire;
import org.computepods.cli.show.CompileCommands;
import org.computepods.cli.show.Documents;
import org.computepods.cli.show.Summary;
import org.computepods.cli.workspace.Workspace;

/** The commands that ask one question and print the answer. */
final class LookCommand {
  /** What no workspace need be open for. */
  private static final Set<Subject> ABOUT_ALL =
      EnumSet.of(Subject.STATUS, Subject.BUILDS, Subject.CHEFS, Subject.PODS);

  private final Context context;
  private final Invocation.Look look;
  private final Asking asking;
  private final Federation federation;

  LookCommand(Context context, Invocation.Look look, Federation federation) {
    this.context = context;
    this.look = look;
    this.asking = new Asking(context, federation);
    this.federation = federation;
  }

  int run() {
    String body = ask();
    if (context.globals().json() || look.subject() == Invocation.Subject.COMPDB) {
      context.terminal().out().println(body.strip());
      return ExitCode.UP_TO_DATE;
    }
    Documents documents = new Documents(context.terminal());
    Document document = Document.parse(body);
    Wire.problems(document).forEach(problem -> context.complain(Summary.problem(problem)));
    for (String line : lines(documents, document)) {
      context.terminal().out().println(line);
    }
    if (look.subject() == Subject.STATUS) {
      federation.running().ifPresent(page -> context.terminal().out().println(page(page)));
    }
    return ExitCode.UP_TO_DATE;
  }

  private static String page(Running running) {
    return "page for the browser: "
        + running.pageUrl()
        + ", with the token in "
        + running.home().resolve("federation.json");
  }

  /**
   * The answer. Who only looks into a folder that is no project leaves it as it was: not open, and
   * not watched.
   */
  private String ask() {
    Optional<Workspace> visited =
        ABOUT_ALL.contains(look.subject())
            ? Optional.empty()
            : Optional.of(context.workspace()).filter(asking::isVisited);
    try {
      return answer();
    } finally {
      visited.ifPresent(asking::close);
    }
  }

  private String answer() {
    String name = look.name().orElse("");
    return switch (look.subject()) {
      case STATUS -> asking.get("/status");
      case BUILDS -> asking.get("/builds");
      case CHEFS -> asking.get("/chefs");
      case PODS -> asking.get("/pods");
      case TASKS -> inWorkspace("/tasks");
      case RULES -> inWorkspace("/rules");
      case COMPDB ->
          CompileCommands.of(context.workspace().root(), Document.parse(inWorkspace("/tasks")));
      case EXPLAIN -> ofArtefact("/explain", name);
      case WHY_NOT -> ofArtefact("/why-not", name);
      case WHERE -> ofArtefact("/artefacts", name);
      case QUERY -> {
        Workspace workspace = context.workspace();
        asking.openTelling(workspace);
        yield asking.get("/query" + Asking.in(workspace) + "&q=" + RestClient.encode(name));
      }
      case LOG -> {
        Workspace workspace = context.workspace();
        String target = workspace.target(name, asking.open(workspace)::isKnown);
        yield asking.get("/logs/" + RestClient.encode(target) + Asking.in(workspace));
      }
    };
  }

  private String inWorkspace(String path) {
    Workspace workspace = context.workspace();
    asking.openTelling(workspace);
    return asking.get(path + Asking.in(workspace));
  }

  private String ofArtefact(String path, String name) {
    Workspace workspace = context.workspace();
    String target = workspace.target(name, asking.open(workspace)::isKnown);
    return asking.get(path + Asking.in(workspace) + "&path=" + RestClient.encode(target));
  }

  private List<String> lines(Documents documents, Document body) {
    return switch (look.subject()) {
      case STATUS -> documents.status(body);
      case BUILDS -> documents.builds(body.elements());
      case CHEFS -> documents.chefs(body.elements());
      case PODS -> documents.pods(body.elements());
      case TASKS -> documents.tasks(body.elements());
      case RULES -> documents.rules(body.elements());
      case EXPLAIN -> documents.explanation(body);
      case WHY_NOT -> documents.whyNot(body);
      case WHERE -> documents.whereabouts(body);
      case QUERY -> documents.query(body);
      case LOG -> documents.log(body);
      case COMPDB -> throw new IllegalStateException("is printed as it is");
    };
  }
}
