package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Hashing;
import org.computepods.rules.IgnoreFile;
import org.computepods.rules.IgnoreFiles;
import org.jspecify.annotations.Nullable;

/**
 * Looks at whole folders: what differs from what is known of one, and, for a first look, what is
 * there now. Safe for any number of threads, each with a folder of its own.
 */
public final class Survey {
  private final Path root;
  private final WatchFilter filter;
  private final InstantSource clock;

  /** Whether everything known counts, and as what it is known. */
  private volatile boolean trusting;

  /** A survey of the workspace at {@code root}. */
  public Survey(Path root, WatchFilter filter, InstantSource clock) {
    this.root = root;
    this.filter = filter;
    this.clock = clock;
  }

  /** Finds the system's functions, which the first look at a folder would wait for. */
  public static boolean prepare() {
    return LinuxFolder.AVAILABLE;
  }

  /** From now on what is known is known by this filter, and need not pass it again. */
  public void trustKnown() {
    trusting = filter.ignoreFiles().isEmpty(); // Else what counts may change at any time.
  }

  /**
   * What was found in a folder.
   *
   * @param failed why it could not be read, if it could not
   * @param folders paths of the folders in it that count
   * @param differs paths of files to be looked at one by one
   * @param files its files now, if they were read and are others than before
   * @param targets where the links among them lead
   * @param linked those files that have other names too, with their stat
   * @param ruled whether its ignore file says something else than it did
   * @param skipped folders in it that do not count, where ignore files are heeded
   * @param unnamed names in it that are no UTF-8 text, as they may be shown
   */
  public record Found(
      String folder,
      Optional<Unlisted> failed,
      List<String> folders,
      List<String> differs,
      Optional<KnownFolder> files,
      Map<String, String> targets,
      Map<String, FileStat> linked,
      boolean ruled,
      List<String> skipped,
      List<String> unnamed) {
    /** What is found in a folder that could not be listed. */
    public static Found nothing(String folder, Unlisted why) {
      return new Found(
          folder,
          Optional.of(why),
          List.of(),
          List.of(),
          Optional.empty(),
          Map.of(),
          Map.of(),
          false,
          List.of(),
          List.of());
    }
  }

  /** Compares a folder with what is known of it, and reads nothing but its entries. */
  public Found compare(String folder, @Nullable KnownFolder known) {
    return survey(folder, known, false);
  }

  /** Compares a folder with what is known of it, and reads what may differ. */
  public Found read(String folder, @Nullable KnownFolder known) {
    return survey(folder, known, true);
  }

  private Found survey(String folder, @Nullable KnownFolder known, boolean reading) {
    var walk = new Walk(folder, known == null ? new KnownFolder(0) : known, reading);
    try (var open = OpenFolder.of(folder.isEmpty() ? root : root.resolve(folder))) {
      return walk.through(open);
    } catch (IOException | DirectoryIteratorException | IllegalStateException e) {
      return Found.nothing(folder, Unlisted.failed(e));
    }
  }

  /** A name that is no text, each odd byte as in C. */
  private static String shown(byte[] name) {
    var shown = new StringBuilder();
    for (byte b : name) {
      shown.append(b < ' ' || b == 127 ? "\\x%02x".formatted(b & 0xff) : (char) b);
    }
    return shown.toString();
  }

  /** One folder while it is gone through. */
  private final class Walk {
    private final String folder;
    private final String prefix;
    private final KnownFolder known;
    private final boolean reading;
    private final List<String> folders = new ArrayList<>();
    private final List<String> differs = new ArrayList<>();
    private final Map<String, String> targets = new HashMap<>();
    private final Map<String, FileStat> linked = new HashMap<>();
    private List<String> unnamed = List.of();
    private final List<String> skipped = new ArrayList<>();
    private boolean ruled;

    Walk(String folder, KnownFolder known, boolean reading) {
      this.folder = folder;
      this.prefix = folder.isEmpty() ? "" : folder + "/";
      this.known = known;
      this.reading = reading;
    }

