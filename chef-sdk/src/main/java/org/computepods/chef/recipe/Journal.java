package org.computepods.chef.recipe;

import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.computepods.chef.store.FileStat;

/**
 * A file that lists what a job puts aside, on disk before it is; emptied when nothing is to be
 * brought back any more, and then used for the next job. (A file for each job cost a quarter of its
 * cooking: ext4 looks through all that were removed of late before it makes another.)
 *
 * <p>Lines {@code for NAME} (whose things they are), {@code HOW path}, the path percent-encoded,
 * and a last line {@code end}: without it nothing had been touched yet.
 */
final class Journal implements AutoCloseable {
  static final String SUFFIX = ".journal";

  private static final String BEGIN = "for ";
  private static final String END = "end";

  private final Path file;
  private final FileChannel channel;
  private final Optional<FileStat> made;

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

  /** What a journal says. */
  record Noted(String name, List<Entry> entries) {}

  private Journal(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    this.made = FileStat.of(file);
  }

  /** An empty journal, not there before. */
  static Journal make(Path file) throws IOException {
    return new Journal(
        file, FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
  }

  Path file() {
    return file;
  }

  /** Whether what is written into it would still be found under its name. */
  boolean stands() throws IOException {
    Optional<FileStat> now = channel.isOpen() ? FileStat.of(file) : Optional.empty();
    return now.isPresent()
        && made.filter(then -> then.isSameFile(now.get())).isPresent()
        && now.get().size() == 0;
  }

  /** Notes all of it, at once. */
  void write(Noted noted) throws IOException {
    var text = new StringBuilder(BEGIN).append(noted.name).append('\n');
    for (Entry each : noted.entries) {
      text.append(each.how).append(' ');
      encode(each.path, text);
      text.append('\n');
    }
    text.append(END).append('\n');
    var bytes = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
  }

  /** As {@link URLEncoder}, which has a writer and its buffers for each call. */
  private static void encode(String path, StringBuilder text) {
    int begun = text.length();
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '.') {
        text.append(c);
      } else if (c == '/') {
        text.append("%2F");
      } else if (c == '-' || c == '_') {
        text.append(c);
      } else {
        text.setLength(begun);
        text.append(URLEncoder.encode(path, StandardCharsets.UTF_8));
        return;
      }
    }
  }

  /** From here on there is nothing to bring back. (In the file system's own order with renames.) */
  void clear() throws IOException {
    channel.truncate(0);
  }

  /** What was put aside; nothing where the journal is missing or empty, or was not finished. */
  static Optional<Noted> read(Path journal) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(journal);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    if (lines.size() < 2 || !lines.getFirst().startsWith(BEGIN) || !lines.getLast().equals(END)) {
      return Optional.empty();
    }
    var entries = new ArrayList<Entry>();
    for (String line : lines.subList(1, lines.size() - 1)) {
      String[] words = line.split(" ", 2);
      entries.add(
          new Entry(How.valueOf(words[0]), URLDecoder.decode(words[1], StandardCharsets.UTF_8)));
    }
    return Optional.of(new Noted(lines.getFirst().substring(BEGIN.length()), entries));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
