package org.computepods.majordomo.shell;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.Synced;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.rules.ArtefactPath;

/**
 * What a watcher says of one workspace, put in order: pages of the files there are, and words of
 * what changes. Each page is as of a number; words up to there are no news to it, and what words
 * beyond have said is not taken back by it. Within an epoch every number must come, each once;
 * after a gap, and in a new epoch, the pages are asked for. Used by the core's thread only.
 */
final class FileFeed {
  /** Words that may wait for the first page of their epoch; it asks anew rather than keep more. */
  private static final int EARLY_MAX = 200_000;

  private record Waiter(long epoch, long seq, Runnable reached) {}

  /** A page of the tree; {@code files} are as of {@code seq}. */
  record Page(long epoch, long seq, List<FileFact> files, boolean first, boolean last) {}

  private final Consumer<Event> tell;
  private final Runnable askForTree;
  private final List<FileFact> changes = new ArrayList<>();
  private final List<Waiter> waiters = new ArrayList<>();

  /** Words that wait for the first page, which tells from which number on they are news. */
  private final List<FileChanged> early = new ArrayList<>();

  /** Pages that wait for words which are still on their way. */
  private final ArrayDeque<Page> pages = new ArrayDeque<>();

  /** What words have said since the pages were asked for, which pages may be too old to hold. */
  private final Map<ArtefactPath, Said> said = new HashMap<>();

  private record Said(long seq, FileFact fact) {}

  private State state = State.NOTHING_KNOWN;
  private long epoch;
  private long applied;
  private boolean treeAsked;

  private enum State {
    /** Not even from which number on words count. */
    NOTHING_KNOWN,
    /** The first page has come, the last has not. */
    TREE_COMES,
    WHOLE,
    /** A word is missing. */
    BROKEN
  }

  /** {@code askForTree} is run when the pages are wanted, from the first on. */
  FileFeed(Consumer<Event> tell, Runnable askForTree) {
    this.tell = tell;
    this.askForTree = askForTree;
  }

  /** Takes in words, in the order in which they came; then says what they change. */
  void on(List<FileChanged> words) {
    for (var word : words) {
      on(word);
    }
    flush();
  }

  /** The pages are asked for now, from the first on. */
  void treeAsked() {
    treeAsked = true;
    said.clear();
  }

  /**
   * Takes in a page.
   *
   * @return whether it fits to those before it; else they must be asked for from the first on
   */
  boolean on(Page page) {
    if (page.epoch() < epoch || (!page.first() && !follows(page))) {
      return false;
    }
    if (page.first()) {
      begin(page);
    } else {
      pages.add(page);
    }
    flush();
    return true;
  }

  private boolean follows(Page page) {
    return page.epoch() == epoch && state == State.TREE_COMES;
  }

  /** The first page comes before all words behind its number, told before or not. */
  private void begin(Page page) {
    if (page.epoch() > epoch) {
      begin(page.epoch());
    }
    applied = state == State.NOTHING_KNOWN ? page.seq() : Math.max(applied, page.seq());
    state = State.TREE_COMES;
    pages.clear();
    var saidBefore = said.values().stream().filter(s -> s.seq() > page.seq()).toList();
    tell(page);
    saidBefore.forEach(s -> changes.add(s.fact()));
    var words = List.copyOf(early);
    early.clear();
    words.forEach(this::on);
  }

  private void begin(long newEpoch) {
    epoch = newEpoch;
    state = State.NOTHING_KNOWN;
    changes.clear();
    early.clear();
    pages.clear();
    said.clear();
  }

  /** Who was told has forgotten: the whole tree is wanted anew. */
  void forget() {
    begin(epoch);
  }

  /**
   * Whether the whole tree of this epoch is known, and no word is missing as far as one can tell.
   */
  boolean knows(long askedEpoch) {
    return epoch == askedEpoch && state == State.WHOLE;
  }

  /** Whether the whole tree of the epoch being heard is known. */
  boolean whole() {
    return state == State.WHOLE;
  }

  /** Up to where all has been handed on; empty while anything is missing. */
  Optional<Synced.Point> point() {
    return whole() && early.isEmpty()
        ? Optional.of(new Synced.Point(epoch, applied))
        : Optional.empty();
  }

  /** Runs this once this number has been handed on, or a later epoch's whole tree. */
  void reached(long wantedEpoch, long seq, Runnable then) {
    waiters.add(new Waiter(wantedEpoch, seq, then));
    flush();
  }

  private void on(FileChanged word) {
    if (word.epoch() < epoch) {
      return;
    }
    if (word.epoch() > epoch) {
      begin(word.epoch());
      askForTree.run();
    }
    switch (state) {
      case NOTHING_KNOWN, BROKEN -> keep(word);
      case TREE_COMES, WHOLE -> apply(word);
    }
  }

  private void keep(FileChanged word) {
    early.add(word);
    if (early.size() > EARLY_MAX) {
      early.clear();
    }
  }

  private void apply(FileChanged word) {
    if (word.seq() <= applied) {
      return;
    }
    if (word.seq() > applied + 1) {
      state = State.BROKEN;
      keep(word);
      askForTree.run();
      return;
    }
    applied = word.seq();
    FileFacts.of(word)
        .ifPresent(
            fact -> {
              changes.add(fact);
              if (treeAsked) {
                said.put(fact.path(), new Said(word.seq(), fact));
              }
            });
  }

  private void flush() {
    if (!changes.isEmpty()) {
      var facts = List.copyOf(changes);
      changes.clear();
      tell.accept(new Event.FilesChanged(facts));
    }
    while (state == State.TREE_COMES && !pages.isEmpty() && pages.peek().seq() <= applied) {
      tell(pages.remove());
    }
    if (state == State.WHOLE && !waiters.isEmpty()) {
      var done = waiters.stream().filter(this::isReached).toList();
      waiters.removeAll(done);
      done.forEach(waiter -> waiter.reached().run());
    }
  }

  private void tell(Page page) {
    var files = page.files();
    if (!said.isEmpty()) {
      files = files.stream().filter(fact -> !overtaken(fact, page)).toList();
    }
    if (page.last()) {
      state = State.WHOLE;
      treeAsked = false;
      said.clear();
    }
    tell.accept(new Event.TreePart(files, page.first(), page.last()));
  }

  private boolean overtaken(FileFact fact, Page page) {
    var later = said.get(fact.path());
    return later != null && later.seq() > page.seq();
  }

  private boolean isReached(Waiter waiter) {
    return waiter.epoch() < epoch || (waiter.epoch() == epoch && applied >= waiter.seq());
  }
}
