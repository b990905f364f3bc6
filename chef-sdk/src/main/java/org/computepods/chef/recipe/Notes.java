package org.computepods.chef.recipe;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a tool wrote down of its own reads and writes: paths as it wrote them.
 *
 * @param reads without those that it had written first
 * @param sought looked for in vain
 * @param from the working directory that relative paths start from
 */
record Notes(Set<String> reads, Set<String> writes, Set<String> sought, Path from) {
  static Notes none(Path from) {
    return new Notes(Set.of(), Set.of(), Set.of(), from);
  }

  /** The notes in a depfile of this format. */
  static Notes read(String text, String format, Path from) {
    return switch (format) {
      case "make" -> MakeNotes.read(text, from);
      case "fls" -> recorder(text, from);
      case "list" -> list(text, from);
      default -> throw new IllegalArgumentException("no such depfile format: '" + format + "'");
    };
  }

  /**
   * TeX's recorder file: one file a line, in the order in which they were opened. It never has
   * lines that begin with ABSENT; rules add them, of what TeX looked for in vain.
   */
  private static Notes recorder(String text, Path from) {
    var reads = new LinkedHashSet<String>();
    var writes = new LinkedHashSet<String>();
    var sought = new LinkedHashSet<String>();
    var written = new HashSet<Path>();
    Path pwd = from;
    for (String line : lines(text)) {
      int space = line.indexOf(' ');
      String path = line.substring(space + 1);
      switch (space < 0 ? "" : line.substring(0, space)) {
        case "PWD" -> pwd = from.resolve(path);
        case "INPUT" -> {
          if (!written.contains(pwd.resolve(path).normalize())) {
            reads.add(pwd.resolve(path).toString());
          }
        }
        case "OUTPUT" -> {
          written.add(pwd.resolve(path).normalize());
          writes.add(pwd.resolve(path).toString());
        }
        case "ABSENT" -> sought.add(pwd.resolve(path).toString());
        default -> {}
      }
    }
    return new Notes(reads, writes, sought, pwd);
  }

  private static Notes list(String text, Path from) {
    var reads = new LinkedHashSet<String>();
    for (String line : lines(text)) {
      if (!line.isBlank()) {
        reads.add(line);
      }
    }
    return new Notes(reads, Set.of(), Set.of(), from);
  }

  private static List<String> lines(String text) {
    var lines = new ArrayList<String>();
    for (String line : text.split("\n", -1)) {
      lines.add(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line);
    }
    return lines;
  }
}
