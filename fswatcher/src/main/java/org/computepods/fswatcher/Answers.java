package org.computepods.fswatcher;

import java.util.List;
import java.util.Optional;
import org.computepods.chef.wire.Synced;
import org.jspecify.annotations.Nullable;

/** What is answered to who asked how far everything has been told. */
final class Answers {
  private static final int VERSION = 1;

  private final String root;
  private final KnownTree tree;
  private final EpochAnnouncements announcements;
  private final Comparison comparison;
  private final Optional<Synced.Point> left;

  /**
   * Answers about the workspace at {@code root}.
   *
   * @param left where the run before had ended, if all that it kept counts
   */
  Answers(
      String root,
      KnownTree tree,
      EpochAnnouncements announcements,
      Comparison comparison,
      Optional<Synced.Point> left) {
    this.root = root;
    this.tree = tree;
    this.announcements = announcements;
    this.comparison = comparison;
    this.left = left;
  }

  /** Answers when all that was announced has been stored. */
  void answer(Barrier barrier) throws InterruptedException {
    tree.tell();
    var synced =
        new Synced(
            VERSION,
            announcements.epoch(),
            announcements.seq(),
            List.copyOf(barrier.moving),
            barrier.confirm.stream()
                .filter(path -> !barrier.moving.contains(path))
                .map(tree::standing)
                .toList(),
            isAsLeft() ? left.orElse(null) : null,
            comparison.troubles(),
            comparison.rootGone() ? "there is no folder " + root : null);
    var _ =
        announcements
            .stored()
            .whenComplete(
                (_, e) -> barrier.answer.complete(e == null ? synced : failed("not stored: " + e)));
  }

  private boolean isAsLeft() {
    return announcements.seq() == 0 && tree.wasFoundAsKept() && !comparison.rootGone();
  }

  /** One that began as the last had ended leaves the same words to the next. */
  Optional<Synced.Point> placeForTheNext() {
    if (!tree.tells()) {
      return Optional.empty();
    }
    return isAsLeft() && left.isPresent() ? left : Optional.of(announcements.point());
  }

  static Synced failed(@Nullable String why) {
    return Synced.refused(String.valueOf(why));
  }
}
