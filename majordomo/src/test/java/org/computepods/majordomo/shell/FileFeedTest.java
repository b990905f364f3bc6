package org.computepods.majordomo.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.wire.FileChanged;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;

class FileFeedTest {
  private final List<Event> told = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final FileFeed feed =
      new FileFeed(
          told::add,
          new FileFeed.Watcher() {
            @Override
            public void askWhereItStands() {
              asked.add("where");
            }

            @Override
            public void askAnew() {
              asked.add("anew");
            }
          });

  @Test
  void newEpoch_isToldAsOneTreeOnceItIsWhole() {
    feed.on(List.of(word(1, 1, "a"), word(1, 2, "b")));
    assertThat(told).isEmpty();
    feed.synced(1, 3);
    assertThat(told).isEmpty();
    feed.on(List.of(word(1, 3, "c")));
    assertThat(trees()).containsExactly(List.of("a", "b", "c"));
  }

  @Test
  void emptyTree_isToldToo() {
    feed.synced(1, 0);
    assertThat(trees()).containsExactly(List.of());
  }

  @Test
  void changesAfterTheTree_comeInBatches() {
    feed.synced(1, 0);
    told.clear();
    feed.on(List.of(word(1, 1, "a"), word(1, 2, "b")));
    assertThat(told).singleElement().isInstanceOf(Event.FilesChanged.class);
    assertThat(((Event.FilesChanged) told.getFirst()).files())
        .extracting(f -> f.path().value())
        .containsExactly("a", "b");
  }

  @Test
  void repeatedAndOldWords_areIgnored() {
    feed.synced(2, 0);
    feed.on(List.of(word(2, 1, "a")));
    told.clear();
    feed.on(List.of(word(2, 1, "a"), word(1, 9, "old")));
    assertThat(told).isEmpty();
    assertThat(asked).isEmpty();
  }

  @Test
  void gap_asksForANewEpochOnceAndTellsItsTree() {
    feed.synced(1, 0);
    feed.on(List.of(word(1, 1, "a")));
    told.clear();
    feed.on(List.of(word(1, 3, "c"), word(1, 4, "d")));
    assertThat(asked).containsExactly("anew");
    assertThat(told).isEmpty();
    feed.on(List.of(word(2, 1, "a"), word(2, 2, "c")));
    feed.synced(2, 2);
    assertThat(trees()).containsExactly(List.of("a", "c"));
  }

  @Test
  void newEpochThatNobodyAskedFor_asksWhereItStands() {
    feed.synced(1, 0);
    told.clear();
    feed.on(List.of(word(2, 1, "a")));
    assertThat(asked).containsExactly("where");
    feed.synced(2, 1);
    assertThat(trees()).containsExactly(List.of("a"));
  }

  @Test
  void waiter_isReachedAfterTheWordsBeforeItWereTold() {
    feed.synced(1, 0);
    var order = new ArrayList<String>();
    feed.reached(1, 2, () -> order.add("reached after " + told.size()));
    feed.on(List.of(word(1, 1, "a")));
    assertThat(order).isEmpty();
    feed.on(List.of(word(1, 2, "b")));
    assertThat(order).containsExactly("reached after 3");
  }

  @Test
  void waiterOfAnOlderEpoch_isReachedByTheNewTree() {
    feed.synced(1, 0);
    var order = new ArrayList<String>();
    feed.reached(1, 7, () -> order.add("reached"));
    feed.on(List.of(word(1, 2, "lost the first")));
    feed.on(List.of(word(2, 1, "a")));
    assertThat(order).isEmpty();
    feed.synced(2, 1);
    assertThat(order).containsExactly("reached");
  }

  @Test
  void deletionWithinTheFirstWords_leavesNoFile() {
    feed.on(List.of(word(1, 1, "a"), deleted(1, 2, "a")));
    feed.synced(1, 2);
    assertThat(trees()).containsExactly(List.of());
  }

  @Test
  void malformedNamesAndLogs_areLeftOut() {
    feed.synced(1, 0);
    told.clear();
    var log = new FileChanged(1, "/w", "x.log", "log", null, null, 1, 1, 1, 1, false, 1, 2);
    feed.on(List.of(word(1, 1, "../etc/passwd"), log, word(1, 3, "ok")));
    assertThat(((Event.FilesChanged) told.getFirst()).files())
        .extracting(f -> f.path().value())
        .containsExactly("ok");
  }

  private List<List<String>> trees() {
    return told.stream()
        .filter(Event.TreeKnown.class::isInstance)
        .map(e -> ((Event.TreeKnown) e).files().stream().map(FileFact::path))
        .map(paths -> paths.map(Object::toString).sorted().toList())
        .toList();
  }

  private static FileChanged word(long epoch, long seq, String path) {
    return new FileChanged(
        1, "/w", path, "modified", Digest.of(path).hex(), null, 1, 1, 1, 1, false, epoch, seq);
  }

  private static FileChanged deleted(long epoch, long seq, String path) {
    return new FileChanged(1, "/w", path, "deleted", null, null, 0, 0, 2, 0, false, epoch, seq);
  }
}
