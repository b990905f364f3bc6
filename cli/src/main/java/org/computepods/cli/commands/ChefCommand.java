package org.computepods.cli.commands;

import java.util.Map;
import org.computepods.chef.rest.RestClient;
import org.computepods.cli.ExitCode;
import org.computepods.cli.Invocation;
import org.computepods.cli.federation.Federation;
import org.computepods.cli.json.Writer;

/** {@code chefs --disable} and {@code --enable}: whether a chef takes new jobs. */
final class ChefCommand {
  private final Context context;
  private final Invocation.SwitchChef change;
  private final Asking asking;

  ChefCommand(Context context, Invocation.SwitchChef change, Federation federation) {
    this.context = context;
    this.change = change;
    this.asking = new Asking(context, federation);
  }

  int run() {
    String path =
        "/chefs/" + RestClient.encode(change.pod()) + "/" + RestClient.encode(change.chef());
    String wanted = new Writer().value(Map.of("enabled", change.enabled())).toString();
    asking.post(path, wanted);
    if (context.globals().json()) {
      context
          .terminal()
          .out()
          .println(
              new Writer()
                  .value(
                      Map.of(
                          "pod",
                          change.pod(),
                          "chef",
                          change.chef(),
                          "enabled",
                          change.enabled())));
    }
    context.say(
        change.chef()
            + " on "
            + change.pod()
            + (change.enabled() ? " takes jobs again" : " takes no new jobs"));
    return ExitCode.UP_TO_DATE;
  }
}
