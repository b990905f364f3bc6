package org.computepods.rules;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern for the names of files, read as gitignore reads it.
 *
 * <ul>
 *   <li>{@code *} is any run of characters and {@code ?} one character, but never {@code /}; {@code
 *       [a-z]} is one of a class, {@code [!a-z]} one outside of it; {@code \} takes the next
 *       character as it is, so that {@code \/} is a {@code /}.
 *   <li>{@code **} as a whole step of the path is zero or more folders; at the end it is everything
 *       inside.
 *   <li>A pattern with a {@code /} at its start or inside is relative to the workspace; one without
 *       matches in any folder. So {@code *.c} means the C files of the whole tree, and {@code /*.c}
 *       those at its top.
 *   <li>A {@code /} at the end confines the pattern to folders.
 *   <li>A leading {@code !} means nothing here; see {@link Ignores}.
 * </ul>
 *
 * <p>Matching takes at most time in proportion to the lengths of pattern and path multiplied,
 * whatever the pattern.
 */
public final class Glob {
  private static final String SPECIAL = "*?[\\";

  private final String pattern;
  private final boolean anchored;
  private final boolean foldersOnly;
  private final List<Segment> segments;
  private final String prefix;

  private Glob(
      String pattern,
      boolean anchored,
      boolean foldersOnly,
      List<Segment> segments,
      String prefix) {
    this.pattern = pattern;
    this.anchored = anchored;
    this.foldersOnly = foldersOnly;
    this.segments = segments;
    this.prefix = prefix;
  }

  /** The glob so written; @throws IllegalArgumentException if it is empty or a class has no end. */
  public static Glob of(String pattern) {
    String body = pattern;
    boolean foldersOnly = false;
    if (body.endsWith("/")) {
      String before = body.substring(0, body.length() - 1);
      foldersOnly = !endsEscaping(before);
      body = foldersOnly ? before : body;
    }
    boolean anchored = body.indexOf('/') >= 0;
    if (body.startsWith("/")) {
      body = body.substring(1);
    }
    return new Glob(
        pattern,
        anchored,
        foldersOnly,
        segments(body, pattern),
        anchored ? literalFolder(body) : "");
  }

  private static List<Segment> segments(String body, String pattern) {
    var segments = new ArrayList<Segment>();
    for (int from = 0; from <= body.length(); ) {
      int end = endOfStep(body, from);
      String written = body.substring(from, end);
      boolean slashEscaped = end < body.length() && endsEscaping(written);
      String step = slashEscaped ? written.substring(0, written.length() - 1) : written;
      if (step.isEmpty()) {
        throw new IllegalArgumentException("the pattern '" + pattern + "' has an empty step");
      }
      boolean any = step.length() > 1 && step.chars().allMatch(c -> c == '*');
      if (any && slashEscaped) {
        segments.add(Segment.of("*", pattern)); // Git has such a ** take one folder at least.
      }
      if (!any) {
        segments.add(Segment.of(step, pattern));
      } else if (segments.isEmpty() || !segments.getLast().anyFolders()) {
        segments.add(Segment.ANY_FOLDERS);
      }
      from = end + 1;
    }
    return List.copyOf(segments);
  }

  /** Whether the text ends with a {@code \} that has nothing to escape. */
  static boolean endsEscaping(String text) {
    int from = text.length();
    while (from > 0 && text.charAt(from - 1) == '\\') {
      from--;
    }
    return (text.length() - from) % 2 == 1;
  }

  /** Whether the text holds a character that a glob takes for more than itself. */
  public static boolean isPattern(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '*' || c == '?' || c == '[') {
        return true;
      }
    }
    return false;
  }

  /** The text as a glob that matches nothing but it. */
  public static String quote(String text) {
    var quoted = new StringBuilder(text.length() + 4);
    for (int i = 0; i < text.length(); i++) {
      if (SPECIAL.indexOf(text.charAt(i)) >= 0) {
        quoted.append('\\');
      }
      quoted.append(text.charAt(i));
    }
    return quoted.toString();
  }

  /** The text without the {@code \} before characters that would be special. */
  public static String unquote(String text) {
    if (text.indexOf('\\') < 0) {
      return text;
    }
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\\' && i + 1 < text.length()) {
        i++;
      }
      plain.append(text.charAt(i));
    }
    return plain.toString();
  }

  /** Whether this is the name of a file of that path; a glob for folders matches no file. */
  public boolean matches(String path) {
    return !foldersOnly && matchesName(path);
  }

  /** Whether this matches the artefact. */
  public boolean matches(ArtefactPath path) {
    return matches(path.value());
  }

  /** Whether this matches the file or folder of that path; a folder is named without its slash. */
  public boolean matches(String path, boolean folder) {
    return (folder || !foldersOnly) && matchesName(path);
  }

  /** Whether the pattern is relative to the workspace, and not for any folder. */
  public boolean anchored() {
    return anchored;
  }

  /** Whether the pattern matches folders and no files. */
  public boolean foldersOnly() {
    return foldersOnly;
  }

  /**
   * The folder in which everything lies that can match, with its {@code /}; empty for the whole
   * workspace.
   */
  public String folder() {
    return prefix;
  }

  private boolean matchesName(String path) {
    if (!anchored) {
      Segment only = segments.getFirst();
      return only.anyFolders() || only.matches(path, path.lastIndexOf('/') + 1, path.length());
    }
    if (!path.startsWith(prefix)) {
      return false;
    }
    // Greedy over folders: where a step fails, the last ** takes one folder more. That is enough,
    // for a later ** can take whatever an earlier one could.
    int segment = 0;
    int at = 0;
    int anySegment = -1;
    int anyAt = 0;
    while (true) {
      if (segment == segments.size()) {
        if (at > path.length()) {
          return true;
        }
      } else if (segments.get(segment).anyFolders()) {
        if (segment == segments.size() - 1) {
          return at < path.length();
        }
        anySegment = segment++;
        anyAt = at;
        continue;
      } else if (at <= path.length()) {
        int end = endOfStep(path, at);
        if (segments.get(segment).matches(path, at, end)) {
          segment++;
          at = end + 1;
          continue;
        }
      }
      if (anySegment < 0 || anyAt > path.length()) {
        return false;
      }
      anyAt = endOfStep(path, anyAt) + 1;
      if (anyAt > path.length()) {
        return false;
      }
      at = anyAt;
      segment = anySegment + 1;
    }
  }

  private static int endOfStep(String path, int from) {
    int slash = path.indexOf('/', from);
    return slash < 0 ? path.length() : slash;
  }

  private static String literalFolder(String body) {
    int end = 0;
    for (int i = 0; i < body.length(); i++) {
      char c = body.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        break;
      }
      if (c == '/') {
        end = i + 1;
      }
    }
    return body.substring(0, end);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob glob && glob.pattern.equals(pattern);
  }

  @Override
  public int hashCode() {
    return pattern.hashCode();
  }

  /** The glob as it was written. */
  @Override
  public String toString() {
    return pattern;
  }

  /** One step of the path: a list of atoms, each of them one character or any run of them. */
  private record Segment(List<Atom> atoms, String suffix, boolean anyFolders) {
    static final Segment ANY_FOLDERS = new Segment(List.of(), "", true);

    static Segment of(String step, String pattern) {
      var atoms = new ArrayList<Atom>();
      for (int i = 0; i < step.length(); i++) {
        char c = step.charAt(i);
        switch (c) {
          case '*' -> {
            if (atoms.isEmpty() || !atoms.getLast().run()) {
              atoms.add(new Atom.Run());
            }
          }
          case '?' -> atoms.add(new Atom.One());
          case '[' -> {
            int end = CharacterClass.end(step, i);
            if (end < 0) {
              throw new IllegalArgumentException(
                  "the pattern '" + pattern + "' has a '[' without its ']'");
            }
            atoms.add(CharacterClass.of(step.substring(i + 1, end)));
            i = end;
          }
          case '\\' -> {
            if (i + 1 < step.length()) {
              i++;
            }
            atoms.add(new Atom.Exactly(step.charAt(i)));
          }
          default -> atoms.add(new Atom.Exactly(c));
        }
      }
      return new Segment(List.copyOf(atoms), literalSuffix(atoms), false);
    }

    boolean matches(String text, int from, int to) {
      if (to - from < suffix.length() || !text.startsWith(suffix, to - suffix.length())) {
        return false;
      }
      int atom = 0;
      int at = from;
      int runAtom = -1;
      int runAt = 0;
      while (at < to) {
        if (atom < atoms.size() && atoms.get(atom).run()) {
          runAtom = atom++;
          runAt = at;
        } else if (atom < atoms.size() && atoms.get(atom).matches(text.charAt(at))) {
          atom++;
          at++;
        } else if (runAtom >= 0) {
          at = ++runAt;
          atom = runAtom + 1;
        } else {
          return false;
        }
      }
      while (atom < atoms.size() && atoms.get(atom).run()) {
        atom++;
      }
      return atom == atoms.size();
    }

    private static String literalSuffix(List<Atom> atoms) {
      var suffix = new StringBuilder();
      for (Atom atom : atoms.reversed()) {
        if (!(atom instanceof Atom.Exactly(char c))) {
          break;
        }
        suffix.append(c);
      }
      return suffix.reverse().toString();
    }
  }

  /** What one position of a pattern takes. */
  private sealed interface Atom {
    record Exactly(char c) implements Atom {}

    record OneOf(CharacterClass members) implements Atom {}

    record One() implements Atom {}

    record Run() implements Atom {}

    default boolean run() {
      return this instanceof Run;
    }

    default boolean matches(char c) {
      return switch (this) {
        case Exactly(char wanted) -> c == wanted;
        case OneOf(CharacterClass members) -> members.contains(c);
        case One(), Run() -> true;
      };
    }
  }

  /** The characters between {@code [} and {@code ]}: single ones, ranges, and {@code [:names:]}. */
  private record CharacterClass(boolean outside, String ranges, List<String> names) {

    /** Where the class that begins at {@code from} ends, or -1. */
    static int end(String step, int from) {
      int i = from + 1;
      if (i < step.length() && (step.charAt(i) == '!' || step.charAt(i) == '^')) {
        i++;
      }
      for (boolean first = true; i < step.length(); first = false, i++) {
        if (step.charAt(i) == ']' && !first) {
          return i;
        }
        if (step.charAt(i) == '\\') {
          i++;
        } else if (step.startsWith("[:", i)) {
          int close = step.indexOf(":]", i);
          i = close < 0 ? i : close + 1;
        }
      }
      return -1;
    }

    static Atom of(String body) {
      boolean outside = body.startsWith("!") || body.startsWith("^");
      var ranges = new StringBuilder();
      var names = new ArrayList<String>();
      for (int i = outside ? 1 : 0; i < body.length(); i++) {
        if (body.startsWith("[:", i) && body.indexOf(":]", i) > 0) {
          int close = body.indexOf(":]", i);
          names.add(body.substring(i + 2, close));
          i = close + 1;
          continue;
        }
        i = body.charAt(i) == '\\' && i + 1 < body.length() ? i + 1 : i;
        char low = body.charAt(i);
        char high = low;
        if (i + 2 < body.length() && body.charAt(i + 1) == '-') {
          i += 2;
          i = body.charAt(i) == '\\' && i + 1 < body.length() ? i + 1 : i;
          high = body.charAt(i);
        }
        ranges.append(low).append(high);
      }
      return new Atom.OneOf(new CharacterClass(outside, ranges.toString(), List.copyOf(names)));
    }

    boolean contains(char c) {
      boolean in = false;
      for (int i = 0; i < ranges.length() && !in; i += 2) {
        in = c >= ranges.charAt(i) && c <= ranges.charAt(i + 1);
      }
      for (int i = 0; i < names.size() && !in; i++) {
        in = isOf(names.get(i), c);
      }
      return in != outside;
    }

    private static boolean isOf(String name, char c) {
      return switch (name) {
        case "alpha" -> Character.isLetter(c);
        case "digit" -> c >= '0' && c <= '9';
        case "alnum" -> Character.isLetterOrDigit(c);
        case "upper" -> Character.isUpperCase(c);
        case "lower" -> Character.isLowerCase(c);
        case "space" -> Character.isWhitespace(c);
        case "blank" -> c == ' ' || c == '\t';
        case "punct" -> c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
        case "xdigit" -> Character.digit(c, 16) >= 0 && c < 128;
        default -> false;
      };
    }
  }
}
