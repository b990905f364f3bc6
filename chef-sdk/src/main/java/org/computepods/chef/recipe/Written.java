package org.computepods.chef.recipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.store.Seen;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What jobs wrote in a workspace of late: noted before they are done, so that no end of this
 * process makes a tool's work a person's. The MajorDomo's own note comes later, and may be lost
 * with it.
 */
final class Written implements AutoCloseable {
  /** Far more than a MajorDomo is ever behind: some 40,000 outputs, and as many in the old file. */
  private static final long LENGTH_MAX = 4 << 20;

  /** Begins the line that says whose work the files of the next ones are. */
  private static final String TASK = "task ";

  /** Where the path begins in a line, behind a digest and a blank. */
  private static final int PATH_AT = 2 * Digest.BYTES + 1;

  private final Path file;
  private final Path old;
  private final FileChannel channel;
  private final FileStat made;

  // Guarded by this. Nobody else writes it.
  private long length;

  /** All lines of both files, from when they were first asked about. */
  private @Nullable Set<String> lines;

  /**
   * The notes of a workspace.
   *
   * @param folder of ours in it, which exists
   */
  Written(Path folder) throws IOException {
    this.file = folder.resolve("written");
    this.old = folder.resolve("written.old");
    this.channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    this.made = FileStat.of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
    this.length = made.size();
  }

  /** Whether the file is still the one that is written to; a {@code git clean} removes it. */
  boolean stands() throws IOException {
    return FileStat.of(file).filter(made::isSameFile).isPresent();
  }

  /**
   * Notes files as they stand, or will.
   *
   * @param task whose work they are; "" where that is known from before
   */
  synchronized void note(String task, Map<String, Digest> files) throws IOException {
    if (length > LENGTH_MAX) {
      Files.copy(file, old, StandardCopyOption.REPLACE_EXISTING);
      channel.truncate(0);
      length = 0;
      lines = null;
    }
    var text = new StringBuilder(TASK).append(oneLine(task)).append('\n');
    for (var each : files.entrySet()) {
      String line = line(each.getKey(), each.getValue());
      text.append(line).append('\n');
      if (lines != null) {
        lines.add(line);
      }
    }
    ByteBuffer bytes = ByteBuffer.wrap(text.toString().getBytes(UTF_8));
    length += bytes.remaining();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Notes that these files, which jobs wrote, are ours no more: they were removed. */
  void noteRemoved(Collection<String> files) throws IOException {
    var removed = new LinkedHashMap<String, Digest>();
    files.forEach(path -> removed.put(path, Digest.ABSENT));
    if (!removed.isEmpty()) {
      note("", removed);
    }
  }

  /**
   * A file that a job wrote.
   *
   * @param task whose work it is; "" where that is not known
   */
  record File(Digest digest, String task) {}

  /** What jobs wrote last to each path, in the order in which they did; but what was removed. */
  synchronized SequencedMap<String, File> last() throws IOException {
    var reading = new Reading();
    for (Path notes : List.of(old, file)) {
      forEachLine(notes, reading::line);
    }
    reading.last.values().removeIf(each -> each.digest().equals(Digest.ABSENT));
    return reading.last;
  }

  /** Goes through the notes. What a crash cut off, or people put there, says nothing. */
  private static final class Reading {
    final SequencedMap<String, File> last = new LinkedHashMap<>();
    private String task = "";

    void line(String line) {
      if (line.startsWith(TASK)) {
        task = line.substring(TASK.length());
      } else if (line.length() > PATH_AT && line.charAt(PATH_AT - 1) == ' ') {
        try {
          note(line.substring(PATH_AT), Digest.parse(line.substring(0, PATH_AT - 1)));
        } catch (IllegalArgumentException noDigest) {
          // As above.
        }
      }
    }

    private void note(String path, Digest digest) {
      File before = last.get(path);
      String whose = task.isEmpty() && before != null ? before.task() : task;
      last.putLast(path, new File(digest, whose));
    }
  }

  /** Whether a job wrote just this there. */
  synchronized boolean isOurs(String path, Seen.File found) throws IOException {
    if (lines == null) {
      lines = new HashSet<>();
      forEachLine(old, lines::add);
      forEachLine(file, lines::add);
    }
    return lines.contains(line(path, found.digest()));
  }

  private static void forEachLine(Path notes, Consumer<String> reader) throws IOException {
    try (Stream<String> all = Files.lines(notes, UTF_8)) {
      all.forEach(reader);
    } catch (NoSuchFileException none) {
      // Nothing was noted yet, or little.
    }
  }

  /** A name may hold any character; one line must stay one. */
  static String line(String path, Digest digest) {
    return digest.hex() + " " + oneLine(path);
  }

  private static String oneLine(String name) {
    return name.replace('\n', '/').replace('\r', '/');
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
