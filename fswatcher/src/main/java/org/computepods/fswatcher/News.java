package org.computepods.fswatcher;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Optional;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.Notice;
import org.computepods.fswatcher.tree.WatchFilter;

/**
 * What the source's notices mean for a workspace: whom to ask, and where to look. Belongs to the
 * workspace's thread.
 */
final class News {
  private final EventSource source;
  private final WatchFilter filter;
  private final KnownTree tree;
  private final Comparison comparison;
  private final Motion motion;
  private final Cookies cookies;
  private final Questions questions;

  News(
      EventSource source,
      WatchFilter filter,
      KnownTree tree,
      Comparison comparison,
      Motion motion,
      Cookies cookies,
      Questions questions) {
    this.source = source;
    this.filter = filter;
    this.tree = tree;
    this.comparison = comparison;
    this.motion = motion;
    this.cookies = cookies;
    this.questions = questions;
  }

  /** Takes all there are; the answer: why everything must be compared, if it must. */
  Optional<String> take() throws InterruptedException {
    var notices = new ArrayList<Notice>();
    var unnamed = new HashSet<String>();
    Optional<String> lost = Optional.empty();
    source.take(notices::add);
    for (var notice : notices) {
      switch (notice) {
        case Notice.Touched(String path) -> touched(path);
        case Notice.FolderCame(String folder) -> folderCame(folder);
        case Notice.FolderWent(String folder) -> {
          if (cookies.lieIn(folder) && comparison.rootReplaced()) {
            lost = Optional.of(Comparison.REPLACED);
          }
          folderWent(folder);
        }
        case Notice.Unnamed(String folder) -> unnamed.add(folder);
        case Notice.Lost(String why) -> lost = Optional.of(why);
      }
    }
    for (String folder : unnamed) {
      if (folder.isEmpty() || !filter.skipsFolderAnywhere(folder)) {
        comparison.one(folder, motion::heard);
      }
    }
    return lost;
  }

  private void touched(String path) throws InterruptedException {
    if (cookies.isCookie(path)) {
      questions.cameBack(path);
    } else if (filter.countsAnywhere(path) || filter.isIgnoreFile(path)) {
      motion.heard(path);
    }
  }

  private void folderCame(String folder) {
    if (!filter.skipsFolderAnywhere(folder)) {
      if (tree.known(folder) != null) {
        motion.heard(folder);
      }
      comparison.below(folder, motion::heard);
    }
  }

  private void folderWent(String folder) throws InterruptedException {
    if (cookies.lieIn(folder)) {
      questions.askAgain();
    }
    tree.below(folder).forEach(motion::heard);
    motion.heardBelow(folder);
    comparison.forget(folder);
  }
}
