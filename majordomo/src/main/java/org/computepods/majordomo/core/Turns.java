package org.computepods.majordomo.core;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Groups that may have their turn now: those that became ready first, then who waits for room. */
final class Turns {
  private final ArrayDeque<Group> ready = new ArrayDeque<>();
  private final LinkedHashSet<Group> waitingForRoom = new LinkedHashSet<>();

  /** The group can be worked at, if it is still its turn by then. */
  void ready(Group group) {
    ready.add(group);
  }

  /** The group can be worked at as soon as another job may be given out. */
  void waitForRoom(Group group) {
    waitingForRoom.add(group);
  }

  Optional<Group> next(BooleanSupplier hasRoom) {
    Group group = ready.poll();
    if (group == null && !waitingForRoom.isEmpty() && hasRoom.getAsBoolean()) {
      group = waitingForRoom.removeFirst();
    }
    return Optional.ofNullable(group);
  }

  void clear() {
    ready.clear();
    waitingForRoom.clear();
  }
}
