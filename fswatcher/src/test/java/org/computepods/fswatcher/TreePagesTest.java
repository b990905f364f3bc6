package org.computepods.fswatcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.computepods.chef.json.Json;
import org.computepods.chef.wire.FileChanged;
import org.computepods.chef.wire.FilePack;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.Known;
import org.computepods.fswatcher.tree.KnownFolder;
import org.computepods.rules.Digest;
import org.junit.jupiter.api.Test;

class TreePagesTest {
  private static final int MANY = 60_000;

  private final TreeMap<String, KnownFolder> folders = new TreeMap<>();
  private final EpochAnnouncements announcements = new EpochAnnouncements("/w", silent(), 0);
  private final KnownTree tree =
      new KnownTree(
          announcements,
          new KeptTree.Kept(1, Digest.ABSENT, folders, new HashMap<>(), Optional.empty()));
  private final TreePages pages = new TreePages(tree, announcements, 64 << 20);

  @Test
  void folder_ofVeryManyFiles_comesInSeveralPagesThatMissNoneThatStays() {
    add("a", 10);
    add("a-b", 10);
    var big = add("big", MANY);
    add("z", 10);
    var named = new TreeSet<String>();
    int count = 0;
    String after = "";
    do {
      after = page(after, named);
      count++;
      // Files go and come between two pages: those that stay are moved about meanwhile.
      for (int i = 0; i < 500; i++) {
        big.remove(name(count * 1_000 + i));
        big.put(("new" + count + "-" + i).getBytes(UTF_8), known(i));
      }
    } while (!after.isEmpty());

    assertThat(count).isGreaterThan(2);
    for (int i = 0; i < MANY; i++) {
      if (i % 1_000 >= 500) {
        assertThat(named).contains("big/file" + i);
      }
    }
    assertThat(named).contains("a/file9", "a-b/file9", "z/file9");
  }

  @Test
  void page_ofTheLongestNames_fitsIntoTheSmallestMessage() {
    int messageMax = 1 << 20;
    var small = new TreePages(tree, announcements, messageMax);
    for (String folder : List.of("a", "b")) {
      var files = new KnownFolder(1_500);
      for (int i = 0; i < 1_500; i++) {
        files.put("%0255d".formatted(i).getBytes(UTF_8), known(i));
      }
      folders.put(folder, files);
    }
    int files = 0;
    String after = "";
    do {
      var page = small.after(after);
      assertThat(Json.bytes(page)).hasSizeLessThan(messageMax);
      int[] read = {0};
      FilePack.read(page.files(), (_, _, _, _, _) -> read[0]++);
      files += read[0];
      after = page.next();
    } while (!after.isEmpty());

    assertThat(files).isEqualTo(3_000);
  }

  @Test
  void folder_thatWentBetweenTwoPages_isPassedOver() {
    add("big", MANY);
    add("z", 10);
    var named = new TreeSet<String>();
    String after = page("", named);
    folders.remove("big");

    assertThat(page(after, named)).isEmpty();

    assertThat(named).contains("z/file1");
  }

  @Test
  void place_thatIsNone_isRefused() {
    assertThatThrownBy(() -> pages.after("nonsense")).isInstanceOf(IllegalArgumentException.class);
  }

  private String page(String after, Set<String> named) {
    var page = pages.after(after);
    FilePack.read(page.files(), (path, _, _, _, _) -> named.add(path));
    return page.next();
  }

  private KnownFolder add(String folder, int files) {
    var known = new KnownFolder(files);
    for (int i = 0; i < files; i++) {
      known.put(name(i), known(i));
    }
    folders.put(folder, known);
    return known;
  }

  private static byte[] name(int i) {
    return ("file" + i).getBytes(UTF_8);
  }

  private static Known known(int i) {
    return new Known(Known.Kind.FILE, new Digest(i, 0, 0, 0), false, true, i, i, 0);
  }

  private static Announcer silent() {
    return new Announcer() {
      @Override
      public void announce(FileChanged change) {}

      @Override
      public CompletableFuture<Void> stored() {
        return CompletableFuture.completedFuture(null);
      }
    };
  }
}
