package org.computepods.cli.show;

/** Texts as a terminal shows them: so many columns, no control characters, durations for people. */
public final class Text {
  private Text() {}

  /** A name that cannot move the cursor or change colours. */
  public static String safe(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().map(c -> Character.isISOControl(c) ? '?' : c).forEach(safe::appendCodePoint);
    return safe.toString();
  }

  /** How many columns a text takes. */
  public static int columns(String text) {
    return text.codePoints().map(Text::columns).sum();
  }

  private static int columns(int c) {
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || c == 0x200d) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0xa4cf)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0x1f300 && c <= 0x1faff)
            || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }

  /** The beginning that fits, with an ellipsis where something is missing. */
  public static String fit(String text, int width) {
    if (columns(text) <= width) {
      return text;
    }
    StringBuilder fitting = new StringBuilder();
    int used = 1;
    for (int c : text.codePoints().toArray()) {
      used += columns(c);
      if (used > width) {
        break;
      }
      fitting.appendCodePoint(c);
    }
    return width <= 0 ? "" : fitting.append('~').toString();
  }

  /** The text and blanks up to the width. */
  public static String pad(String text, int width) {
    return text + " ".repeat(Math.max(0, width - columns(text)));
  }

  /** A duration: {@code 412 ms}, {@code 3.1 s}, {@code 2 min 5 s}, {@code 1 h 10 min}. */
  public static String duration(long ms) {
    if (ms < 1000) {
      return ms + " ms";
    }
    long s = (ms + 500) / 1000;
    if (ms < 9_950) {
      long tenths = (ms + 50) / 100;
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    if (s < 60) {
      return s + " s";
    }
    return s < 3600 ? s / 60 + " min " + s % 60 + " s" : s / 3600 + " h " + s / 60 % 60 + " min";
  }

  /** {@code 1 task}, {@code 2 tasks}. */
  public static String count(long n, String one, String many) {
    return n + " " + (n == 1 ? one : many);
  }
}
