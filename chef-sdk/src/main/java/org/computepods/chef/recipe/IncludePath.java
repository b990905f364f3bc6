package org.computepods.chef.recipe;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The folders in which a compiler looks for headers, in its order, as its command names them; and
 * so what it would have found before a header that it found. Compilers note what they open and not
 * what they fail to: that a file comes to hide another can be told by this alone.
 *
 * <p>Which file includes which is not noted either. A name that was found is taken to be looked for
 * beside the sources that the command names, too, and not beside other headers; where only those
 * look for it, a file that gets it costs a compilation in vain. A header of the system is taken to
 * be included by {@code <>}.
 */
final class IncludePath {
  /** Options that name a folder, in the order in which compilers look at their folders. */
  private static final List<String> OPTIONS = List.of("-iquote", "-I", "-isystem");

  /** Of a command with very many folders and headers; what hides the last ones is not noticed. */
  private static final int NAMES_MAX = 1_000;

  private static final Pattern SPACE_OR_QUOTE = Pattern.compile("[\\s'\"]+");

  /** What of a system header's path is no part of the name that it is included by. */
  private static final Pattern SYSTEM =
      Pattern.compile("/.*/include/(?:[^/]+-[^/]+-[^/]+/)?(?:c\\+\\+/[0-9.]+/)?(.+)");

  /** Headers that only the system's own headers include. */
  private static final Pattern INTERNAL =
      Pattern.compile("(?:bits|asm|asm-generic|gnu|ext|debug|backward|pstl)/.*|.*/bits/.*|_.*");

  private final Path root;
  private final List<Path> folders;

  /** Files that the command names, its sources among them. */
  private final Set<Path> named;

  private IncludePath(Path root, List<Path> folders, Set<Path> named) {
    this.root = root;
    this.folders = folders;
    this.named = named;
  }

  /**
   * The path that a command names.
   *
   * @param root the working directory
   */
  static IncludePath of(List<String> command, Path root) {
    List<String> words = command.stream().flatMap(SPACE_OR_QUOTE::splitAsStream).toList();
    var folders = new LinkedHashSet<Path>();
    for (String option : OPTIONS) {
      for (int n = 1; n < words.size(); n++) {
        String word = words.get(n);
        if (word.startsWith(option)) {
          boolean apart = word.equals(option) && n + 1 < words.size();
          path(root, apart ? words.get(n + 1) : word.substring(option.length()))
              .ifPresent(folders::add);
        }
      }
    }
    var named = new HashSet<Path>();
    words.forEach(word -> path(root, word).ifPresent(named::add));
    return new IncludePath(root, List.copyOf(folders), named);
  }

  private static Optional<Path> path(Path root, String name) {
    try {
      return name.isEmpty() ? Optional.empty() : Optional.of(root.resolve(name).normalize());
    } catch (InvalidPathException noPath) {
      return Optional.empty();
    }
  }

  /**
   * Where the compiler would have found other files than it did, in the workspace; names as it
   * would note them, some of which may be those of files that are there.
   *
   * @param found what it noted that it read, the sources that its command names among it
   */
  Set<String> wouldHide(Collection<String> found) {
    List<Path> files = found.stream().flatMap(name -> path(root, name).stream()).toList();
    var besides = new LinkedHashSet<Path>();
    for (Path file : files) {
      if (named.contains(file) && isInside(file)) {
        besides.add(file.resolveSibling(""));
      }
    }
    var hiding = new LinkedHashSet<Path>();
    for (Path file : files) {
      int at = placeOf(file);
      if (at < folders.size()) {
        String name = folders.get(at).relativize(file).toString();
        besides.forEach(beside -> hiding.add(beside.resolve(name)));
        folders.subList(0, at).forEach(folder -> hiding.add(folder.resolve(name)));
      } else if (!isInside(file)) {
        systemName(file)
            .ifPresent(name -> folders.forEach(folder -> hiding.add(folder.resolve(name))));
      }
    }
    files.forEach(hiding::remove);
    var names = new ArrayList<String>();
    for (Path each : hiding) {
      if (isInside(each) && names.size() < NAMES_MAX) {
        names.add(root.relativize(each).toString());
      }
    }
    return new LinkedHashSet<>(names);
  }

  /**
   * Where the compiler looks for a header that a source asks for, in its order; names as it would
   * note them, those in the workspace only.
   */
  List<String> places(String source, HeaderQuestions.Question question) {
    var places = new LinkedHashSet<Path>();
    if (question.quoted()) {
      path(root, source)
          .flatMap(file -> path(file.resolveSibling(""), question.name()))
          .ifPresent(places::add);
    }
    folders.forEach(folder -> path(folder, question.name()).ifPresent(places::add));
    return places.stream()
        .filter(this::isInside)
        .map(place -> root.relativize(place).toString())
        .toList();
  }

  /** Which folder of the path a file was found in, the first that it can be; else their number. */
  private int placeOf(Path file) {
    for (int n = 0; n < folders.size(); n++) {
      if (file.startsWith(folders.get(n))) {
        return n;
      }
    }
    return folders.size();
  }

  private boolean isInside(Path file) {
    return file.startsWith(root);
  }

  private static Optional<String> systemName(Path file) {
    var matcher = SYSTEM.matcher(file.toString());
    return matcher.matches() && !INTERNAL.matcher(matcher.group(1)).matches()
        ? Optional.of(matcher.group(1))
        : Optional.empty();
  }
}
