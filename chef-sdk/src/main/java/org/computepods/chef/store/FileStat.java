package org.computepods.chef.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What the file system says of a file without reading it. Two equal ones mean the same content, if
 * the times were old enough when it was read.
 *
 * @param mode type and permission bits, as {@code stat(2)} gives them
 * @param links how many names the inode has
 */
public record FileStat(
    long size, long mtimeNs, long ctimeNs, long inode, long device, int mode, int links) {
  private static final int TYPE = 0170000;
  private static final int REGULAR = 0100000;
  private static final int DIRECTORY = 0040000;
  private static final int LINK = 0120000;
  private static final int ANY_EXECUTE = 0111;
  private static final String ATTRIBUTES = "unix:size,lastModifiedTime,ctime,ino,dev,mode,nlink";

  /**
   * What is at this path, a link itself and not what it points at; empty where there is nothing.
   */
  public static Optional<FileStat> of(Path path) throws IOException {
    return switch (Statx.of(path, false)) {
      case Statx.Answer.There(FileStat stat) -> Optional.of(stat);
      case Statx.Answer.Absent() -> Optional.empty();
      case Statx.Answer.Unknown() -> read(path, LinkOption.NOFOLLOW_LINKS);
    };
  }

  /** What is at the end of this path's links; empty where there is nothing. */
  public static Optional<FileStat> following(Path path) throws IOException {
    return switch (Statx.of(path, true)) {
      case Statx.Answer.There(FileStat stat) -> Optional.of(stat);
      case Statx.Answer.Absent() -> Optional.empty();
      case Statx.Answer.Unknown() -> read(path);
    };
  }

  public boolean regular() {
    return (mode & TYPE) == REGULAR;
  }

  public boolean directory() {
    return (mode & TYPE) == DIRECTORY;
  }

  public boolean link() {
    return (mode & TYPE) == LINK;
  }

  /** Whether anyone may execute it. */
  public boolean executable() {
    return (mode & ANY_EXECUTE) != 0;
  }

  /** Whether it is the same file, whatever has become of it. */
  public boolean isSameFile(FileStat other) {
    return inode == other.inode && device == other.device;
  }

  /**
   * Whether any change after this moment shows in the stat; one within the same tick of the file
   * system's clock does not.
   */
  public boolean vouchesSince(long epochMs) {
    return olderThan(TimeUnit.MILLISECONDS.toNanos(epochMs - Hashing.VOUCHES_AFTER_MS));
  }

  /** Whether both times lie before this moment, in nanoseconds since 1970. */
  boolean olderThan(long epochNs) {
    return mtimeNs < epochNs && ctimeNs < epochNs;
  }

  /**
   * By hand, as in {@link org.computepods.rules.Digest}: a record's own takes ten times as long
   * until the best compiler has seen it.
   */
  @Override
  public boolean equals(Object other) {
    return other instanceof FileStat stat
        && size == stat.size
        && mtimeNs == stat.mtimeNs
        && ctimeNs == stat.ctimeNs
        && inode == stat.inode
        && device == stat.device
        && mode == stat.mode
        && links == stat.links;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(inode * 31 + ctimeNs);
  }

  /** By the JDK's own means. */
  static Optional<FileStat> read(Path path, LinkOption... options) throws IOException {
    try {
      Map<String, Object> is = Files.readAttributes(path, ATTRIBUTES, options);
      return Optional.of(
          new FileStat(
              (Long) get(is, "size"),
              nanos(get(is, "lastModifiedTime")),
              nanos(get(is, "ctime")),
              (Long) get(is, "ino"),
              (Long) get(is, "dev"),
              (Integer) get(is, "mode"),
              (Integer) get(is, "nlink")));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    } catch (FileSystemException e) {
      // A step of the path is a file, not a folder: then there is nothing below it.
      if (String.valueOf(e.getReason()).contains("Not a directory")) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static Object get(Map<String, Object> attributes, String name) {
    Object value = attributes.get(name);
    if (value == null) {
      throw new IllegalStateException("this file system knows no '" + name + "'");
    }
    return value;
  }

  private static long nanos(Object time) {
    return ((FileTime) time).to(TimeUnit.NANOSECONDS);
  }
}
