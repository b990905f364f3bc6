package org.computepods.chef.recipe;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of what a job puts aside, on disk before it is. Lines {@code HOW path}, the path
 * percent-encoded, and a last line {@code end}: without it nothing had been touched yet.
 */
final class Journal {
  static final String SUFFIX = ".journal";

  private static final String END = "end";

  private Journal() {}

  /** How a path is kept. */
  enum How {
    /** Renamed away. */
    MOVED,
    /** Copied away, for the tool reads it. */
    COPIED,
    /** There was nothing: whatever is there later is the job's. */
    NEW
  }

  record Entry(How how, String path) {}

  static void write(Path journal, List<Entry> entries) throws IOException {
    var text = new StringBuilder();
    for (Entry each : entries) {
      text.append(each.how).append(' ');
      text.append(URLEncoder.encode(each.path, StandardCharsets.UTF_8)).append('\n');
    }
    Files.writeString(journal, text.append(END).append('\n'));
  }

  /** What was put aside; nothing where the journal is missing or was not finished. */
  static List<Entry> read(Path journal) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(journal);
    } catch (NoSuchFileException none) {
      return List.of();
    }
    if (lines.isEmpty() || !lines.getLast().equals(END)) {
      return List.of();
    }
    var entries = new ArrayList<Entry>();
    for (String line : lines.subList(0, lines.size() - 1)) {
      String[] words = line.split(" ", 2);
      entries.add(
          new Entry(How.valueOf(words[0]), URLDecoder.decode(words[1], StandardCharsets.UTF_8)));
    }
    return entries;
  }
}
