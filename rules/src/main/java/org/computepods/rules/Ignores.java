package org.computepods.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of globs that says which files are no artefacts, read as a {@code .gitignore} file: the
 * last glob that matches decides, {@code !} takes a file back, and what lies in an ignored folder
 * is ignored whatever follows.
 */
public final class Ignores {
  /** What is never an artefact, unless somebody takes it back. */
  public static final List<String> USUAL =
      List.of(
          ".git/",
          ".hg/",
          ".svn/",
          ".jj/",
          ".computepods/",
          ".nfs*",
          ".DS_Store",
          "*~",
          "\\#*#",
          ".\\#*",
          ".*.sw[a-p]",
          ".*.swpx",
          "4913", // the file by which Vim tries whether it may write
          "!4913/",
          "*.kate-swp",
          ".*.kate-swp",
          "*___jb_tmp___",
          "*___jb_old___",
          ".goutputstream-*",
          ".fuse_hidden*",
          "__pycache__/",
          ".idea/",
          ".vscode/");

  private final List<Entry> entries;
  private final Optional<IgnoreFiles> files;

  private record Entry(Glob glob, boolean takesBack) {}

  private Ignores(List<Entry> entries, Optional<IgnoreFiles> files) {
    this.entries = entries;
    this.files = files;
  }

  /**
   * The list of these globs, later ones before earlier; @throws IllegalArgumentException if one is
   * no glob.
   */
  public static Ignores of(List<String> globs) {
    var entries = new ArrayList<Entry>();
    for (String glob : globs) {
      boolean takesBack = glob.startsWith("!");
      entries.add(new Entry(Glob.of(takesBack ? glob.substring(1) : glob), takesBack));
    }
    return new Ignores(List.copyOf(entries.reversed()), Optional.empty());
  }

  /** The same, and what these files name, unless this list takes it back. */
  public Ignores and(IgnoreFiles more) {
    return new Ignores(entries, Optional.of(more));
  }

  /** Whether the file of that path is ignored, itself or with a folder that it lies in. */
  public boolean ignoresFile(String path) {
    return ignoresFolderOf(path) || ignoresEntry(path, false);
  }

  /** Whether the folder of that path (without a final slash) is ignored, with all that is in it. */
  public boolean ignoresFolder(String path) {
    return ignoresFolderOf(path) || ignoresEntry(path, true);
  }

  /**
   * Whether the entry itself is ignored, where the folders above it are known not to be: what a
   * walk through the tree asks.
   */
  public boolean ignoresEntry(String path, boolean folder) {
    for (Entry entry : entries) {
      if (entry.glob().matches(path, folder)) {
        return !entry.takesBack();
      }
    }
    return files.isPresent() && files.get().ignores(path, folder).orElse(false);
  }

  private boolean ignoresFolderOf(String path) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (ignoresEntry(path.substring(0, slash), true)) {
        return true;
      }
    }
    return false;
  }
}
