package org.computepods.cli.commands;

import java.util.List;
import java.util.Map;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Writer;
import org.computepods.cli.show.Text;

/** {@code cancel}: ends builds, whoever asked for them; whoever follows one is told. */
final class CancelCommand {
  private final Context context;
  private final Invocation.Cancel cancel;
  private final Asking asking;

  CancelCommand(Context context, Invocation.Cancel cancel, Federation federation) {
    this.context = context;
    this.cancel = cancel;
    this.asking = new Asking(context, federation);
  }

  int run() {
    List<String> builds = cancel.builds().isEmpty() ? underWay() : cancel.builds();
    builds.forEach(build -> asking.delete("/builds/" + RestClient.encode(build)));
    if (context.globals().json()) {
      String document = new Writer().value(Map.of("cancelled", builds)).toString();
      context.terminal().out().println(document);
    }
    builds.forEach(build -> context.say("cancelled " + Text.safe(build)));
    if (builds.isEmpty()) {
      context.say("no build is under way here");
    }
    return ExitCode.UP_TO_DATE;
  }

  private List<String> underWay() {
    String list = asking.get("/builds" + Asking.in(context.workspace()));
    return Document.parse(list).elements().stream()
        .filter(build -> build.text("result").equals("running"))
        .map(build -> build.text("build"))
        .toList();
  }
}
