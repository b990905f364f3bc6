package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.computepods.chef.wire.FileChanged;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.rules.ArtefactPath;

/**
 * What a watcher says of one workspace, put in order. Within an epoch every number must come, each
 * once; after a gap the watcher is asked to begin a new epoch. The words of a new epoch are
 * gathered until its whole tree is known, and handed on as one. Used by the core's thread only.
 */
final class FileFeed {
  /** What the feed needs from its workspace. */
  interface Watcher {
    /** Ask where the epoch stands now, and tell the feed by {@link FileFeed#synced}. */
    void askWhereItStands();

    /** A word is missing: ask for a new epoch. */
    void askAnew();
  }

  private record Waiter(long epoch, long seq, Runnable reached) {}

  private final Consumer<Event> tell;
  private final Watcher watcher;
  private final List<FileFact> changes = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();
  private Map<ArtefactPath, FileFact> tree = new HashMap<>();
  private boolean gathering;
  private boolean broken;
  private long epoch;
  private long applied;
  private long wholeAt = -1;

  FileFeed(Consumer<Event> tell, Watcher watcher) {
    this.tell = tell;
    this.watcher = watcher;
  }

  /** Takes in words, in the order in which they came; then says what they change. */
  void on(List<FileChanged> words) {
    for (var word : words) {
      on(word);
    }
    flush();
  }

  /** The watcher has said everything up to this number. */
  void synced(long syncedEpoch, long seq) {
    if (syncedEpoch > epoch) {
      begin(syncedEpoch);
    }
    if (syncedEpoch == epoch && gathering && wholeAt < 0) {
      wholeAt = seq;
    }
    flush();
  }

  /** Runs this once this number has been handed on, or a later epoch's whole tree. */
  void reached(long wantedEpoch, long seq, Runnable then) {
    waiters.add(new Waiter(wantedEpoch, seq, then));
    flush();
  }

  /** The epoch that is being heard; 0 before the first. */
  long epoch() {
    return epoch;
  }

  private void on(FileChanged word) {
    if (word.epoch() < epoch) {
      return;
    }
    if (word.epoch() > epoch) {
      begin(word.epoch());
      watcher.askWhereItStands();
    }
    if (broken || word.seq() <= applied) {
      return;
    }
    if (word.seq() > applied + 1) {
      broken = true;
      watcher.askAnew();
      return;
    }
    applied = word.seq();
    FileFacts.of(word).ifPresent(this::take);
  }

  private void take(FileFact fact) {
    if (!gathering) {
      changes.add(fact);
    } else if (fact.state().exists()) {
      tree.put(fact.path(), fact);
    } else {
      tree.remove(fact.path());
    }
  }

  private void begin(long newEpoch) {
    epoch = newEpoch;
    applied = 0;
    wholeAt = -1;
    broken = false;
    gathering = true;
    changes.clear();
    tree = new HashMap<>();
  }

  private void flush() {
    if (gathering && !broken && wholeAt >= 0 && applied >= wholeAt) {
      gathering = false;
      var facts = List.copyOf(tree.values());
      tree = new HashMap<>();
      tell.accept(new Event.TreeKnown(facts));
    }
    if (!changes.isEmpty()) {
      var facts = List.copyOf(changes);
      changes.clear();
      tell.accept(new Event.FilesChanged(facts));
    }
    if (!gathering && !waiters.isEmpty()) {
      var done = waiters.stream().filter(this::isReached).toList();
      waiters.removeAll(done);
      done.forEach(waiter -> waiter.reached().run());
    }
  }

  private boolean isReached(Waiter waiter) {
    return waiter.epoch() < epoch || (waiter.epoch() == epoch && applied >= waiter.seq());
  }
}
