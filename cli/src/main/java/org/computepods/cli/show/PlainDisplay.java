package org.computepods.cli.show;

import java.util.Objects;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport.Run;

/**
 * A build as plain lines, one for each run: on stdout what went well, on stderr what went wrong. A
 * tool's output comes in one piece, for failures always.
 */
public final class PlainDisplay implements BuildDisplay {
  private final Terminal terminal;
  private final boolean quiet;
  private final boolean verbose;

  /**
   * @param quiet only what went wrong
   * @param verbose what successful tools said, too
   */
  public PlainDisplay(Terminal terminal, boolean quiet, boolean verbose) {
    this.terminal = terminal;
    this.quiet = quiet;
    this.verbose = verbose;
  }

  @Override
  public void on(BuildEvent event) {
    String message = Objects.requireNonNullElse(event.message(), "");
    String task = Text.safe(Objects.requireNonNullElse(event.task(), ""));
    switch (event.kind()) {
      case "finished" -> {
        Run run = event.run();
        if (run != null) {
          finished(run, event.done(), event.total());
        }
      }
      case "restored" -> say("restored " + task);
      case "waiting" -> say("waiting: " + message);
      case "changed" -> say("changed: " + message);
      case "also" -> say("also changed: " + message);
      case "warning" -> warn(message);
      default -> {}
    }
    terminal.flush();
  }

  private void finished(Run run, int done, int total) {
    if (RunText.failed(run)) {
      terminal.flush();
      terminal.err().println(RunText.line(run, done, total, terminal.errPaint()));
      terminal.err().print(RunText.message(run) + RunText.log(run));
    } else if (!quiet) {
      terminal.out().println(RunText.line(run, done, total, terminal.paint()));
      terminal.out().print(verbose ? RunText.log(run) : "");
    }
  }

  private void say(String line) {
    if (!quiet) {
      terminal.out().println(line);
    }
  }

  private void warn(String message) {
    terminal.err().println(terminal.errPaint().yellow("warning: ") + Text.safe(message));
  }

  @Override
  public void close() {
    terminal.flush();
  }
}
