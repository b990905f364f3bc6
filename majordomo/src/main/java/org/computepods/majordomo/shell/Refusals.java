package org.computepods.majordomo.shell;

import java.util.concurrent.CompletionException;
import org.computepods.chef.bus.BusException;
import org.computepods.majordomo.rest.Refusal;

/** What people are told where something that they asked for cannot be had. */
final class Refusals {
  private Refusals() {}

  /** The answer of somebody else; a refusal, where none comes. */
  static <T> T patiently(Messenger.Attempt<T> attempt) throws Refusal {
    try {
      return attempt.make();
    } catch (BusException e) {
      throw Refusal.unavailable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("interrupted");
    }
  }

  /** Why a workspace is not opened. */
  static String cannotOpen(String path, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException c && c.getCause() != null ? c.getCause() : failure;
    return "cannot open " + path + ": " + cause.getMessage();
  }
}
