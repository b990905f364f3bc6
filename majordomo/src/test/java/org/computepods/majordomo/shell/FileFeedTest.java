package org.computepods.majordomo.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.computepods.chef.wire.FileChanged;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.core.Event.FileFact;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;

class FileFeedTest {
  private final List<Event> told = new ArrayList<>();
  private int asked;
  private final FileFeed feed = new FileFeed(told::add, () -> asked++);

  @Test
  void pages_areToldAsTheyCome() {
    assertThat(feed.on(page(1, 0, true, false, "a", "b"))).isTrue();
    assertThat(feed.knows(1)).isFalse();
    assertThat(feed.on(page(1, 0, false, true, "c"))).isTrue();

    assertThat(feed.knows(1)).isTrue();
    assertThat(files()).containsExactly("a", "b", "c");
    assertThat(asked).isZero();
  }

  @Test
  void emptyTree_isToldToo() {
    feed.on(page(1, 0, true, true));

    assertThat(told).containsExactly(new Event.TreePart(List.of(), true, true));
  }

  @Test
  void changesAfterTheTree_comeInBatches() {
    feed.on(page(1, 0, true, true));
    told.clear();

    feed.on(List.of(word(1, 1, "a"), word(1, 2, "b")));

    assertThat(told).singleElement().isInstanceOf(Event.FilesChanged.class);
    assertThat(files()).containsExactly("a", "b");
  }

  @Test
  void repeatedAndOldWords_areIgnored() {
    feed.on(page(2, 0, true, true));
    feed.on(List.of(word(2, 1, "a")));
    told.clear();

    feed.on(List.of(word(2, 1, "a"), word(1, 9, "old")));

    assertThat(told).isEmpty();
    assertThat(asked).isZero();
  }

  @Test
  void gap_asksForTheTreeOnce() {
    feed.on(page(1, 0, true, true));
    feed.on(List.of(word(1, 1, "a"), word(1, 3, "c"), word(1, 4, "d")));
    assertThat(asked).isEqualTo(1);
    assertThat(feed.knows(1)).isFalse();

    feed.on(page(1, 3, true, true, "b", "c"));

    assertThat(files()).containsExactly("b", "c", "d");
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void wordsBeforeTheFirstPage_areHeardIfTheyAreNewsToIt() {
    feed.on(List.of(deleted(1, 4, "x"), word(1, 5, "b")));
    assertThat(asked).isEqualTo(1);

    feed.on(page(1, 4, true, true, "a", "x"));

    assertThat(files()).containsExactly("a", "b", "x");
    assertThat(feed.knows(1)).isTrue();
  }

  @Test
  void firstPage_comesBeforeWordsThatWereToldBeforeIt() {
    feed.on(page(1, 0, true, true, "a"));
    feed.treeAsked();
    feed.on(List.of(word(1, 1, "b"), word(1, 2, "c"), deleted(1, 3, "a")));

    feed.on(page(1, 1, true, false, "a"));
    feed.on(page(1, 1, false, true, "b"));

    assertThat(files()).containsExactly("b", "c");
  }

  @Test
  void page_doesNotTakeBackWhatALaterWordSaid() {
    feed.treeAsked();
    feed.on(page(1, 0, true, false, "a"));
    feed.on(List.of(deleted(1, 1, "b"), word(1, 2, "c")));

    feed.on(page(1, 0, false, true, "b", "d"));

    assertThat(files()).containsExactly("a", "c", "d");
  }

  @Test
  void page_waitsForTheWordsThatItHolds() {
    feed.on(page(1, 0, true, false, "a"));
    feed.on(page(1, 2, false, true, "c"));
    assertThat(feed.knows(1)).isFalse();

    feed.on(List.of(word(1, 1, "b"), deleted(1, 2, "a")));

    assertThat(feed.knows(1)).isTrue();
    assertThat(files()).containsExactly("b", "c");
  }

  @Test
  void page_ofAnotherEpochThanTheFirst_doesNotFit() {
    feed.on(page(1, 0, true, false, "a"));

    assertThat(feed.on(page(2, 0, false, true, "b"))).isFalse();
    assertThat(feed.knows(1)).isFalse();
  }

  @Test
  void wordOfANewEpoch_asksForItsTree() {
    feed.on(page(1, 0, true, true));
    feed.on(List.of(word(2, 1, "a")));
    assertThat(asked).isEqualTo(1);
    assertThat(feed.knows(2)).isFalse();

    feed.on(page(2, 0, true, true));

    assertThat(feed.knows(2)).isTrue();
    assertThat(files()).containsExactly("a");
  }

  @Test
  void waiter_isReachedAfterTheWordsBeforeItWereTold() {
    feed.on(page(1, 0, true, true));
    var order = new ArrayList<String>();
    feed.reached(1, 2, () -> order.add("reached after " + told.size()));
    feed.on(List.of(word(1, 1, "a")));
    assertThat(order).isEmpty();

    feed.on(List.of(word(1, 2, "b")));

    assertThat(order).containsExactly("reached after 3");
  }

  @Test
  void waiterOfAnOlderEpoch_isReachedByTheNewTree() {
    feed.on(page(1, 0, true, true));
    var order = new ArrayList<String>();
    feed.reached(1, 7, () -> order.add("reached"));
    feed.on(List.of(word(1, 2, "lost the first")));
    feed.on(List.of(word(2, 1, "a")));
    assertThat(order).isEmpty();

    feed.on(page(2, 1, true, true, "a"));

    assertThat(order).containsExactly("reached");
  }

  @Test
  void malformedNamesAndLogs_areLeftOut() {
    feed.on(page(1, 0, true, true));
    told.clear();
    var log = new FileChanged(1, "/w", "x.log", "log", null, null, 1, 1, 1, 1, false, 1, 2);

    feed.on(List.of(word(1, 1, "../etc/passwd"), log, word(1, 3, "ok")));

    assertThat(files()).containsExactly("ok");
  }

  /** The files there are after all that was told, in the order in which it was told. */
  private Set<String> files() {
    var files = new TreeSet<String>();
    var named = new TreeSet<String>();
    for (var event : told) {
      if (event instanceof Event.TreePart(_, boolean first, _) && first) {
        named.clear();
      }
      var facts =
          switch (event) {
            case Event.TreePart part -> part.files();
            case Event.FilesChanged changed -> changed.files();
            default -> throw new IllegalStateException(event.toString());
          };
      for (var fact : facts) {
        named.add(fact.path().value());
        if (fact.state().exists()) {
          files.add(fact.path().value());
        } else {
          files.remove(fact.path().value());
        }
      }
      if (event instanceof Event.TreePart(_, _, boolean last) && last) {
        files.retainAll(named);
      }
    }
    return files;
  }

  private static FileFeed.Page page(
      long epoch, long seq, boolean first, boolean last, String... paths) {
    var files =
        Arrays.stream(paths)
            .map(
                path ->
                    new FileFact(
                        ArtefactPath.of(path),
                        new ArtefactState.Present(Digest.of(path), false),
                        1,
                        1))
            .toList();
    return new FileFeed.Page(epoch, seq, files, first, last);
  }

  private static FileChanged word(long epoch, long seq, String path) {
    return new FileChanged(
        1, "/w", path, "modified", Digest.of(path).hex(), null, 1, 1, 1, 1, false, epoch, seq);
  }

  private static FileChanged deleted(long epoch, long seq, String path) {
    return new FileChanged(1, "/w", path, "deleted", null, null, 0, 0, 2, 0, false, epoch, seq);
  }
}
