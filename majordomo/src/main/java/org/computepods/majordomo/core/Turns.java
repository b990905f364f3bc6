package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Groups that may have their turn now: those that became ready first, then who waits for room. Of
 * these the most urgent first, so that no long chain is begun when all else is done and the other
 * processors have nothing left to do.
 */
final class Turns {
  private final ArrayDeque<Group> ready = new ArrayDeque<>();
  private final PriorityQueue<Waiting> waitingForRoom = new PriorityQueue<>();
  private final Set<Group> waiting = new HashSet<>();
  private long arrivals;

  /** Of two that are as urgent, the one that came first. */
  private record Waiting(Group group, int urgency, long arrival) implements Comparable<Waiting> {
    @Override
    public int compareTo(Waiting other) {
      return urgency == other.urgency
          ? Long.compare(arrival, other.arrival)
          : Integer.compare(other.urgency, urgency);
    }
  }

  /** The group can be worked at, if it is still its turn by then. */
  void ready(Group group) {
    ready.add(group);
  }

  /** The group can be worked at as soon as another job may be given out. */
  void waitForRoom(Group group, int urgency) {
    if (waiting.add(group)) {
      waitingForRoom.add(new Waiting(group, urgency, ++arrivals));
    }
  }

  /** Whether nobody waits for room. */
  boolean nobodyWaits() {
    return waitingForRoom.isEmpty();
  }

  /** Whether nobody who waits for room is more urgent. */
  boolean isMostUrgent(int urgency) {
    Waiting first = waitingForRoom.peek();
    return first == null || urgency >= first.urgency;
  }

  Optional<Group> next(BooleanSupplier hasRoom) {
    Group group = ready.poll();
    if (group == null && !waitingForRoom.isEmpty() && hasRoom.getAsBoolean()) {
      group = waitingForRoom.remove().group();
      waiting.remove(group);
    }
    return Optional.ofNullable(group);
  }

  void clear() {
    ready.clear();
    waitingForRoom.clear();
    waiting.clear();
  }
}
