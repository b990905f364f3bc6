package org.computepods.cli.commands;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.json.Writer;
import org.computepods.cli.show.Text;
import org.computepods.cli.workspace.Workspace;

/** {@code clean}: removes what we built and nobody changed since. */
final class CleanCommand {
  private final Context context;
  private final Invocation.Clean clean;
  private final Asking asking;

  CleanCommand(Context context, Invocation.Clean clean, Federation federation) {
    this.context = context;
    this.clean = clean;
    this.asking = new Asking(context, federation);
  }

  int run() {
    Workspace workspace = context.workspace();
    Names names = asking.open(workspace);
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("workspace", workspace.root().toString());
    request.put("targets", workspace.targets(clean.targets(), names::isKnown));
    String body = asking.post("/clean", new Writer().value(request).toString());
    Document cleaned = Document.parse(body);
    List<String> failed = cleaned.texts("failed");
    int exit = failed.isEmpty() ? ExitCode.UP_TO_DATE : ExitCode.FAILED;
    if (context.globals().json()) {
      context.terminal().out().println(body.strip());
      return exit;
    }
    List<String> removed = cleaned.texts("removed");
    if (context.globals().verbose()) {
      removed.forEach(path -> context.say("removed " + Text.safe(path)));
    }
    cleaned
        .texts("kept")
        .forEach(
            path -> context.complain("kept " + Text.safe(path) + ": changed since we built it"));
    for (String path : failed) {
      boolean first = path.equals(failed.getFirst());
      String why = first ? ": " + Text.safe(cleaned.text("error")) : "";
      context.complain("cannot remove " + Text.safe(path) + why);
    }
    context.say("removed " + Text.count(removed.size(), "file", "files"));
    return exit;
  }
}
