package org.computepods.rules;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

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

  /** Only whether the pattern is found in some line; the view of a condition. */
  record Contains(String regex) implements View {
    public Contains {
      Pattern.compile(regex);
    }
  }

  /** The view of the whole artefact. */
  static View whole() {
    return Whole.ONLY;
  }

  /** What {@link Contains} sees where the pattern is found. */
  Digest FOUND = Digest.of("found");

  /** What {@link Contains} sees where it is not; an absent artefact is seen so too. */
  Digest NOT_FOUND = Digest.of("not found");

  /**
   * What a reader sees of content that exists; @throws java.util.regex.PatternSyntaxException
   * never: checked before.
   */
  default Digest of(byte[] content) {
    return switch (this) {
      case Whole() -> Digest.of(content);
      case Keep(String regex) -> lines(content, regex, true);
      case Drop(String regex) -> lines(content, regex, false);
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
      case Keep(String regex) -> "keep " + regex;
      case Drop(String regex) -> "drop " + regex;
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
      case "keep" -> new Keep(regex);
      case "drop" -> new Drop(regex);
      case "contains" -> new Contains(regex);
      default -> throw new IllegalArgumentException("no such view: '" + key + "'");
    };
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

  private static boolean contains(byte[] content, String regex) {
    var pattern = Pattern.compile(regex);
    return new String(content, StandardCharsets.ISO_8859_1)
        .lines()
        .anyMatch(line -> pattern.matcher(line).find());
  }
}
