package org.computepods.cli.federation;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.rest.Silence;
import org.computepods.cli.Failure;

/**
 * What one makes of a federation's silence. One that is busy, as with a large workspace, answers
 * another question at once, and is waited for; of one that does not, this tells or ends the
 * command.
 */
final class Doubt implements Silence {
  private final Running running;
  private final Patience patience;
  private final Optional<Consumer<String>> waiting;
  private boolean told;

  private Doubt(Running running, Patience patience, Optional<Consumer<String>> waiting) {
    this.running = running;
    this.patience = patience;
    this.waiting = waiting;
  }

  /** Ends the command where nobody answers. */
  static Doubt ending(Running running, Patience patience) {
    return new Doubt(running, patience, Optional.empty());
  }

  /** Tells once that nobody answers, and waits on. */
  static Doubt waiting(Running running, Patience patience, Consumer<String> complain) {
    return new Doubt(running, patience, Optional.of(complain));
  }

  @Override
  public void lasts() throws IOException {
    if (running.isAwake(waiting.isPresent() ? patience.notice() : patience.probe())) {
      return;
    }
    if (running.isGone()) {
      throw new IOException("a stranger listens at " + running.restUrl());
    }
    if (waiting.isEmpty()) {
      throw Failure.noFederation(
          running.words() + " does not answer; wait for it, or end it with cpCtrl down");
    }
    if (!told) {
      told = true;
      String words = "cpCtrl: waiting for %s, which does not answer; cpCtrl down ends it";
      waiting.get().accept(words.formatted(running.words()));
    }
  }
}
