package org.computepods.cli.commands;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.computepods.chef.rest.Answer;
import org.computepods.chef.rest.EventStream;
import org.computepods.chef.rest.RestClient;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildReport.Problem;
import org.computepods.chef.wire.rest.BuildReport.Tasks;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Wire;
import org.computepods.cli.show.BuildDisplay;
import org.computepods.cli.show.Paint;
import org.computepods.cli.show.PlainDisplay;
import org.computepods.cli.show.Summary;
import org.computepods.cli.show.Terminal;
import org.computepods.cli.show.Text;
import org.computepods.cli.workspace.Workspace;

/** {@code build} and {@code watch}: asks for a build and follows it to its end. */
public final class BuildCommand {
  private final Context context;
  private final Invocation.Build build;
  private final Federation federation;
  private final Terminal terminal;
  private final Interruption interruption = new Interruption();
  private Optional<TraceFile> trace = Optional.empty();
  private final long beganNs = System.nanoTime();

  public BuildCommand(Context context, Invocation.Build build, Federation federation) {
    this.context = context;
    this.build = build;
    this.federation = federation;
    this.terminal = context.terminal();
  }

  /** Runs it, and returns the exit code. */
  public int run() {
    interruption.arm();
    try {
      int code = follow();
      return interruption.isOn() ? ExitCode.INTERRUPTED : code;
    } finally {
      terminal.flush();
      interruption.disarm();
    }
  }

  private int follow() {
    String id;
    RestClient client;
    try {
      Workspace workspace = context.workspace();
      trace = build.trace().map(file -> new TraceFile(context.cwd().resolve(file)));
      Answer answer = federation.firstOrStart(server -> post(server, workspace));
      client = federation.client();
      Document body = Document.parse(answer.body());
      if (!answer.isOk()) {
        return refused(answer, body);
      }
      id = body.text("build");
    } catch (Failure failure) {
      return stopped(failure);
    } catch (IOException | IllegalArgumentException e) {
      return stopped(Failure.noFederation("the federation does not answer: " + e.getMessage()));
    }
    RestClient hurried = federation.hurriedClient();
    interruption.onSignal(
        () -> {
          try {
            hurried.delete("/builds/" + RestClient.encode(id));
          } catch (IOException gone) {
            // then there is nothing left to cancel
          }
        });
    try (BuildDisplay display = display();
        EventStream events = client.events(eventsOf(id))) {
      return end(events, display);
    } catch (IOException e) {
      return stopped(
          Failure.noFederation(
              "the federation went away "
                  + (build.watch() ? "while it was watched (" : "in mid-build (")
                  + e.getMessage()
                  + "); run the command again to go on where it stood"));
    }
  }

  /**
   * Who shows no single task hears of none. The build is this command's: it ends when this process
   * is gone, killed or not.
   */
  private String eventsOf(String id) {
    boolean brief = context.globals().json() && trace.isEmpty();
    return "/builds/"
        + RestClient.encode(id)
        + "/events?attended=true"
        + (brief ? "&brief=true" : "");
  }

  private Answer post(RestClient client, Workspace workspace) throws IOException {
    Names names = new Names(client, workspace);
    BuildRequest request =
        new BuildRequest(
            workspace.root().toString(),
            workspace.targets(build.targets(), names::isKnown),
            build.keepGoing(),
            build.dryRun(),
            build.fresh(),
            build.jobs(),
            build.acceptUnsettled(),
            build.watch(),
            build.waitS(),
            context.travellingEnv());
    return client.post("/builds", Wire.json(request));
  }

  private BuildDisplay display() {
    if (context.globals().json()) {
      return new Silence();
    }
    if (terminal.live() && !context.globals().quiet()) {
      return LiveTicker.display(terminal, context.globals().verbose());
    }
    return new PlainDisplay(terminal, context.globals().quiet(), context.globals().verbose());
  }

