package org.computepods.cli.commands;

import java.util.Map;
import org.computepods.cli.ExitCode;
import org.computepods.cli.federation.Ender;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.federation.Running;
import org.computepods.cli.json.Writer;

/** {@code up} and {@code down}. */
final class FederationCommand {
  private FederationCommand() {}

  static int up(Context context, Federation federation) {
    Running running = federation.up();
    answer(context, true, "the federation " + running.name() + " runs, " + running.restUrl());
    return ExitCode.UP_TO_DATE;
  }

  static int down(Context context) {
    boolean any = Ender.end(context.home(), context::complain);
    answer(context, false, any ? "the federation is down" : "no federation ran");
    return ExitCode.UP_TO_DATE;
  }

  private static void answer(Context context, boolean running, String words) {
    if (context.globals().json()) {
      Map<String, Object> state = Map.of("running", running);
      context.terminal().out().println(new Writer().value(state));
    }
    context.say(words);
  }
}
