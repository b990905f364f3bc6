package org.computepods.cli.commands;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.computepods.cli.ExitCode;

/**
 * Ctrl-C (and SIGTERM) during a build: cancels it, waits briefly for its end to be told, and leaves
 * with 130. By a shutdown hook, as the JDK has no public way to hear of a signal.
 */
final class Interruption {
  /** So long may tools take to die, which get 2 s from the pod. */
  private static final long WAIT_S = 5;

  private final CountDownLatch told = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupted, "interruption");
  private Optional<Runnable> cancel = Optional.empty();
  private boolean disarmed;
  private volatile boolean on;

  void arm() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** What to do; done at once where the signal came before. */
  void onSignal(Runnable action) {
    synchronized (this) {
      cancel = Optional.of(action);
    }
    if (on) {
      action.run();
    }
  }

  boolean isOn() {
    return on;
  }

  /** The command has said all it has to say. */
  void disarm() {
    synchronized (this) {
      disarmed = true;
    }
    told.countDown();
  }

  private void interrupted() {
    Optional<Runnable> action;
    synchronized (this) {
      if (disarmed) {
        return;
      }
      on = true;
      action = cancel;
    }
    action.ifPresent(Runnable::run);
    boolean ended = false;
    try {
      ended = action.isPresent() && told.await(WAIT_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      System.err.println("cpCtrl: interrupted");
    }
    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
  }
}
