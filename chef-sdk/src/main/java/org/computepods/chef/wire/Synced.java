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
 * @param left where the watch before this one ended, if every file was found as it left it and
 *     nothing has changed since; else null
 * @param troubles what people should know of the watch
 * @param error why it cannot be said (not watched, no such folder), else null
 */
public record Synced(
    int v,
    long epoch,
    long seq,
    List<String> moving,
    List<FileRef> stand,
    @Nullable Point left,
    List<Trouble> troubles,
    @Nullable String error) {
  /** A place in what watches say, the same for nobody else: of this epoch all up to this number. */
  public record Point(long epoch, long seq) {}

  /** Who confirms nothing has nothing to say of it. */
  public Synced {
    stand = Objects.requireNonNullElse(stand, List.of());
    troubles = Objects.requireNonNullElse(troubles, List.of());
  }

  /** How far it tells. */
  public Point point() {
    return new Point(epoch, seq);
  }

  /** What the next watch will call the tree as it is now, if nothing changes until then. */
  public Point place() {
    return left == null ? point() : left;
  }

  /** An answer of a watch with which all is well. */
  public Synced(
      int v,
      long epoch,
      long seq,
      List<String> moving,
      List<FileRef> stand,
      @Nullable Point left,
      @Nullable String error) {
    this(v, epoch, seq, moving, stand, left, List.of(), error);
  }

  /**
   * What keeps a watch from being as good as it could be; nothing is missed for it.
   *
   * @param what is the matter
   * @param cure the command, or what else helps
   */
  public record Trouble(String what, String cure) {}

  /** An answer to who was told nothing. */
  public static Synced refused(String why) {
    return new Synced(1, 0, 0, List.of(), List.of(), null, why);
  }
}
