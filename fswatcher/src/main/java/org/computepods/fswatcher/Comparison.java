package org.computepods.fswatcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.computepods.chef.wire.Synced.Trouble;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.EventSource.Watched;
import org.computepods.fswatcher.tree.KnownFolder;
import org.computepods.fswatcher.tree.Survey;
import org.computepods.fswatcher.tree.Unlisted;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is there with what is known: a folder, what lies below it, or all. A folder is
 * watched before it is read, so that whatever comes later makes an event. Belongs to the
 * workspace's thread, which has whole trees read by others.
 */
final class Comparison {
  private static final System.Logger LOG = System.getLogger("org.computepods.fswatcher");

  /** Why all is compared where the root is not the folder that is watched. */
  static final String REPLACED = "the workspace was removed, or another took its place";

  /** Names that a trouble is told with. */
  private static final int SHOWN = 3;

  /** Folders that are being read while others are taken in. */
  private static final int AT_ONCE = 64;

  private final Path root;
  private final WatchSettings settings;
  private final EventSource source;
  private final Executor lookers;
  private final Survey survey;
  private final KnownTree tree;
  private final HardLinks hardLinks;
  private final TreeSet<String> polled = new TreeSet<>();
  private final TreeSet<String> shared = new TreeSet<>();
  private final TreeMap<String, String> unreadable = new TreeMap<>();
  private final TreeMap<String, List<String>> unnamed = new TreeMap<>();
  private final ArrayDeque<String> slow = new ArrayDeque<>();
  private boolean rootGone;

  /** Whether the ignore file of the folder compared last says something else than it did. */
  private boolean ruled;

  /** Which folder is watched as the workspace; empty while there is none. */
  private Optional<Object> watchedRoot = Optional.empty();

  Comparison(
      Path root,
      WatchSettings settings,
      EventSource source,
      Executor lookers,
      Survey survey,
      KnownTree tree,
      HardLinks hardLinks) {
    this.root = root;
    this.settings = settings;
    this.source = source;
    this.lookers = lookers;
    this.survey = survey;
    this.tree = tree;
    this.hardLinks = hardLinks;
  }

  /** Reads the whole tree for the first time; {@code open} is what must be looked at singly. */
  void first(Consumer<String> open) throws InterruptedException {
    all(true, open);
    survey.trustKnown();
  }

  /** Compares the whole tree. */
  void all(Consumer<String> differs) throws InterruptedException {
    slow.clear();
    polled.clear();
    shared.clear();
    all(false, differs);
  }

  private void all(boolean first, Consumer<String> differs) throws InterruptedException {
    var results = new LinkedBlockingQueue<Survey.Found>();
    var folders = new ArrayDeque<String>();
    folders.add("");
    watchedRoot = folderAtRoot();
    int reading = 0;
    while (!folders.isEmpty() || reading > 0) {
      while (!folders.isEmpty() && reading < AT_ONCE) {
        String folder = folders.remove();
        if (watch(folder) == Watched.GONE) {
          failed(folder, new Unlisted.Gone(), differs);
        } else {
          var known = tree.folder(folder);
          lookers.execute(() -> results.add(read(folder, known, first)));
          reading++;
        }
      }
      if (reading > 0) {
        folders.addAll(take(results.take(), first, differs));
        reading--;
      }
    }
  }

  /** Whatever happens something is found, for who compares waits for it. */
  private Survey.Found read(String folder, @Nullable KnownFolder known, boolean first) {
    try {
      return first ? survey.read(folder, known) : survey.compare(folder, known);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError fault) {
      return Survey.Found.nothing(folder, new Unlisted.Unreadable("a fault of ours: " + fault));
    }
  }

  /** Compares a folder, and of those in it only the new ones, unless its ignore file is another. */
  void one(String folder, Consumer<String> differs) {
    var within = compare(folder, differs);
    boolean ruledThere = ruled;
    for (String each : within) {
      if (ruledThere || !source.watching(each)) {
        below(each, differs);
      }
    }
  }

  /** Compares a folder and all below it. */
  void below(String folder, Consumer<String> differs) {
    var folders = new ArrayDeque<String>();
    folders.add(folder);
    while (!folders.isEmpty()) {
      folders.addAll(compare(folders.remove(), differs));
    }
  }

  private List<String> compare(String folder, Consumer<String> differs) {
    if (watch(folder) == Watched.GONE) {
      failed(folder, new Unlisted.Gone(), differs);
      return List.of();
    }
    return take(survey.compare(folder, tree.folder(folder)), false, differs);
  }

