package org.computepods.fswatcher.tree;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import org.computepods.chef.store.FileStat;
import org.computepods.rules.Digest;

/**
 * The digests of a workspace's files with the stats that vouch for them, kept in the home from one
 * run to the next. Lost or damaged, it costs one hashing of the tree.
 */
public final class StatCache {
  private static final long MAGIC = 0x4350_5354_4154_0001L;

  private final Path file;
  private final String workspace;

  /**
   * What was kept.
   *
   * @param epoch the last epoch that was begun, or 0
   */
  public record Kept(long epoch, Map<String, Sight.File> files) {}

  /** The cache for a workspace, in this folder. */
  public StatCache(Path folder, String workspace) {
    this.file = folder.resolve(Digest.of(workspace).brief() + ".stats");
    this.workspace = workspace;
  }

  /** What the last run kept, which may be nothing. */
  public Kept load() {
    var files = new HashMap<String, Sight.File>();
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      if (in.readLong() != MAGIC || !text(in).equals(workspace)) {
        return new Kept(0, Map.of());
      }
      long epoch = in.readLong();
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        String path = text(in);
        var stat =
            new FileStat(
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt());
        var digest = new Digest(in.readLong(), in.readLong(), in.readLong(), in.readLong());
        files.put(path, new Sight.File(stat, digest, true));
      }
      // Written last, so that half a file is known for one.
      return in.readLong() == MAGIC ? new Kept(epoch, files) : new Kept(0, Map.of());
    } catch (IOException absentOrDamaged) {
      return new Kept(0, Map.of());
    }
  }

  /** Keeps these files, all of them vouched for; the old ones stay until the new are written. */
  public void save(Kept kept) throws IOException {
    Files.createDirectories(file.getParent());
    Path next = Files.createTempFile(file.getParent(), "stats", ".tmp");
    try {
      try (var out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(next), 1 << 16))) {
        out.writeLong(MAGIC);
        text(out, workspace);
        out.writeLong(kept.epoch());
        out.writeInt(kept.files().size());
        for (var entry : kept.files().entrySet()) {
          text(out, entry.getKey());
          write(out, entry.getValue().stat());
          var digest = entry.getValue().digest();
          out.writeLong(digest.a());
          out.writeLong(digest.b());
          out.writeLong(digest.c());
          out.writeLong(digest.d());
        }
        out.writeLong(MAGIC);
      }
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(next);
    }
  }

  private static void write(DataOutputStream out, FileStat stat) throws IOException {
    out.writeLong(stat.size());
    out.writeLong(stat.mtimeNs());
    out.writeLong(stat.ctimeNs());
    out.writeLong(stat.inode());
    out.writeLong(stat.device());
    out.writeInt(stat.mode());
    out.writeInt(stat.links());
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readUnsignedShort()];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(UTF_8);
    out.writeShort(bytes.length); // PATH_MAX is 4,096
    out.write(bytes);
  }
}
