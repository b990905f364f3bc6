package org.computepods.rules;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The part of an artefact that a dependant really reads. Staleness is judged on views: an artefact
 * whose view did not change did not change for that reader.
 *
 * <p>Lines are split at {@code \n} and read as ISO-8859-1, so that every byte is a character and
 * none is malformed.
 */
public sealed interface View {
  /** The whole content, and the executable bit. */
  record Whole() implements View {
    private static final Whole ONLY = new Whole();
  }

  /** Only the lines in which the pattern is found. */
  record Keep(String regex) implements View {
    public Keep {
      Pattern.compile(regex);
    }
  }

  /** All lines but those in which the pattern is found. */
  record Drop(String regex) implements View {
    public Drop {
      Pattern.compile(regex);
    }
  }

  /**
   * All but what the pattern matches, which may be more than a line; {@code ^} and {@code $} are
   * those of lines.
   */
  record Cut(String regex) implements View {
    public Cut {
      Pattern.compile(regex);
    }
  }

  /**
   * What a program prints that is given the content on its standard input; for what no pattern can
   * tell, such as dates inside of a PDF. Who looks is part of what is seen, so a pod does that, not
   * {@link #of}.
   *
   * @param words of its command, as they stand; a relative one with a slash is of the workspace
   */
  record Program(List<String> words) implements View {
    public Program {
      words = List.copyOf(words);
      if (words.isEmpty()) {
        throw new IllegalArgumentException("a program has a name");
      }
    }
  }

  /** Only whether the pattern is found in some line; the view of a condition. */
  record Contains(String regex) implements View {
    public Contains {
      Pattern.compile(regex);
    }
  }

  /** Only whether it is there; the view of a run that looked for it in vain. */
  record Presence() implements View {
    private static final Presence ONLY = new Presence();
  }

  /** The view that sees only whether an artefact is there. */
  static View presence() {
    return Presence.ONLY;
  }

  /** The view of the whole artefact. */
  static View whole() {
    return Whole.ONLY;
  }

  /** What {@link Contains} sees where the pattern is found, and {@link Presence} of any file. */
  Digest FOUND = Digest.of("found");

  /** What {@link Contains} sees where it is not; an absent artefact is seen so too. */
  Digest NOT_FOUND = Digest.of("not found");

  /**
   * What a reader sees of content that exists; @throws java.util.regex.PatternSyntaxException
   * never: checked before.
   *
   * @throws IllegalStateException if a program has to look
   */
  default Digest of(byte[] content) {
    return switch (this) {
      case Whole() -> Digest.of(content);
      case Presence() -> FOUND;
      case Program(var words) ->
          throw new IllegalStateException("only a pod can look through " + words);
      case Keep(String regex) -> lines(content, regex, true);
      case Drop(String regex) -> lines(content, regex, false);
      case Cut(String regex) -> cut(content, regex);
      case Contains(String regex) -> contains(content, regex) ? FOUND : NOT_FOUND;
    };
  }

  /** What a reader sees where there is no artefact. */
  default Digest ofAbsent() {
    return this instanceof Contains ? NOT_FOUND : Digest.ABSENT;
  }

  /** A text that names this view and no other; it goes into digests, messages and tables. */
  default String key() {
    return switch (this) {
      case Whole() -> "";
      case Presence() -> "presence";
      case Keep(String regex) -> "keep " + regex;
      case Drop(String regex) -> "drop " + regex;
      case Cut(String regex) -> "cut " + regex;
      case Program(var words) ->
          "program " + words.stream().map(View::escape).collect(Collectors.joining(" "));
      case Contains(String regex) -> "contains " + regex;
    };
  }

  /** The view that {@link #key()} names; @throws IllegalArgumentException if it names none. */
  static View parse(String key) {
    if (key.isEmpty()) {
      return whole();
    }
    int space = key.indexOf(' ');
    String regex = key.substring(space + 1);
    return switch (space < 0 ? key : key.substring(0, space)) {
      case "presence" -> presence();
      case "keep" -> new Keep(regex);
      case "drop" -> new Drop(regex);
      case "cut" -> new Cut(regex);
      case "contains" -> new Contains(regex);
      case "program" -> new Program(Stream.of(regex.split(" ", -1)).map(View::unescape).toList());
      default -> throw new IllegalArgumentException("no such view: '" + key + "'");
    };
  }

  private static String escape(String word) {
    return word.replace("\\", "\\\\").replace(" ", "\\_").replace("\n", "\\n");
  }

  private static String unescape(String text) {
    var word = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        char escaped = text.charAt(++i);
        word.append(escaped == '_' ? ' ' : escaped == 'n' ? '\n' : escaped);
      } else {
        word.append(c);
      }
    }
    return word.toString();
  }

  private static Digest lines(byte[] content, String regex, boolean wanted) {
    var pattern = Pattern.compile(regex);
    var sha256 = Digest.sha256();
    for (String line : new String(content, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      if (pattern.matcher(line).find() == wanted) {
        sha256.update(line.getBytes(StandardCharsets.ISO_8859_1));
        sha256.update((byte) '\n');
      }
    }
    return Digest.ofBytes(sha256.digest());
  }

  private static Digest cut(byte[] content, String regex) {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    String rest = Pattern.compile(regex, Pattern.MULTILINE).matcher(text).replaceAll("");
    return Digest.of(rest.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static boolean contains(byte[] content, String regex) {
    var pattern = Pattern.compile(regex);
    return new String(content, StandardCharsets.ISO_8859_1)
        .lines()
        .anyMatch(line -> pattern.matcher(line).find());
  }
}
