package org.computepods.chef.recipe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.process.Tools;
import org.computepods.chef.recipe.Journal.Entry;
import org.computepods.chef.recipe.Journal.How;

/**
 * What stood where a job writes, put aside until the job is done.
 *
 * <p>In {@code .computepods/tmp/} lie the journal, {@code <name>.journal}, written before anything
 * is touched, and {@code <name>.<n>} for entry number n. Until {@link #commit}, {@link #bringBack}
 * restores every path, in this life of the pod or the next. (No folder for each job: making and
 * removing one costs ten times as much as a file.)
 */
final class Aside {
  private final Ground ground;
  private final Path journal;
  private final List<Entry> entries;

  private Aside(Ground ground, Path journal, List<Entry> entries) {
    this.ground = ground;
    this.journal = journal;
    this.entries = entries;
  }

  /** Notes what is about to be put aside. */
  static Aside plan(Ground ground, String name, List<Entry> entries) throws IOException {
    Path journal = ground.tmp().resolve(name + Journal.SUFFIX);
    try {
      Journal.write(journal, entries);
    } catch (NoSuchFileException first) {
      Files.createDirectories(ground.tmp());
      Journal.write(journal, entries);
    }
    return new Aside(ground, journal, List.copyOf(entries));
  }

  /** What a pod that died had put aside by this journal. */
  static Aside found(Ground ground, Path journal) throws IOException {
    return new Aside(ground, journal, Journal.read(journal));
  }

  /** Written when the job began. */
  Path journal() {
    return journal;
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
    String name = String.valueOf(journal.getFileName());
    String stem = name.substring(0, name.length() - Journal.SUFFIX.length());
    return journal.resolveSibling(stem + "." + what);
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
    Files.deleteIfExists(journal);
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
