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

  private final long askedNs = System.nanoTime();

  /** A look that is waited for, and how many more may be tried. */
  record Need(long look, int tries) {}

  /** Whether it waits for as long as it takes: a first look at a tree hashes all of it. */
  private final boolean patient;

  private Barrier(int rounds, List<String> confirm, boolean patient) {
    this.rounds = rounds;
    this.confirm = confirm;
    this.patient = patient;
  }

  /** Who waits for the whole tree to be known. */
  static Barrier first() {
    return new Barrier(0, List.of(), true);
  }

  /** Who waits until everything that happened before has been told. */
  static Barrier of(int rounds, List<String> confirm) {
    return new Barrier(rounds, confirm, false);
  }

  boolean isOverdue(long now, long waitNs) {
    return !patient && now - askedNs > waitNs;
  }

  long overdueAt(long waitNs) {
    return patient ? Long.MAX_VALUE : askedNs + waitNs + 1;
  }

  /** Tells who asked what the answer waits for; it would come too late. */
  void giveUp() {
    String first = needs.keySet().stream().sorted().findFirst().orElse("");
    int more = needs.size() - 1;
    answer.completeExceptionally(
        new IllegalStateException(
            "the watcher has been at %s%s for longer than an answer may take"
                .formatted(first, more > 0 ? " and " + more + " more" : "")));
  }
}
