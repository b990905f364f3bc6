package org.computepods.cli.commands;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.computepods.chef.wire.rest.BuildEvent;
import org.computepods.cli.show.BuildDisplay;
import org.computepods.cli.show.LiveDisplay;
import org.computepods.cli.show.Terminal;

/**
 * Draws a live display again and again while something runs, as times pass. Its thread lives as
 * long as the command, for a watch goes on after each report.
 */
final class LiveTicker implements BuildDisplay {
  private static final long PERIOD_NS = TimeUnit.MILLISECONDS.toNanos(100);

  private final LiveDisplay display;
  private final Thread thread;
  private boolean ticking;

  private LiveTicker(LiveDisplay display) {
    this.display = display;
    this.thread = new Thread(this::tick, "ticker");
    thread.setDaemon(true);
  }

  static BuildDisplay display(Terminal terminal, boolean verbose) {
    return new LiveTicker(
        new LiveDisplay(terminal, verbose, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime())));
  }

  @Override
  public void on(BuildEvent event) {
    display.on(event);
    if (!ticking && event.kind().equals("started")) {
      ticking = true;
      thread.start();
    }
  }

  private void tick() {
    while (true) {
      LockSupport.parkNanos(PERIOD_NS);
      display.tick();
    }
  }

  @Override
  public void close() {
    display.close();
  }
}
