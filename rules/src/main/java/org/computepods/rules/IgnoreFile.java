package org.computepods.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code .gitignore} file says, read as gitignore(5) has it: a pattern a line, the last one
 * that matches decides, {@code !} takes back. A line that git takes for no pattern matches nothing
 * here either.
 */
public final class IgnoreFile {
  /** One that says nothing. */
  public static final IgnoreFile EMPTY = new IgnoreFile(List.of());

  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final List<Line> lines;

  private record Line(Glob glob, boolean takesBack) {}

  private IgnoreFile(List<Line> lines) {
    this.lines = lines;
  }

  /** The file of this text. */
  public static IgnoreFile of(String text) {
    var lines = new ArrayList<Line>();
    String body = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    for (String line : body.split("\n", -1)) {
      line(line).ifPresent(lines::add);
    }
    return lines.isEmpty() ? EMPTY : new IgnoreFile(List.copyOf(lines.reversed()));
  }

  private static Optional<Line> line(String written) {
    String line = withoutBlanksAtEnd(written.endsWith("\r") ? cutLast(written) : written);
    if (line.isEmpty() || line.startsWith("#")) {
      return Optional.empty();
    }
    boolean takesBack = line.startsWith("!");
    String pattern = takesBack ? line.substring(1) : line;
    try {
      return Glob.endsEscaping(pattern)
          ? Optional.empty()
          : Optional.of(new Line(Glob.of(pattern), takesBack));
    } catch (IllegalArgumentException noPattern) {
      return Optional.empty();
    }
  }

  /** Blanks at the end do not count, unless a {@code \} is before them. */
  private static String withoutBlanksAtEnd(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    boolean escaped = end < line.length() && Glob.endsEscaping(line.substring(0, end));
    return line.substring(0, escaped ? end + 1 : end);
  }

  private static String cutLast(String line) {
    return line.substring(0, line.length() - 1);
  }

  /**
   * Whether the entry of this path, from the folder that the file is in, is ignored or taken back;
   * empty where nothing is said of it.
   */
  public Optional<Boolean> ignores(String path, boolean folder) {
    for (Line line : lines) {
      if (line.glob.matches(path, folder)) {
        return Optional.of(!line.takesBack);
      }
    }
    return Optional.empty();
  }

  /** Whether it says nothing. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IgnoreFile file && lines.equals(file.lines);
  }

  @Override
  public int hashCode() {
    return lines.hashCode();
  }
}
