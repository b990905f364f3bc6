package org.computepods.cli.commands;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Failure;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Document;
import org.computepods.cli.workspace.Workspace;

/**
 * {@code log -f}: what a tool says while it runs, to its end; or what is written to a log file,
 * until Ctrl-C. A file that is cut, or that another takes the place of, goes on from its beginning.
 */
final class FollowCommand {
  /** Of a file there may be gigabytes: it begins with the last of them. */
  private static final long BEGINS_BEFORE_END = 64 << 10;

  /** People do not see it; and ten questions a second cost nothing. */
  private static final long EVERY_MS = 100;

  private final Context context;
  private final Invocation.Follow follow;
  private final Asking asking;

  FollowCommand(Context context, Invocation.Follow follow, Federation federation) {
    this.context = context;
    this.follow = follow;
    this.asking = new Asking(context, federation);
  }

  int run() {
    if (context.globals().json()) {
      throw Failure.usage("log -f has no end that a JSON document could wait for");
    }
    Workspace workspace = context.workspace();
    String target = workspace.target(follow.name(), asking.open(workspace)::isKnown);
    String log = "/logs/" + RestClient.encode(target) + Asking.in(workspace);
    Document said = ask(log + "&last=" + BEGINS_BEFORE_END);
    boolean file = said.text("task").isEmpty();
    if (!file && !said.flag("running")) {
      say(said.text("text"));
      context.complain("cpCtrl: " + target + " does not run; that was its last run");
      return ExitCode.UP_TO_DATE;
    }
    String job = RestClient.encode(said.text("job"));
    while (true) {
      if (said.flag("again")) {
        context.complain("cpCtrl: " + target + " begins anew");
      }
      say(said.text("text"));
      if (!file && !said.flag("running")) {
        return ExitCode.UP_TO_DATE;
      }
      if (!pause()) {
        return ExitCode.INTERRUPTED;
      }
      String from = log + "&offset=" + said.number("next");
      said =
          ask(
              file
                  ? from + "&file=" + said.number("file")
                  : from + "&job=" + job + "&pod=" + RestClient.encode(said.text("pod")));
    }
  }

  private Document ask(String path) {
    return Document.parse(asking.get(path));
  }

  private void say(String text) {
    PrintStream out = context.terminal().out();
    out.print(text);
    context.terminal().flush();
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(EVERY_MS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
