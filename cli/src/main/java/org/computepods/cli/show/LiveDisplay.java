package org.computepods.cli.show;

import java.io.PrintStream;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.chef.wire.rest.BuildReport.Run;

/**
 * A build on a terminal: lines that stay, and below them a region that is drawn anew in place. A
 * build that runs nothing draws nothing.
 */
public final class LiveDisplay implements BuildDisplay {
  /** Larger builds name only what fails; the rest would scroll everything away. */
  private static final int MAX_NAMED = 60;

  private final Terminal terminal;
  private final boolean verbose;
  private final LongSupplier clockMs;
  private final LiveRegion region;
  private final PrintStream out;
  private int drawn;

  /**
   * @param verbose what successful tools said, too
   * @param clockMs monotonic
   */
  public LiveDisplay(Terminal terminal, boolean verbose, LongSupplier clockMs) {
    this.terminal = terminal;
    this.verbose = verbose;
    this.clockMs = clockMs;
    this.region = new LiveRegion(terminal.unicode(), terminal.paint());
    this.out = terminal.out();
  }

  @Override
  public synchronized void on(BuildEvent event) {
    String message = Objects.requireNonNullElse(event.message(), "");
    String task = Objects.requireNonNullElse(event.task(), "");
    Paint paint = terminal.paint();
    region.counts(event.done(), event.total());
    switch (event.kind()) {
      case "started" -> region.started(task, clockMs.getAsLong());
      case "asked" -> region.ended(task);
      case "finished" -> {
        region.ended(task);
        Run run = event.run();
        if (run != null) {
          finished(run, event, paint);
        }
      }
      case "restored" -> named(event, paint.dim("restored ") + Text.safe(task) + "\n");
      case "waiting" -> region.waiting(message);
      case "warning" -> keep(paint.yellow("warning: ") + Text.safe(message) + "\n");
      case "changed" -> {
        region.clear();
        keep(paint.bold("changed: ") + Text.safe(message) + "\n");
      }
      case "also" -> keep(paint.bold("also changed: ") + Text.safe(message) + "\n");
      case "ended" -> region.clear();
      default -> {}
    }
    draw();
  }

  private void finished(Run run, BuildEvent event, Paint paint) {
    region.ended(run.task());
    region.inPass(run.pass());
    String line = RunText.line(run, event.done(), event.total(), paint) + "\n";
    if (RunText.failed(run)) {
      keep(line + RunText.message(run) + RunText.log(run));
    } else if (verbose) {
      keep(line + RunText.log(run));
    } else {
      named(event, line);
    }
  }

  private void named(BuildEvent event, String line) {
    if (verbose || event.total() <= MAX_NAMED) {
      keep(line);
    }
  }

  /** Draws again, for the times that pass. */
  public synchronized void tick() {
    if (drawn > 0) {
      draw();
    }
  }

  private void keep(String lines) {
    erase();
    out.print(lines);
  }

  private void draw() {
    erase();
    List<String> lines = region.lines(clockMs.getAsLong(), width());
    for (String line : lines) {
      out.print(line + "\n");
    }
    drawn = lines.size();
    out.flush();
  }

  /** Asked only when there is something to draw, as asking takes a process. */
  private int width() {
    return region.isEmpty() ? 0 : terminal.width().getAsInt();
  }

  private void erase() {
    if (drawn > 0) {
      out.print("\033[" + drawn + "A\r\033[J");
      drawn = 0;
    }
  }

  @Override
  public synchronized void close() {
    erase();
    out.flush();
  }
}
