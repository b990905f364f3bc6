package org.computepods.cli.federation;

import java.time.Duration;

/**
 * How long one waits for a federation that says nothing.
 *
 * @param silence so long a question may go unanswered before it is asked whether anybody is there
 * @param probe so long that may go unanswered where somebody only wants to know
 * @param notice the same, where one waits on anyhow and it is only told
 * @param asked so long it may take to answer that it will end
 */
record Patience(Duration silence, Duration probe, Duration notice, Duration asked) {
  static final Patience USUAL =
      new Patience(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          Duration.ofSeconds(10));
}