  private int end(EventStream events, BuildDisplay display) throws IOException {
    if (events.status() >= 300) {
      throw new IOException("no events: " + events.text());
    }
    Optional<Document> last = Optional.empty();
    boolean resting = false;
    for (var data = events.next(); data.isPresent(); data = events.next()) {
      Document document = Document.parse(data.get());
      BuildEvent event = Wire.event(document);
      display.on(event);
      trace.ifPresent(file -> file.on(event));
      BuildReport report = event.report();
      boolean idle = resting && event.kind().equals("ended");
      resting = event.kind().equals("rested");
      if (report != null) {
        last = Optional.of(document.at("report"));
        display.close();
        if (idle && !context.globals().json()) {
          context.say("the watch has ended");
        } else if (!context.globals().json()) {
          show(report);
          if (build.watch() && !report.result().equals("cancelled")) {
            context.say("waiting for changes; Ctrl-C ends");
            terminal.flush();
          }
        }
        if (event.kind().equals("ended") && !build.watch()) {
          return finish(report, document.at("report"));
        }
      }
    }
    if (last.isPresent()) {
      return finish(Wire.report(last.get()), last.get());
    }
    throw new IOException("the events ended early");
  }

  private int finish(BuildReport report, Document document) {
    trace.ifPresent(file -> write(file, report));
    if (context.globals().json()) {
      terminal.out().println(document);
    }
    boolean accepted = build.acceptUnsettled() && report.result().equals("unsettled");
    int own = accepted ? ExitCode.UP_TO_DATE : ExitCode.ofResult(report.result());
    return document.has("exit") ? report.exit() : own;
  }

  private void write(TraceFile file, BuildReport report) {
    String critical = "";
    try {
      critical = file.write(needs(report.workspace()), report.ms());
    } catch (Failure late) {
      context.complain("warning: " + late.text());
    }
    if (!critical.isEmpty() && !context.globals().json()) {
      context.say(critical);
      terminal.flush();
    }
  }

  /** Of each task, those that make what it reads; none where it is not told. */
  private Map<String, Set<String>> needs(String workspace) {
    try {
      Answer answer =
          federation
              .client()
              .get("/graph?workspace=" + RestClient.encode(workspace) + "&format=json");
      return answer.isOk() ? Wire.needs(Document.parse(answer.body())) : Map.of();
    } catch (IOException | IllegalArgumentException e) {
      return Map.of();
    }
  }

  private void show(BuildReport report) {
    Summary summary = new Summary(report);
    Paint paint = terminal.paint();
    summary.problems().forEach(context::complain);
    if (build.dryRun() && report.result().equals("succeeded")) {
      summary.plan(paint).forEach(context::say);
      return;
    }
    boolean well = report.result().equals("succeeded");
    if (well) {
      summary.cycles(paint).forEach(context::say);
      context.say(summary.line(paint));
    } else {
      summary.cycles(terminal.errPaint()).forEach(context::complain);
      context.complain(summary.line(terminal.errPaint()));
    }
    terminal.flush();
  }

  /** The server did not take the build. */
  private int refused(Answer answer, Document body) {
    List<Problem> problems = Wire.problems(body);
    if (answer.status() == 503 || answer.status() == 401) {
      return stopped(Failure.noFederation(body.text("detail")));
    }
    if (problems.isEmpty()) {
      return stopped(Failure.usage(body.text("detail")));
    }
    problems.forEach(problem -> context.complain(Summary.problem(problem)));
    report("invalid", problems);
    return ExitCode.USAGE;
  }

  private int stopped(Failure failure) {
    if (!interruption.isOn()) {
      context.complain("cpCtrl: " + failure.text());
    }
    int code =
        ExitCode.of(
            IntStream.of(
                failure.exitCode(),
                interruption.isOn() ? ExitCode.INTERRUPTED : ExitCode.UP_TO_DATE));
    report(
        switch (code) {
          case ExitCode.USAGE -> "invalid";
          case ExitCode.INTERRUPTED -> "cancelled";
          default -> "unavailable";
        },
        List.of(new Problem("", 0, 0, failure.text())));
    return code;
  }

  private void report(String result, List<Problem> problems) {
    if (!context.globals().json()) {
      return;
    }
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - beganNs);
    terminal
        .out()
        .println(
            Wire.json(
                new BuildReport(
                    "",
                    "",
                    result,
                    new Tasks(0, 0, 0, 0, 0),
                    List.of(),
                    List.of(),
                    problems,
                    List.of(),
                    ms,
                    ExitCode.ofResult(result))));
  }

  /** With {@code --json} nothing is said before the end, but for warnings. */
  private final class Silence implements BuildDisplay {
    @Override
    public void on(BuildEvent event) {
      if (event.kind().equals("warning") && event.message() != null) {
        context.complain("warning: " + Text.safe(event.message()));
      }
    }

    @Override
    public void close() {
      terminal.flush();
    }
  }
}
