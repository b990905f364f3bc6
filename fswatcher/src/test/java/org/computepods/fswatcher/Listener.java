package org.computepods.fswatcher;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.Synced;
import org.jspecify.annotations.Nullable;

/** Whoever listens to a watcher: keeps every announcement and the tree that follows from them. */
final class Listener implements Announcer {
  private static final long PATIENCE_S = 60;

  private final List<FileChanged> heard = new ArrayList<>();
  private final Map<String, String> files = new TreeMap<>();
  private final Map<Predicate<FileChanged>, CompletableFuture<FileChanged>> waiting =
      new HashMap<>();
  private long epoch;
  private long seq;
  private boolean treeKnown;
  private CompletableFuture<Void> gate = CompletableFuture.completedFuture(null);
  private CompletableFuture<Void> atGate = new CompletableFuture<>();

  @Override
  public void announce(FileChanged change) throws InterruptedException {
    CompletableFuture<Void> open;
    synchronized (this) {
      open = gate;
      atGate.complete(null);
    }
    try {
      open.get();
    } catch (java.util.concurrent.ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
    synchronized (this) {
      take(change);
    }
  }

  private void take(FileChanged change) {
    if (change.epoch() < epoch) {
      throw new IllegalStateException("epoch " + change.epoch() + " after " + epoch);
    }
    begin(change.epoch());
    if (change.seq() != ++seq) {
      throw new IllegalStateException("number " + change.seq() + " where " + seq + " was due");
    }
    heard.add(change);
    if (treeKnown) {
      boolean first = apply(change) == null;
      // The tree's pages do not name the logs there are.
      if (first != change.kind().equals("created") && !change.path().endsWith(".log")) {
        throw new IllegalStateException("unfitting kind: " + change);
      }
    }
    waiting
        .entrySet()
        .removeIf(entry -> entry.getKey().test(change) && entry.getValue().complete(change));
  }

  private @Nullable String apply(FileChanged change) {
    return change.kind().equals("deleted")
        ? files.remove(change.path())
        : files.put(change.path(), word(change));
  }

  private static String word(FileChanged change) {
    if (change.kind().equals("log")) {
      return "log " + change.size();
    }
    return change.link() != null
        ? "link " + change.link()
        : change.sha256() + (change.executable() ? " x" : "");
  }

  private void begin(long newEpoch) {
    if (newEpoch > epoch) {
      epoch = newEpoch;
      seq = 0;
      treeKnown = false;
      files.clear();
    }
  }

  /** Hears what a sync answered: also that an epoch began in which nothing has changed yet. */
  synchronized void hear(Synced synced) {
    if (synced.error() == null) {
      begin(synced.epoch());
      if (synced.epoch() == epoch && synced.seq() > seq) {
        throw new IllegalStateException(synced + " but heard only up to " + seq);
      }
    }
  }

  /** Whether the files there are must be asked for. */
  synchronized boolean wantsTree() {
    return !treeKnown;
  }

  /** Hears which files there were when so much had been announced. */
  synchronized void tree(long ofEpoch, long asOf, Map<String, String> words) {
    begin(ofEpoch);
    files.putAll(words);
    treeKnown = true;
    heard.stream()
        .filter(change -> change.epoch() == ofEpoch && change.seq() > asOf)
        .forEach(this::apply);
  }

  @Override
  public CompletableFuture<Void> stored() {
    return CompletableFuture.completedFuture(null);
  }

  /** Makes the watcher wait with its next announcement until the result is completed. */
  synchronized CompletableFuture<Void> close() {
    gate = new CompletableFuture<>();
    atGate = new CompletableFuture<>();
    return gate;
  }

  /** Done when the watcher has come to wait. */
  synchronized CompletableFuture<Void> atGate() {
    return atGate;
  }

  /** The tree as told and announced: what each path was last said to be. */
  synchronized Map<String, String> files() {
    return new TreeMap<>(files);
  }

  synchronized List<FileChanged> heard() {
    return List.copyOf(heard);
  }

  /** What was said of a path. */
  synchronized List<FileChanged> heardOf(String path) {
    return heard.stream().filter(c -> c.path().equals(path)).toList();
  }

  synchronized void forget() {
    heard.clear();
  }

  synchronized long epoch() {
    return epoch;
  }

  synchronized long seq() {
    return seq;
  }

  /** The next announcement that fits; to be asked for before it is caused. */
  synchronized CompletableFuture<FileChanged> next(Predicate<FileChanged> fits) {
    var next = new CompletableFuture<FileChanged>().orTimeout(PATIENCE_S, TimeUnit.SECONDS);
    waiting.put(fits, next);
    return next;
  }
}
