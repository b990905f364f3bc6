package org.computepods.fswatcher;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.computepods.fswatcher.events.EventSource;

/**
 * Those who have asked, each with a cookie that is to come back before what was in motion by then
 * is waited for. Belongs to the workspace's thread.
 */
final class Questions {
  private static final String COME_BACK = "the workspace has come back";

  /** Compares the whole tree, and says why. */
  @FunctionalInterface
  interface CompareAll {
    void because(String why) throws InterruptedException;
  }

  private final WatchSettings settings;
  private final EventSource source;
  private final Cookies cookies;
  private final Comparison comparison;
  private final Motion motion;
  private final CompareAll compareAll;
  private final Map<String, Barrier> waiting = new HashMap<>();

  Questions(
      WatchSettings settings,
      EventSource source,
      Cookies cookies,
      Comparison comparison,
      Motion motion,
      CompareAll compareAll) {
    this.settings = settings;
    this.source = source;
    this.cookies = cookies;
    this.comparison = comparison;
    this.motion = motion;
    this.compareAll = compareAll;
  }

  /** Somebody asks: a cookie is dropped, or where none can be the tree is compared. */
  void ask(Barrier barrier) throws InterruptedException {
    if (comparison.rootGone() && comparison.poll(motion::demand)) {
      compareAll.because(COME_BACK);
    } else if (comparison.rootReplaced()) {
      compareAll.because(Comparison.REPLACED);
    }
    try {
      // Watching it is one cheap call where it is watched already, and the cure where it is not.
      String cookie = cookies.drop(source::watch);
      barrier.deadlineNs = System.nanoTime() + settings.cookieWait().toNanos();
      waiting.put(cookie, barrier);
    } catch (IOException e) {
      motion.doubt();
      comparison.all(motion::demand); // No cookie can be written there: this proves as much.
      motion.await(barrier);
    }
  }

  /** A cookie has come back, or something else has happened to one. */
  void cameBack(String cookie) throws InterruptedException {
    var barrier = waiting.remove(cookie);
    if (barrier != null) {
      cookies.remove(cookie);
      if (--barrier.rounds > 0) {
        ask(barrier);
      } else {
        proceed(barrier);
      }
    }
  }

  private void proceed(Barrier barrier) throws InterruptedException {
    if (comparison.polls()) {
      motion.doubt();
      if (comparison.poll(motion::demand)) {
        compareAll.because(COME_BACK);
      }
    }
    motion.await(barrier);
  }

  /** The folder of the cookies went, and with it the watch that they were waited for with. */
  void askAgain() throws InterruptedException {
    for (var entry : takeWaiting().entrySet()) {
      cookies.remove(entry.getKey());
      ask(entry.getValue());
    }
  }

  /** Nobody waits for a cookie any more, for all is being compared: that answers as well. */
  void proceedWithoutCookies() {
    takeWaiting()
        .forEach(
            (cookie, barrier) -> {
              cookies.remove(cookie);
              motion.await(barrier);
            });
  }

  private Map<String, Barrier> takeWaiting() {
    var taken = Map.copyOf(waiting);
    waiting.clear();
    return taken;
  }

  /** When the first of them has waited for too long. */
  long deadline() {
    long first = Long.MAX_VALUE;
    for (var barrier : waiting.values()) {
      first = Math.min(first, barrier.deadlineNs);
    }
    return first;
  }
}
