package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.computepods.chef.wire.Synced;
import org.computepods.rules.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a workspace, kept in the home from one run to the next: a word for each folder,
 * of which a later one counts. So what has changed is written behind the rest, and a file that ends
 * within a word holds all that stands before it. Lost or damaged, it costs one hashing of the tree.
 */
public final class KeptTree implements AutoCloseable {
  private static final long MAGIC = 0x4350_5452_4545_0005L;
  private static final int WORD_HEAD_BYTES = 8;
  private static final int WORD_MAX = 1 << 30;
  private static final int BUFFER_BYTES = 1 << 20;

  private final Path file;
  private final Path next;
  private final String workspace;
  private @Nullable FileChannel out;
  private @Nullable Kept ahead;
  private boolean anew;
  private long end;

  /** Bytes of the file when it was read. */
  private long read;

  /**
   * What was kept.
   *
   * @param epoch the last epoch that was begun, or 0
   * @param how which files counted then
   * @param targets of the links among the files, by their path
   * @param left where the watch ended that kept it; empty where it was broken off
   */
  public record Kept(
      long epoch,
      Digest how,
      TreeMap<String, KnownFolder> folders,
      Map<String, String> targets,
      Optional<Synced.Point> left) {
    static Kept nothing() {
      return new Kept(0, Digest.ABSENT, new TreeMap<>(), new HashMap<>(), Optional.empty());
    }

    private Kept left(Optional<Synced.Point> point) {
      return new Kept(epoch, how, folders, targets, point);
    }
  }

  /** What is kept of a workspace, in this folder. */
  public KeptTree(Path folder, String workspace) {
    this.file = folder.resolve(Digest.of(workspace).brief() + ".tree");
    this.next = folder.resolve(file.getFileName() + ".next");
    this.workspace = workspace;
  }

  /** Reads it now, for {@link #load} to give it. */
  public KeptTree ahead() {
    ahead = load();
    return this;
  }

  /** Whether it is kept of that workspace. */
  public boolean isOf(Path root) {
    return workspace.equals(root.toString());
  }

  /** What the last run kept, which may be nothing. */
  public Kept load() {
    if (ahead != null) {
      var read = ahead;
      ahead = null;
      return read;
    }
    read = bytesThere();
    var kept = loadWords();
    return kept.left().isEmpty() || endsHere() ? kept : kept.left(Optional.empty());
  }

  /** Whether nothing was begun to be written behind the last whole word. */
  private boolean endsHere() {
    return bytesThere() == end;
  }

  /** Whether nobody has written it since it was read: a watch may end while the next begins. */
  public boolean isAsRead() {
    return bytesThere() == read;
  }

  private long bytesThere() {
    try {
      return Files.size(file);
    } catch (IOException none) {
      return 0;
    }
  }

