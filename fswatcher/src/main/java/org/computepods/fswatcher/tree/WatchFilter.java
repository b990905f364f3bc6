package org.computepods.fswatcher.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.rules.Digest;
import org.computepods.rules.Glob;
import org.computepods.rules.IgnoreFiles;
import org.computepods.rules.Ignores;

/** What of a workspace counts, and what of that is a log. */
public final class WatchFilter {
  /** Ignored beside what is {@linkplain Ignores#USUAL usually} no artefact. */
  private static final List<String> ALSO_USUAL = List.of("*.swp", "node_modules/");

  private final Ignores ignores;
  private final List<Glob> includes;
  private final List<Glob> logs;
  private final Digest digest;
  private final Optional<IgnoreFiles> ignoreFiles;

  /** The filter for these globs; @throws IllegalArgumentException if one is no glob. */
  public WatchFilter(List<String> include, List<String> ignore, List<String> logs) {
    this(include, ignore, logs, Optional.empty());
  }

  /** The same, with ignore files that are heeded as they are found. */
  public WatchFilter(
      List<String> include,
      List<String> ignore,
      List<String> logs,
      Optional<IgnoreFiles> ignoreFiles) {
    this.ignoreFiles = ignoreFiles;
    var all = new ArrayList<>(Ignores.USUAL);
    all.addAll(ALSO_USUAL);
    all.addAll(ignore);
    var ignores = Ignores.of(all);
    this.ignores = ignoreFiles.map(ignores::and).orElse(ignores);
    this.includes = include.stream().map(Glob::of).toList();
    this.logs = logs.stream().map(Glob::of).toList();
    this.digest = Digest.of(List.of(all, include, logs, ignoreFiles.isPresent()).toString());
  }

  /** The ignore files that are heeded, if any are. */
  public Optional<IgnoreFiles> ignoreFiles() {
    return ignoreFiles;
  }

  /** Whether the file says what counts, whether or not it counts itself. */
  public boolean isIgnoreFile(String path) {
    return ignoreFiles.isPresent()
        && IgnoreFiles.isOne(path)
        && !skipsFolderAnywhere(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
  }

  /** The same for filters by which the same files count. */
  public Digest digest() {
    return digest;
  }

  /** Whether nothing in the folder counts, given that its parent folder does. */
  public boolean skipsFolder(String folder) {
    return ignores.ignoresEntry(folder, true);
  }

  /** Whether the folder lies in one that is skipped, or is one. */
  public boolean skipsFolderAnywhere(String folder) {
    return !folder.isEmpty() && ignores.ignoresFolder(folder);
  }

  /** Whether the file counts, wherever it lies. */
  public boolean countsAnywhere(String file) {
    return !ignores.ignoresFile(file) && (includes.isEmpty() || included(file));
  }

  /** Whether the file counts, given that its folder does. */
  public boolean counts(String file) {
    return !ignores.ignoresEntry(file, false) && (includes.isEmpty() || included(file));
  }

  private boolean included(String file) {
    return includes.stream().anyMatch(glob -> glob.matches(file));
  }

  /** Whether the file is followed instead of being read. */
  public boolean isLog(String file) {
    for (Glob glob : logs) {
      if (glob.matches(file)) {
        return true;
      }
    }
    return false;
  }
}
