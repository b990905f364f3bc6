package org.computepods.chef.wire;

import java.util.List;
import java.util.Objects;

/**
 * Asks a watcher to announce every change made up to now; the answer is {@link Synced}.
 *
 * @param confirm paths of which the answer is to say how they stand, whatever has been announced: a
 *     watcher says nothing of what a file was between two of its looks
 */
public record Sync(int v, String workspace, List<String> confirm) {
  /** Who names no paths has none confirmed. */
  public Sync {
    confirm = Objects.requireNonNullElse(confirm, List.of());
  }
}