  private Watched watch(String folder) {
    var watched = source.watch(folder);
    if (watched == Watched.LIMIT) {
      if (polled.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "{0}: {1}: from {2} on, folders are read every {3} ms",
            root,
            source.limit().what(),
            folder,
            settings.pollEvery().toMillis());
      }
      polled.add(folder);
    } else {
      polled.remove(folder);
    }
    if (watched == Watched.PARTLY) {
      shared.add(folder);
    } else {
      shared.remove(folder);
    }
    return watched;
  }

  /** What people should know. */
  List<Trouble> troubles() {
    var troubles = new ArrayList<Trouble>();
    String every = " read every " + settings.pollEvery().toMillis() + " ms";
    if (!polled.isEmpty()) {
      var limit = source.limit();
      troubles.add(new Trouble(limit.what() + ": " + folders(polled) + every, limit.cure()));
    }
    if (!shared.isEmpty()) {
      troubles.add(
          new Trouble(
              "what others do on a shared file system is not told: " + folders(shared) + every,
              "a copy of the workspace on a disk of this machine; or edit on this machine only"));
    }
    if (!unreadable.isEmpty()) {
      troubles.add(
          new Trouble(
              "may not be read, and counts as absent: " + some(unreadable.keySet()),
              "chmod u+r what is needed, `ignore:` the rest"));
    }
    if (!unnamed.isEmpty()) {
      var all =
          unnamed.entrySet().stream()
              .flatMap(in -> in.getValue().stream().map(name -> shown(in.getKey(), name)))
              .toList();
      troubles.add(
          new Trouble(
              "names that are no UTF-8 text, and count as absent: " + some(all),
              "rename what is needed (`convmv` does many at once), `ignore:` the rest"));
    }
    return troubles;
  }

  private static String some(Collection<String> paths) {
    int more = paths.size() - SHOWN;
    return String.join(", ", paths.stream().limit(SHOWN).toList())
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static String folders(SortedSet<String> folders) {
    String first = folders.first().isEmpty() ? "all of it" : folders.first();
    return folders.size() == 1
        ? first + " is"
        : folders.size() + " folders (" + first + " ...) are";
  }

  private void failed(String folder, Unlisted why, Consumer<String> differs) {
    if (folder.isEmpty()) {
      rootGone = why instanceof Unlisted.Gone;
    }
    if (why instanceof Unlisted.Unreadable(String reason)) {
      unreadable(folder, reason);
    } else {
      unreadable.remove(folder);
      unnamed.remove(folder);
    }
    tree.below(folder).forEach(differs);
  }

  private List<String> take(Survey.Found found, boolean first, Consumer<String> differs) {
    ruled = found.ruled();
    if (found.failed().isPresent()) {
      failed(found.folder(), found.failed().get(), differs);
      return List.of();
    }
    if (found.folder().isEmpty()) {
      rootGone = false;
    }
    unreadable.remove(found.folder());
    for (String missing : tree.missing(found.folder(), new HashSet<>(found.folders()))) {
      if (first) {
        tree.forgetAll(missing);
      } else {
        tree.below(missing).forEach(differs);
      }
    }
    tree.take(found);
    hardLinks.take(found, first);
    takeUnnamed(found);
    for (String skipped : found.skipped()) {
      if (source.watching(skipped)) {
        source.unwatch(skipped);
        forget(skipped);
      }
    }
    found.differs().forEach(differs);
    return found.folders();
  }

  private void takeUnnamed(Survey.Found found) {
    var before =
        found.unnamed().isEmpty()
            ? unnamed.remove(found.folder())
            : unnamed.put(found.folder(), found.unnamed());
    for (String name : found.unnamed()) {
      if (before == null || !before.contains(name)) {
        LOG.log(
            Level.WARNING,
            "{0}/{1} is left out: its name is no UTF-8 text",
            root,
            shown(found.folder(), name));
      }
    }
  }

  private static String shown(String folder, String name) {
    return folder.isEmpty() ? name : folder + "/" + name;
  }

  // Folders that cannot be watched -----------------------------------------------------------

  /** Whether anything must be looked after from time to time. */
  boolean polls() {
    return !polled.isEmpty() || !shared.isEmpty() || rootGone;
  }

  /** Compares the folders that are not watched; the answer: whether a lost workspace is back. */
  boolean poll(Consumer<String> differs) {
    var all = new ArrayList<>(polled);
    all.addAll(shared);
    for (String folder : all) {
      var unknown = new ArrayDeque<>(compare(folder, differs));
      unknown.removeIf(each -> polled.contains(each) || shared.contains(each));
      while (!unknown.isEmpty()) {
        unknown.addAll(compare(unknown.remove(), differs));
      }
    }
    return rootGone && Files.isDirectory(root);
  }

  int polled() {
    return polled.size() + shared.size();
  }

  boolean rootGone() {
    return rootGone;
  }

  /**
   * Whether the workspace is another folder now than the one that is watched, or none. The kernel
   * tells of a folder's end when nobody holds it any more, and who has a removed file of it open
   * does.
   */
  boolean rootReplaced() {
    return !rootGone && !folderAtRoot().equals(watchedRoot);
  }

  private Optional<Object> folderAtRoot() {
    try {
      var attributes = Files.readAttributes(root, BasicFileAttributes.class);
      return attributes.isDirectory()
          ? Optional.ofNullable(attributes.fileKey())
          : Optional.empty();
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** A folder went, and all below it. */
  void forget(String folder) {
    forget(polled, folder);
    forget(shared, folder);
    forget(unreadable.navigableKeySet(), folder);
    forget(unnamed.navigableKeySet(), folder);
  }

  private static void forget(NavigableSet<String> folders, String folder) {
    folders.remove(folder);
    folders.subSet(folder + "/", folder + "0").clear();
  }

  // A comparison although all seems well -----------------------------------------------------

  /** Begins to compare everything, unless that is under way. */
  void beginSlowly() {
    if (slow.isEmpty()) {
      slow.add("");
    }
  }

  /** Whether {@link #slowly} has something to do. */
  boolean comparesSlowly() {
    return !slow.isEmpty();
  }

  /** Compares one folder more. */
  void slowly(Consumer<String> differs) {
    slow.addAll(compare(slow.remove(), differs));
  }

  // What we may not read ---------------------------------------------------------------------

  /** A file or folder may not be read. */
  void unreadable(String path, String why) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (unreadable.containsKey(path.substring(0, slash))) {
        return; // That has been said of all that is in it.
      }
    }
    if (unreadable.put(path, why) == null) {
      LOG.log(Level.WARNING, "{0}/{1} is left out: {2}", root, path, why);
    }
  }

  /** A file may be read, or is gone. */
  void readable(String path) {
    if (!unreadable.isEmpty()) {
      unreadable.remove(path);
    }
  }

  List<String> unreadable() {
    return new ArrayList<>(unreadable.keySet());
  }
}
