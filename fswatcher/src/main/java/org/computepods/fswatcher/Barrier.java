package org.computepods.fswatcher;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.computepods.chef.wire.Synced;

/** Somebody who waits until everything that had happened when they asked is announced. */
final class Barrier {
  /** Looks at a path that moves under each of them, before it is said to be moving. */
  static final int TRIES = 3;

  final CompletableFuture<Synced> answer = new CompletableFuture<>();

  /** Paths that must be looked at, and which look at the earliest will do. */
  final Map<String, Need> needs = new HashMap<>();

  /** Paths that are looked at whatever is known of them. */
  final List<String> confirm;

  /** Paths that were asked for because they name one file. */
  final Set<String> named = new HashSet<>();

  final TreeSet<String> moving = new TreeSet<>();

  /** Cookies still to come. */
  int rounds;

  long deadlineNs;

  /** A look that is waited for, and how many more may be tried. */
  record Need(long look, int tries) {}

  Barrier(int rounds, List<String> confirm) {
    this.rounds = rounds;
    this.confirm = confirm;
  }
}
