package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.process.Tools;
import org.computepods.chef.recipe.Journal.Entry;
import org.computepods.chef.recipe.Journal.How;
import org.computepods.chef.recipe.Journal.Noted;

/**
 * What stood where a job writes, put aside until the job is done.
 *
 * <p>In {@code .computepods/tmp/} lie journals, each written before anything is touched, and {@code
 * <name>.<n>} for entry number n. Until {@link #commit}, {@link #bringBack} restores every path, in
 * this life of the pod or the next. (No folder for each job: making and removing one costs ten
 * times as much as a file.)
 */
final class Aside {
  private final Ground ground;
  private final String name;
  private final List<Entry> entries;
  private final Ending ending;
  private final Path journal;
  private boolean committed;

  /** What becomes of the journal. */
  @FunctionalInterface
  private interface Ending {
    void end() throws IOException;
  }

  private Aside(Ground ground, Noted noted, Path journal, Ending ending) {
    this.ground = ground;
    this.name = noted.name();
    this.entries = List.copyOf(noted.entries());
    this.journal = journal;
    this.ending = ending;
  }

  /**
   * Notes what is about to be put aside.
   *
   * @param name of this attempt alone
   */
  static Aside plan(Ground ground, Journals journals, String name, List<Entry> entries)
      throws IOException {
    Journal journal = journals.take(ground.tmp());
    var noted = new Noted(name, entries);
    try {
      journal.write(noted);
    } catch (IOException e) {
      journal.close();
      Files.deleteIfExists(journal.file());
      throw e;
    }
    return new Aside(
        ground,
        noted,
        journal.file(),
        () -> {
          journal.clear();
          journals.giveBack(journal);
        });
  }

  /** What a pod that died had put aside by this journal; empty where it had begun nothing. */
  static Optional<Aside> found(Ground ground, Path journal) throws IOException {
    return Journal.read(journal)
        .map(noted -> new Aside(ground, noted, journal, () -> Files.deleteIfExists(journal)));
  }

  /** When the job began, by the clock of the file system; to be asked before {@link #commit}. */
  FileTime begun() throws IOException {
    return Files.getLastModifiedTime(journal);
  }

  List<Entry> entries() {
    return entries;
  }

  /** Where entry number n lies now. */
  Path at(int n) {
    return beside(Integer.toString(n));
  }

  /** A file of this job that no recovery looks at. */
  Path beside(String what) {
    return ground.tmp().resolve(name + "." + what);
  }

  /** Puts everything aside. */
  void take() throws IOException {
    for (int n = 0; n < entries.size(); n++) {
      Path path = ground.path(entries.get(n).path());
      switch (entries.get(n).how()) {
        case MOVED -> Files.move(path, at(n), StandardCopyOption.ATOMIC_MOVE);
        case COPIED -> {
          Path half = beside("half");
          Files.copy(
              path,
              half,
              StandardCopyOption.COPY_ATTRIBUTES,
              StandardCopyOption.REPLACE_EXISTING,
              LinkOption.NOFOLLOW_LINKS);
          Files.move(half, at(n), StandardCopyOption.ATOMIC_MOVE);
        }
        case NEW -> {}
      }
    }
  }

  /** What becomes of a file that a job left half made. */
  @FunctionalInterface
  interface Remains {
    void dispose(Path file) throws IOException;
  }

  /** Every path is again as it was; @return the paths that had to be changed for it. */
  List<String> bringBack(Remains remains) throws IOException {
    var changed = new ArrayList<String>();
    for (int n = 0; n < entries.size(); n++) {
      if (bringBack(n, remains)) {
        changed.add(entries.get(n).path());
      }
    }
    return changed;
  }

  /** Brings back one entry. */
  boolean bringBack(int n, Remains remains) throws IOException {
    Path path = ground.path(entries.get(n).path());
    boolean kept = Files.exists(at(n), LinkOption.NOFOLLOW_LINKS);
    if (entries.get(n).how() != How.NEW && !kept) {
      return false; // It had not been put aside yet, or is back already.
    }
    boolean stands = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    if (stands) {
      Path junk = beside("junk");
      Files.move(path, junk, StandardCopyOption.ATOMIC_MOVE);
      if (Files.isRegularFile(junk, LinkOption.NOFOLLOW_LINKS)) {
        remains.dispose(junk);
      } else {
        Tools.remove(junk);
      }
    }
    if (kept) {
      createParents(path);
      Files.move(at(n), path, StandardCopyOption.ATOMIC_MOVE);
    }
    return stands || kept;
  }

  /** From here on nothing is brought back; what still lies aside is the caller's. */
  void commit() throws IOException {
    if (!committed) {
      ending.end();
      committed = true;
    }
  }

  /** Makes the folders above; @return those that were made, the deepest last. */
  static List<Path> createParents(Path path) throws IOException {
    var missing = new ArrayList<Path>();
    for (Path each = path.getParent();
        each != null && !Files.exists(each);
        each = each.getParent()) {
      missing.addFirst(each);
    }
    Path parent = path.getParent();
    if (parent != null && !missing.isEmpty()) {
      Files.createDirectories(parent);
    }
    return missing;
  }
}
