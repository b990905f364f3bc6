package org.computepods.chef.recipe;

import java.util.Optional;
import org.computepods.chef.process.ToolRun;

/** A look by a program while it is under way, which may be given up at any time. */
final class Looking {
  private Optional<ToolRun> run = Optional.empty();
  private boolean cancelled;

  synchronized void begins(ToolRun with) {
    run = Optional.of(with);
    if (cancelled) {
      with.cancel();
    }
  }

  synchronized void cancel() {
    cancelled = true;
    run.ifPresent(ToolRun::cancel);
  }
}
