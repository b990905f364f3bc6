package org.computepods.chef.wire;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The watcher's answer: every change made before the question has been announced, the last with
 * this epoch and number.
 *
 * @param seq 0 where nothing has changed since the epoch began
 * @param moving paths that keep changing and are not yet settled
 * @param stand how those files stand that were to be confirmed, absent ones too, each seen after
 *     the question; without those that are not watched, or move
 * @param error why it cannot be said (not watched, no such folder), else null
 */
public record Synced(
    int v, long epoch, long seq, List<String> moving, List<FileRef> stand, @Nullable String error) {
  /** Who confirms nothing has nothing to say of it. */
  public Synced {
    stand = Objects.requireNonNullElse(stand, List.of());
  }

  /** An answer to who was told nothing. */
  public static Synced refused(String why) {
    return new Synced(1, 0, 0, List.of(), List.of(), why);
  }
}
