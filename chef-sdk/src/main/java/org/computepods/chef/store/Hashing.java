package org.computepods.chef.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.computepods.rules.Digest;

/**
 * Digests of files, read until they hold still and remembered by stat.
 *
 * <p>A remembered digest is believed only where size, times, inode and mode are the same, and where
 * the times were more than {@link #VOUCHES_AFTER_MS} old when the file was read: a write within the
 * clock tick of an earlier one leaves no trace in a stat. Safe for any number of threads.
 */
public final class Hashing {
  /** Coarser than any file system's clock tick that we know (ext4: 4 ms; HFS+ apart). */
  public static final long VOUCHES_AFTER_MS = 100;

  /** After this many readings a file is said to be moving. */
  private static final int READINGS_MAX = 5;

  /** About 200 bytes each: 200 MiB at most, in a process that watches a very large tree. */
  private static final int REMEMBERED_MAX = 1_000_000;

  private final InstantSource clock;
  private final ConcurrentHashMap<String, Known> known = new ConcurrentHashMap<>();

  private record Known(FileStat stat, Digest digest) {}

  public Hashing() {
    this(InstantSource.system());
  }

  /** With a clock of one's own, which must agree with the file system's. */
  public Hashing(InstantSource clock) {
    this.clock = clock;
  }

  /** What stands at this path, links not followed; @throws UnstableFileException if it moves. */
  public Seen look(Path path) throws IOException {
    for (int reading = 0; reading < READINGS_MAX; reading++) {
      Optional<FileStat> stat = FileStat.of(path);
      if (stat.isEmpty()) {
        known.remove(path.toString());
        return new Seen.Nothing();
      }
      try {
        Optional<Seen> seen = look(path, stat.get());
        if (seen.isPresent()) {
          return seen.get();
        }
      } catch (NoSuchFileException vanished) {
        // Between stat and reading; look again.
      }
    }
    throw new UnstableFileException(path);
  }

  /** What stands at the end of this path's links. */
  public Seen lookFollowing(Path path) throws IOException {
    Seen seen = look(path);
    if (!(seen instanceof Seen.Link)) {
      return seen;
    }
    try {
      return look(path.toRealPath());
    } catch (NoSuchFileException dangling) {
      return new Seen.Nothing();
    }
  }

  /** The digest of the regular file at this path; empty where there is none. */
  public Optional<Digest> digest(Path path) throws IOException {
    return look(path) instanceof Seen.File(_, Digest digest)
        ? Optional.of(digest)
        : Optional.empty();
  }

  /** A file was renamed and is the same file still: its digest need not be computed again. */
  public void renamed(Path from, Path to) {
    known.remove(from.toString());
    known.remove(to.toString());
  }

  /** The digest of the bytes of this file as they are read now. */
  public static Digest hash(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      return hash(in);
    }
  }

  /**
   * The digest of a file that had this stat just now. A stat that follows, and is the same, shows
   * that it is that of the whole file.
   */
  public static Digest hash(Path path, FileStat stat) throws IOException {
    Optional<Digest> small = SmallFile.digest(path, stat.size());
    return small.isPresent() ? small.get() : hash(path);
  }

  /** The digest of all that this stream still has. */
  public static Digest hash(InputStream in) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = Buffers.take();
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
      }
    } finally {
      Buffers.give(buffer);
    }
    return Digest.ofBytes(sha256.digest());
  }

  private Optional<Seen> look(Path path, FileStat stat) throws IOException {
    if (stat.link()) {
      return Optional.of(new Seen.Link(stat, Files.readSymbolicLink(path).toString()));
    }
    if (!stat.regular()) {
      return Optional.of(new Seen.Other(stat));
    }
    String key = path.toString();
    Known before = known.get(key);
    if (before != null && before.stat.equals(stat)) {
      return Optional.of(new Seen.File(stat, before.digest));
    }
    long readAt = clock.millis();
    Digest digest = hash(path, stat);
    if (!FileStat.of(path).equals(Optional.of(stat))) {
      return Optional.empty();
    }
    if (stat.vouchesSince(readAt)) {
      remember(key, new Known(stat, digest));
    }
    return Optional.of(new Seen.File(stat, digest));
  }

  private void remember(String key, Known now) {
    if (known.size() >= REMEMBERED_MAX) {
      known.clear();
    }
    known.put(key, now);
  }
}
