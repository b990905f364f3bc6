package org.computepods.chef.recipe;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How versions of one artefact differ, the oldest first: what shows whether it grows, and what a
 * person wants to see of an artefact that does not come to rest.
 */
public final class Comparing {
  /** Larger contents are not compared as texts. */
  private static final int TEXT_MAX = 1024 * 1024;

  private static final int LINES_SHOWN = 10;
  private static final int LINE_SHOWN = 200;
  private static final int BYTES_SHOWN = 16;

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

  /** Between the first and the last version, for people. */
  public String difference() {
    if (versions.size() < 2 || versions.getFirst().isEmpty() || versions.getLast().isEmpty()) {
      return "";
    }
    return isText(versions.getFirst()) && isText(versions.getLast())
        ? lines(text(versions.getFirst().get()), text(versions.getLast().get()))
        : bytes(versions.getFirst().get(), versions.getLast().get());
  }

  private static String lines(String before, String after) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> now = List.of(after.split("\n", -1));
    int same = 0;
    while (same < Math.min(old.size(), now.size()) && old.get(same).equals(now.get(same))) {
      same++;
    }
    int end = 0;
    while (end < Math.min(old.size(), now.size()) - same
        && old.get(old.size() - 1 - end).equals(now.get(now.size() - 1 - end))) {
      end++;
    }
    var text = new StringBuilder("line " + (same + 1) + ":");
    show(old.subList(same, old.size() - end), "- ", text);
    show(now.subList(same, now.size() - end), "+ ", text);
    return text.toString();
  }

  private static void show(List<String> lines, String sign, StringBuilder text) {
    for (String line : lines.subList(0, Math.min(LINES_SHOWN, lines.size()))) {
      boolean whole = line.length() <= LINE_SHOWN;
      text.append('\n').append(sign).append(whole ? line : line.substring(0, LINE_SHOWN) + "...");
    }
    if (lines.size() > LINES_SHOWN) {
      text.append('\n').append(sign).append("(" + (lines.size() - LINES_SHOWN) + " more lines)");
    }
  }

  private static String bytes(byte[] before, byte[] after) {
    int at = Arrays.mismatch(before, after);
    return at < 0
        ? "no byte"
        : "byte %d:%n- %s%n+ %s".formatted(at, hex(before, at), hex(after, at)).replace("\r", "");
  }

  private static String hex(byte[] bytes, int from) {
    var text = new StringBuilder();
    for (int i = from; i < Math.min(bytes.length, from + BYTES_SHOWN); i++) {
      text.append("%02x ".formatted(bytes[i]));
    }
    return text.isEmpty() ? "(end of file)" : text.toString().strip();
  }

  private static boolean isText(Optional<byte[]> version) {
    if (version.isEmpty() || version.get().length > TEXT_MAX) {
      return false;
    }
    for (byte b : version.get()) {
      if (b == 0) {
        return false;
      }
    }
    return true;
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
