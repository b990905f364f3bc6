package org.computepods.chef.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.computepods.rules.Digest;

/**
 * The files that hold contents: {@code <2 hex>/<digest>} in one folder. When one was last used
 * stands in its inode: it was renamed to its place, or its time was set.
 */
final class Blobs {
  private final Path folder;
  private final AtomicLong cameIn = new AtomicLong();

  /**
   * A content that is there.
   *
   * @param usedNs when it was last used, nanoseconds since 1970
   */
  record Held(Digest digest, long size, long usedNs) {}

  Blobs(Path folder) {
    this.folder = folder;
  }

  /** Where the content stands, if it is there. */
  Path at(Digest digest) {
    return folder(digest).resolve(digest.hex());
  }

  private Path folder(Digest digest) {
    return folder.resolve(digest.hex().substring(0, 2));
  }

  boolean has(Digest digest) {
    try {
      return FileStat.of(at(digest)).filter(FileStat::regular).isPresent();
    } catch (IOException unreadable) {
      return false;
    }
  }

  /** Whether the content is there; it counts as used now. */
  boolean use(Digest digest) {
    // Most often it is not: the JDK would make an exception of that.
    if (!has(digest)) {
      return false;
    }
    try {
      Files.setLastModifiedTime(at(digest), FileTime.from(Instant.now()));
      return true;
    } catch (IOException goneOrUnchangeable) {
      return has(digest);
    }
  }

  /** A verified file gets its name. Two threads may do so at once: both bring the same bytes. */
  void settle(Path file, Digest digest, long size) throws IOException {
    try {
      Files.move(file, at(digest), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException firstOfItsFolder) {
      Files.createDirectories(folder(digest), ContentStore.OWNER_ONLY);
      Files.move(file, at(digest), StandardCopyOption.ATOMIC_MOVE);
    }
    cameIn.addAndGet(size);
  }

  /** Bytes that came in since this process began. */
  long cameIn() {
    return cameIn.get();
  }

  /** Makes sure that these contents outlive a power cut. */
  void sync(Collection<Digest> digests) throws IOException {
    var folders = new HashSet<Path>();
    for (Digest each : digests) {
      force(at(each));
      folders.add(folder(each));
    }
    for (Path each : folders) {
      force(each);
    }
  }

  /** All that are there. */
  List<Held> all() throws IOException {
    var all = new ArrayList<Held>();
    for (Path each : list(folder)) {
      for (Path blob : list(each)) {
        Path name = blob.getFileName();
        Optional<FileStat> stat = FileStat.of(blob);
        if (name != null && stat.isPresent()) {
          all.add(new Held(Digest.parse(name.toString()), stat.get().size(), stat.get().ctimeNs()));
        }
      }
    }
    return all;
  }

  static List<Path> list(Path folder) throws IOException {
    try (var each = Files.list(folder)) {
      return each.toList();
    }
  }

  static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
