package org.computepods.chef.recipe;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/** Fencing: only who was told of the lock's present epoch may write. */
final class Epochs {
  private Epochs() {}

  /** Why this epoch may not write the workspace; empty where it may. */
  static Optional<String> refusal(Kitchen kitchen, Path workspace, long epoch) {
    OptionalLong held = kitchen.epochs().apply(workspace);
    if (held.isEmpty()) {
      return Optional.of("this pod does not hold the lock of " + workspace);
    }
    return held.getAsLong() == epoch
        ? Optional.empty()
        : Optional.of(
            "the lock of " + workspace + " is in epoch " + held.getAsLong() + ", not " + epoch);
  }
}