  private Kept loadWords() {
    var kept = Kept.nothing();
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES))) {
      if (in.readLong() != MAGIC || !workspace.equals(name(in))) {
        return kept;
      }
      end = headBytes();
      while (true) {
        int crc = in.readInt();
        int length = in.readInt();
        if (length < 0 || length > WORD_MAX) {
          return kept;
        }
        byte[] word = new byte[length];
        in.readFully(word);
        if (crc(word) != crc) {
          return kept;
        }
        kept = with(kept, ByteBuffer.wrap(word));
        end += WORD_HEAD_BYTES + length;
      }
    } catch (IOException | BufferUnderflowException | IllegalArgumentException endOrDamage) {
      return kept;
    }
  }

  private static String name(DataInputStream in) throws IOException {
    byte[] name = new byte[in.readUnsignedShort()];
    in.readFully(name);
    return new String(name, UTF_8);
  }

  private static Kept with(Kept kept, ByteBuffer word) {
    byte kind = word.get();
    if (kind == 'Z') {
      return kept.left(Optional.of(new Synced.Point(word.getLong(), word.getLong())));
    }
    if (kind == 'E') {
      long epoch = word.getLong();
      var how = new Digest(word.getLong(), word.getLong(), word.getLong(), word.getLong());
      return new Kept(epoch, how, kept.folders, kept.targets, Optional.empty());
    }
    String folder = text(word);
    var files = KnownFolder.read(word);
    if (files.size() == 0) {
      kept.folders.remove(folder);
    } else {
      kept.folders.put(folder, files);
    }
    while (word.hasRemaining()) {
      kept.targets.put(text(word), text(word));
    }
    return kept.left.isEmpty() ? kept : kept.left(Optional.empty());
  }

  /** Goes on behind the last whole word of what was loaded. */
  public void resume() throws IOException {
    Files.createDirectories(file.getParent());
    out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    out.truncate(end).position(end);
    if (end == 0) {
      head();
    }
  }

  /** Begins a file that takes the place of the one there is when it is {@link #whole}. */
  public void beginAnew() throws IOException {
    Files.createDirectories(file.getParent());
    close();
    anew = true;
    out =
        FileChannel.open(
            next,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    end = 0;
    head();
  }

  private void head() throws IOException {
    byte[] name = workspace.getBytes(UTF_8);
    write(
        ByteBuffer.allocate(headBytes())
            .putLong(MAGIC)
            .putShort((short) name.length)
            .put(name)
            .flip());
  }

  private int headBytes() {
    return Long.BYTES + Short.BYTES + workspace.getBytes(UTF_8).length;
  }

  /** Bytes written, also those that later words have overtaken. */
  public long bytes() {
    return end;
  }

  /** Everything has been written that is known. */
  public void whole() throws IOException {
    if (anew) {
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
      anew = false;
    }
  }

  /** Keeps the number of an epoch, and which files count in it. */
  public void epoch(long epoch, Digest how) throws IOException {
    byte[] bytes = new byte[WORD_HEAD_BYTES + 1 + Long.BYTES + 32];
    var word = ByteBuffer.wrap(bytes).position(WORD_HEAD_BYTES).put((byte) 'E');
    word.putLong(epoch).put(how.bytes());
    word(bytes, bytes.length);
  }

  /** Says that what is kept is all that was known when the watch had come there, and ended. */
  public void left(Synced.Point point) throws IOException {
    byte[] bytes = new byte[WORD_HEAD_BYTES + 1 + 2 * Long.BYTES];
    ByteBuffer.wrap(bytes)
        .position(WORD_HEAD_BYTES)
        .put((byte) 'Z')
        .putLong(point.epoch())
        .putLong(point.seq());
    word(bytes, bytes.length);
  }

  /** Keeps a folder. */
  public void folder(String folder, KnownFolder files, Map<String, String> targets)
      throws IOException {
    byte[] path = folder.getBytes(UTF_8);
    int size = WORD_HEAD_BYTES + 1 + Integer.BYTES + path.length + files.written();
    for (var link : targets.entrySet()) {
      // No character takes more than three bytes of UTF-8 (two of them take four).
      size += 2 * Integer.BYTES + 3 * (link.getKey().length() + link.getValue().length());
    }
    byte[] bytes = new byte[size];
    var word = ByteBuffer.wrap(bytes).position(WORD_HEAD_BYTES).put((byte) 'F');
    text(word, path);
    files.write(word);
    targets.forEach(
        (link, target) -> {
          text(word, link.getBytes(UTF_8));
          text(word, target.getBytes(UTF_8));
        });
    word(bytes, word.position());
  }

  /** Writes a word behind its checksum and length. */
  private void word(byte[] bytes, int end) throws IOException {
    var crc = new CRC32();
    crc.update(bytes, WORD_HEAD_BYTES, end - WORD_HEAD_BYTES);
    var word = ByteBuffer.wrap(bytes, 0, end);
    word.putInt(0, (int) crc.getValue()).putInt(4, end - WORD_HEAD_BYTES);
    write(word);
  }

  private static int crc(byte[] word) {
    var crc = new CRC32();
    crc.update(word);
    return (int) crc.getValue();
  }

  private void write(ByteBuffer bytes) throws IOException {
    if (out == null) {
      throw new IOException("no file of the known tree was begun");
    }
    end += bytes.remaining();
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }

  private static String text(ByteBuffer in) {
    byte[] utf8 = new byte[in.getInt()];
    in.get(utf8);
    return new String(utf8, UTF_8);
  }

  private static void text(ByteBuffer out, byte[] utf8) {
    out.putInt(utf8.length).put(utf8);
  }

  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      out = null;
    }
  }
}
