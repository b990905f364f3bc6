package org.computepods.fswatcher;

import java.util.concurrent.CompletableFuture;
import org.computepods.chef.wire.FileChanged;

/** Where changes are announced, in order and for keeps. */
public interface Announcer {
  /** Announces a change; may wait while too many are on their way. */
  void announce(FileChanged change) throws InterruptedException;

  /** Done when everything announced so far is stored. */
  CompletableFuture<Void> stored() throws InterruptedException;
}
