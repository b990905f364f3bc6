package org.computepods.majordomo.rest;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.computepods.chef.wire.rest.BuildEvent;

/**
 * The events of one build, for any number of followers, each at its own pace: a late one misses
 * nothing. Of a watch that runs for weeks, the oldest are forgotten.
 */
public final class BuildLog {
  /** Events kept: a build of a hundred thousand tasks says two of each. */
  private static final int KEPT = 262_144;

  /** How long what is told of single tasks may wait for more of it: nobody reads faster. */
  private static final Duration COMPANY_MAX = Duration.ofMillis(15);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();

  /** An event has come that is not of a single task. */
  private final Condition urgent = lock.newCondition();

  private final List<BuildEvent> events = new ArrayList<>();
  private long first;

  /** How many events so far were not of single tasks. */
  private long urgents;

  private boolean ended;

  /** Followers for whom the build is done. */
  private int attending;

  /** An event and its number, from 0. */
  public record Numbered(long number, BuildEvent event) {}

  /** Adds an event; one of kind {@code ended} is the last. */
  public void add(BuildEvent event) {
    lock.lock();
    try {
      if (ended) {
        return;
      }
      events.add(event);
      if (events.size() > KEPT) {
        events.subList(0, KEPT / 4).clear();
        first += KEPT / 4;
      }
      ended = event.kind().equals("ended");
      more.signalAll();
      if (!isOfATask(event)) {
        urgents++;
        urgent.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isOfATask(BuildEvent event) {
    return switch (event.kind()) {
      case "started", "asked", "finished", "restored" -> true;
      default -> false;
    };
  }

  /** Whether the last event is here. */
  public boolean ended() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  /** One more is there for whom the build is done. */
  void attend() {
    lock.lock();
    try {
      attending++;
    } finally {
      lock.unlock();
    }
  }

  /** One of them goes; whether he was the last, and the build has not ended. */
  boolean leave() {
    lock.lock();
    try {
      return --attending == 0 && !ended;
    } finally {
      lock.unlock();
    }
  }

  /** A follower that begins behind the event with this number; -1 for the first. */
  public Follower follow(long after) {
    return new Follower(after + 1, false);
  }

  /** As above, but for the events of single tasks. */
  public Follower followInBrief(long after) {
    return new Follower(after + 1, true);
  }

  /** Reads the events in order, on one thread. */
  public final class Follower {
    private final boolean brief;
    private long next;

    /** How many events that were not of single tasks had come when it last looked. */
    private long heard;

    private final Deque<Numbered> taken = new ArrayDeque<>();

    private Follower(long next, boolean brief) {
      this.next = Math.max(0, next);
      this.brief = brief;
    }

    /** The next event, if there is one within this time. */
    public Optional<Numbered> next(Duration wait) throws InterruptedException {
      if (taken.isEmpty()) {
        take(wait);
      }
      return Optional.ofNullable(taken.pollFirst());
    }

    /** Whether nothing that was taken still waits to be read. */
    public boolean caughtUp() {
      return taken.isEmpty();
    }

    /** Whether the last event has been read. */
    public boolean done() {
      lock.lock();
      try {
        return taken.isEmpty() && ended && next >= first + events.size();
      } finally {
        lock.unlock();
      }
    }

    private boolean hasNews() {
      return brief ? heard < urgents : next < first + events.size();
    }

    private void take(Duration wait) throws InterruptedException {
      long left = wait.toNanos();
      lock.lock();
      try {
        while (!hasNews() && !ended && left > 0) {
          left = (brief ? urgent : more).awaitNanos(left);
        }
        long company = COMPANY_MAX.toNanos();
        while (!brief && hasNews() && heard == urgents && !ended && company > 0) {
          company = urgent.awaitNanos(company);
        }
        heard = urgents;
        for (long number = Math.max(first, next); number < first + events.size(); number++) {
          BuildEvent event = events.get((int) (number - first));
          if (!brief || !isOfATask(event)) {
            taken.addLast(new Numbered(number, event));
          }
        }
        next = first + events.size();
      } finally {
        lock.unlock();
      }
    }
  }
}
