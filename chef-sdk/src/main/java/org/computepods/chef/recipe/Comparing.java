package org.computepods.chef.recipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How versions of one artefact differ, the oldest first: what shows whether it grows, and what a
 * person wants to see of an artefact that does not come to rest.
 */
public final class Comparing {
  /** Larger contents are not compared as texts. */
  private static final int TEXT_MAX = 1024 * 1024;

  /** Of a cycle with a long period the first states show what goes on. */
  private static final int VERSIONS_SHOWN = 6;

  private static final int LINES_SHOWN = 10;
  private static final int LINE_SHOWN = 200;
  private static final byte ESCAPE = 0x1b;
  private static final byte DELETE = 0x7f;

  private final List<Optional<byte[]>> versions;

  /**
   * @param versions contents, the oldest first; empty where one is no longer to be had
   */
  public Comparing(List<Optional<byte[]>> versions) {
    this.versions = versions;
  }

  /** In bytes; -1 where the version is not to be had. */
  public List<Long> sizes() {
    return versions.stream().map(v -> v.map(bytes -> (long) bytes.length).orElse(-1L)).toList();
  }

  /** The one integer in which the versions differ, of each; empty where they differ otherwise. */
  public List<Long> numbers() {
    if (versions.size() < 2 || !versions.stream().allMatch(Comparing::isText)) {
      return List.of();
    }
    List<String> texts = versions.stream().map(v -> text(v.orElseThrow())).toList();
    String first = texts.getFirst();
    int prefix = first.length();
    for (String text : texts) {
      prefix = Math.min(prefix, commonPrefix(first, text));
    }
    int suffix = first.length();
    for (String text : texts) {
      int left = Math.min(first.length(), text.length()) - prefix;
      suffix = Math.min(suffix, Math.min(left, commonSuffix(first, text)));
    }
    while (prefix > 0 && isDigit(first.charAt(prefix - 1))) {
      prefix--;
    }
    if (prefix > 0 && first.charAt(prefix - 1) == '-' && !followsWord(first, prefix - 1)) {
      prefix--;
    }
    while (suffix > 0 && isDigit(first.charAt(first.length() - suffix))) {
      suffix--;
    }
    var numbers = new ArrayList<Long>();
    for (String text : texts) {
      String number = text.substring(prefix, Math.max(prefix, text.length() - suffix));
      if (!number.matches("-?[0-9]{1,18}")) {
        return List.of();
      }
      numbers.add(Long.parseLong(number));
    }
    return numbers;
  }

  /**
   * What differs, for people: two versions as before and after, more of them one after another. ""
   * where the first or the last is not to be had.
   */
  public String difference() {
    if (versions.size() < 2 || versions.getFirst().isEmpty() || versions.getLast().isEmpty()) {
      return "";
    }
    List<Optional<byte[]>> had = versions.stream().filter(Optional::isPresent).toList();
    return had.stream().allMatch(Comparing::isText)
        ? lines(had.stream().map(v -> text(v.orElseThrow())).toList())
        : bytes(had.stream().map(Optional::orElseThrow).toList());
  }

  private static String lines(List<String> texts) {
    List<List<String>> all = texts.stream().map(text -> List.of(text.split("\n", -1))).toList();
    List<String> first = all.getFirst();
    int shortest = all.stream().mapToInt(List::size).min().orElseThrow();
    int same = 0;
    while (same < shortest && isSame(all, same, 0)) {
      same++;
    }
    int end = 0;
    while (end < shortest - same && isSame(all, first.size() - 1 - end, first.size())) {
      end++;
    }
    var parts = new ArrayList<List<String>>();
    for (List<String> each : all) {
      parts.add(each.subList(same, each.size() - end));
    }
    boolean each = all.size() > 2 && parts.stream().anyMatch(part -> part.size() != 1);
    var text = new StringBuilder("line " + (same + 1) + ":");
    for (int i = 0; i < Math.min(VERSIONS_SHOWN, all.size()); i++) {
      List<String> part = parts.get(i);
      if (each) {
        text.append("\nversion ").append(i + 1).append(part.isEmpty() ? ": no line" : ":");
      }
      show(part, each ? "  " : sign(i, all.size()), text);
    }
    return text.append(more(all.size())).toString();
  }

  /**
   * Whether all have the same line there.
   *
   * @param from the length from which lines are counted back: that of the first; 0: from the start
   */
  private static boolean isSame(List<List<String>> all, int line, int from) {
    String expected = all.getFirst().get(line);
    return all.stream()
        .allMatch(l -> l.get(from == 0 ? line : l.size() - (from - line)).equals(expected));
  }

  /** {@code - } and {@code + } of two, else the version's number. */
  private static String sign(int version, int of) {
    return of > 2 ? (version + 1) + ": " : version == 0 ? "- " : "+ ";
  }

  private static String more(int versions) {
    return versions > VERSIONS_SHOWN ? "\n(" + (versions - VERSIONS_SHOWN) + " more versions)" : "";
  }

  private static void show(List<String> lines, String sign, StringBuilder text) {
    for (String line : lines.subList(0, Math.min(LINES_SHOWN, lines.size()))) {
      boolean whole = line.length() <= LINE_SHOWN;
      text.append('\n')
          .append(sign)
          .append(harmless(whole ? line : line.substring(0, LINE_SHOWN) + "..."));
    }
    if (lines.size() > LINES_SHOWN) {
      text.append('\n').append(sign).append("(" + (lines.size() - LINES_SHOWN) + " more lines)");
    }
  }

  private static String bytes(List<byte[]> all) {
    int at =
        all.stream()
            .mapToInt(bytes -> Arrays.mismatch(all.getFirst(), bytes))
            .filter(mismatch -> mismatch >= 0)
            .min()
            .orElse(-1);
    if (at < 0) {
      return "no byte";
    }
    String sizes =
        all.stream()
            .limit(VERSIONS_SHOWN)
            .map(bytes -> String.valueOf(bytes.length))
            .distinct()
            .collect(Collectors.joining(", "));
    return "byte " + at + " is the first that differs (of " + sizes + ")";
  }

  /** Whether the difference is that of texts, which says more to people than that of bytes. */
  public boolean isText() {
    return versions.stream().filter(Optional::isPresent).allMatch(Comparing::isText);
  }

  private static boolean isText(Optional<byte[]> version) {
    if (version.isEmpty() || version.get().length > TEXT_MAX) {
      return false;
    }
    for (byte b : version.get()) {
      if (isControl(b) && b != '\t' && b != '\n' && b != '\r' && b != '\f' && b != ESCAPE) {
        return false;
      }
    }
    return true;
  }

  private static boolean isControl(int c) {
    return (c >= 0 && c < ' ') || c == DELETE;
  }

  /** What a terminal would obey is shown as a question mark. */
  private static String harmless(String line) {
    var text = new StringBuilder();
    line.codePoints()
        .map(c -> Character.isISOControl(c) && c != '\t' ? '?' : c)
        .forEach(text::appendCodePoint);
    return text.toString();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Whether a sign there is a hyphen: of a date, a range, or a name. */
  private static boolean followsWord(String text, int at) {
    return at > 0 && Character.isLetterOrDigit(text.charAt(at - 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int commonPrefix(String a, String b) {
    int n = 0;
    while (n < Math.min(a.length(), b.length()) && a.charAt(n) == b.charAt(n)) {
      n++;
    }
    return n;
  }

  private static int commonSuffix(String a, String b) {
    int n = 0;
    while (n < Math.min(a.length(), b.length())
        && a.charAt(a.length() - 1 - n) == b.charAt(b.length() - 1 - n)) {
      n++;
    }
    return n;
  }
}