    Found through(OpenFolder open) throws IOException {
      var items = open.items();
      filter.ignoreFiles().ifPresent(files -> heed(files, items));
      unnamed = open.unnamed().stream().filter(this::countsNearly).map(Survey::shown).toList();
      boolean[] there = new boolean[known.size()];
      var doubtful = new ArrayList<FolderItem>();
      int guess = 0;
      for (var item : items) {
        if (item.stat().directory()) {
          String path = prefix + item.name();
          if (!filter.skipsFolder(path)) {
            folders.add(path);
          } else if (filter.ignoreFiles().isPresent()) {
            skipped.add(path);
          }
          continue;
        }
        int at = known.find(item.utf8(), guess);
        guess = at + 1;
        boolean same = at >= 0 && known.vouches(at, item.stat());
        if (same && (trusting || stillCounts(item))) {
          there[at] = true;
        } else if (filter.counts(prefix + item.name())) {
          doubtful.add(item);
        } else {
          continue;
        }
        if (item.stat().links() > 1 && item.stat().regular()) {
          linked.put(prefix + item.name(), item.stat());
        }
      }
      if (reading) {
        return read(open, doubtful, there);
      }
      for (var item : doubtful) {
        var stat = item.stat();
        int at = known.find(item.utf8());
        if (at >= 0) {
          there[at] = true;
        }
        if (stat.regular() || stat.link() || at >= 0) {
          differs.add(prefix + item.name());
        }
      }
      for (int i = 0; i < there.length; i++) {
        if (!there[i]) {
          differs.add(prefix + known.text(i));
        }
      }
      return found(Optional.empty());
    }

    /** Reads the folder's ignore file, before anything in it is judged by it. */
    private void heed(IgnoreFiles files, List<FolderItem> items) {
      var says = IgnoreFile.EMPTY;
      for (var item : items) {
        if (item.name().equals(IgnoreFiles.NAME) && item.stat().regular()) {
          says = IgnoreTexts.read(root.resolve(prefix + IgnoreFiles.NAME));
        }
      }
      ruled = files.put(folder, says);
    }

    /** Whether it would count, had it a name that can be told. */
    private boolean countsNearly(byte[] name) {
      String nearly = prefix + new String(name, UTF_8);
      return filter.counts(nearly) && !filter.skipsFolder(nearly);
    }

    /** Whether a file that was known when it was watched otherwise is known rightly now. */
    private boolean stillCounts(FolderItem item) {
      String path = prefix + item.name();
      return filter.counts(path) && !filter.isLog(path);
    }

    private Found read(OpenFolder open, List<FolderItem> doubtful, boolean[] there)
        throws IOException {
      var now = new ArrayList<@Nullable Known>(doubtful.size());
      boolean changed = false;
      int same = 0;
      for (var item : doubtful) {
        int at = known.find(item.utf8());
        var before = at < 0 ? null : known.get(at);
        var seen = look(open, item);
        // What cannot be told now is looked at once more, and until then as it was.
        var known = seen.isPresent() ? Known.of(seen.get()) : before;
        now.add(known);
        changed |= known != null && !known.equals(before);
        same += before == null ? 0 : 1;
      }
      for (boolean still : there) {
        same += still ? 1 : 0;
      }
      if (!changed && same == there.length) {
        return found(Optional.empty());
      }
      var files = new KnownFolder(there.length + doubtful.size());
      for (int i = 0; i < there.length; i++) {
        if (there[i]) {
          files.append(known.name(i), known.get(i));
        }
      }
      for (int i = 0; i < doubtful.size(); i++) {
        var found = now.get(i);
        if (found != null) {
          files.append(doubtful.get(i).utf8(), found);
        }
      }
      files.trim();
      return found(Optional.of(files));
    }

    private Found found(Optional<KnownFolder> files) {
      return new Found(
          folder,
          Optional.empty(),
          folders,
          differs,
          files,
          targets,
          linked,
          ruled,
          skipped,
          unnamed);
    }

    /** What stands there; empty where that is nothing, or must be looked at once more. */
    private Optional<Sight.Present> look(OpenFolder open, FolderItem item) throws IOException {
      String path = prefix + item.name();
      var stat = item.stat();
      if (stat.link()) {
        String target = Files.readSymbolicLink(root.resolve(path)).toString();
        targets.put(path, target);
        return Optional.of(new Sight.Link(stat, target));
      }
      if (!stat.regular()) {
        differs.add(path); // as if it were gone, which the look that follows tells
        return Optional.empty();
      }
      if (filter.isLog(path)) {
        return Optional.of(new Sight.Log(stat));
      }
      try {
        long newest = TimeUnit.MILLISECONDS.toNanos(clock.millis() - Hashing.VOUCHES_AFTER_MS);
        var digest = open.hash(item);
        if (open.unchanged(item)) {
          boolean vouched = stat.mtimeNs() < newest && stat.ctimeNs() < newest;
          return Optional.of(new Sight.File(stat, digest, vouched));
        }
      } catch (IOException movedOrForbidden) {
        // The look that follows tells which.
      }
      differs.add(path);
      return Optional.empty();
    }
  }
}
