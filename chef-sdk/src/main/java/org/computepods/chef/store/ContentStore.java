package org.computepods.chef.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.computepods.rules.Digest;

/**
 * The contents that a pod holds: {@code store/<2 hex>/<digest>} in its folder.
 *
 * <p>A content is complete and right under its name, or not there at all: it is written beside,
 * verified, then renamed. It is verified again on leaving; a content that rotted is put in
 * quarantine, said, and from then on absent. Safe for any number of threads and, since names are
 * digests, for several processes.
 */
public final class ContentStore {
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What of a file's mode is who may do what with it. */
  private static final int PERMISSIONS = 07777;

  private static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--------");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Blobs blobs;
  private final Path tmp;
  private final Pins pins;
  private final Path quarantine;
  private final Consumer<String> notices;
  private final AtomicLong names = new AtomicLong();
  private final String life =
      ProcessHandle.current().pid() + "-" + Long.toString(System.nanoTime(), 36);

  /**
   * The store in this folder, made if need be.
   *
   * @param notices is told, one line each, what people should know: a content that rotted
   */
  public ContentStore(Path folder, Consumer<String> notices) throws IOException {
    Files.createDirectories(folder, OWNER_ONLY);
    blobs = new Blobs(folder(folder, "store"));
    tmp = folder(folder, "tmp");
    pins = new Pins(folder(folder, "pins"));
    quarantine = folder(folder, "quarantine");
    this.notices = notices;
    clearUnfinished();
  }

  private static Path folder(Path parent, String name) throws IOException {
    return Files.createDirectories(parent.resolve(name), OWNER_ONLY);
  }

  /** Removes what processes that died had not finished; names begin with their id. */
  private void clearUnfinished() throws IOException {
    for (Path each : Blobs.list(tmp)) {
      String owner = String.valueOf(each.getFileName()).split("-", 2)[0];
      boolean lives =
          owner.matches("\\d{1,18}")
              && ProcessHandle.of(Long.parseLong(owner)).filter(ProcessHandle::isAlive).isPresent();
      if (!lives) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Whether the content is there, as far as its name says. */
  public boolean has(Digest digest) {
    return blobs.has(digest);
  }

  /** Whether the content is there; if so, it counts as used now, and stays for some minutes. */
  public boolean use(Digest digest) {
    return blobs.use(digest);
  }

  /** Where the content stands, unverified; whoever reads it there must verify it. */
  public Optional<Path> path(Digest digest) {
    return has(digest) ? Optional.of(blobs.at(digest)) : Optional.empty();
  }

  /** Takes a copy of this file in. */
  public Digest put(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return put(in);
    }
  }

  /** Takes in all that this stream still has. */
  public Digest put(InputStream in) throws IOException {
    Path fresh = temporary();
    try {
      Copied copied;
      try (OutputStream out = createReadOnly(fresh)) {
        copied = copy(in, out);
      }
      blobs.settle(fresh, copied.digest, copied.size);
      return copied.digest;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Takes these bytes in. */
  public Digest put(byte[] content) throws IOException {
    Digest digest = Digest.of(content);
    if (!use(digest)) {
      Path fresh = temporary();
      try {
        try (OutputStream out = createReadOnly(fresh)) {
          out.write(content);
        }
        blobs.settle(fresh, digest, content.length);
      } catch (IOException | RuntimeException e) {
        Files.deleteIfExists(fresh);
        throw e;
      }
    }
    return digest;
  }

  /**
   * Takes in all that this stream still has if it has this digest; else nothing is kept.
   *
   * @throws WrongContentException if it has another
   */
  public void put(InputStream in, Digest expected) throws IOException {
    Path fresh = temporary();
    try {
      Copied copied;
      try (OutputStream out = createReadOnly(fresh)) {
        copied = copy(in, out);
      }
      if (!copied.digest.equals(expected)) {
        throw new WrongContentException(expected, copied.digest);
      }
      blobs.settle(fresh, expected, copied.size);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** A new file on the store's file system, to be filled and given to {@link #adopt}. */
  public Path temporary() {
    return tmp.resolve(life + "-" + names.incrementAndGet());
  }

  /**
   * Takes this file in by renaming it, where file systems allow; else by a copy. Afterwards there
   * is nothing at its path. Its digest is believed; a wrong one is found out on leaving.
   */
  public void adopt(Path file, Digest digest) throws IOException {
    FileStat stat = FileStat.of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
    if (!stat.regular()) {
      throw new FileSystemException(file.toString(), null, "is no regular file");
    }
    if (use(digest)) {
      Files.delete(file);
      return;
    }
    // Another name of the inode may be written by anyone at any time.
    if (stat.links() == 1) {
      try {
        Files.setPosixFilePermissions(file, READ_ONLY);
        blobs.settle(file, digest, stat.size());
        return;
      } catch (AtomicMoveNotSupportedException otherFileSystem) {
        // Copied, below.
      } catch (IOException stays) {
        Files.setAttribute(file, "unix:mode", stat.mode() & PERMISSIONS);
        throw stays;
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      put(in, digest);
    }
    Files.delete(file);
  }

  /** As {@link #adopt(Path, Digest)}, where the digest is not yet known. */
  public Digest adopt(Path file) throws IOException {
    Digest digest = Hashing.hash(file);
    adopt(file, digest);
    return digest;
  }

  /**
   * Puts a copy of the content at this path, in the place of what was there, all at once.
   *
   * @return whether the store had the content, and it was right
   */
  public boolean materialise(Digest digest, Path target, boolean executable) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path fresh =
        (folder == null ? target : folder).resolve(".cp-" + life + "-" + names.incrementAndGet());
    return materialise(digest, target, executable, fresh);
  }

  /** As above, written first at {@code beside}, which must be on the target's file system. */
  public boolean materialise(Digest digest, Path target, boolean executable, Path beside)
      throws IOException {
    try (InputStream in = Files.newInputStream(blobs.at(digest), LinkOption.NOFOLLOW_LINKS)) {
      blobs.use(digest);
      Digest found;
      try (OutputStream out = create(beside)) {
        found = copy(in, out).digest;
      }
      if (!found.equals(digest)) {
        quarantine(digest, found);
        return false;
      }
      Files.setPosixFilePermissions(beside, executable ? PROGRAM : PLAIN);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      if (has(digest)) {
        throw e; // The target's folder is missing, not the content.
      }
      return false;
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The whole content, verified; empty where the store does not have it. For small ones. */
  public Optional<byte[]> read(Digest digest) throws IOException {
    byte[] content;
    try {
      content = Files.readAllBytes(blobs.at(digest));
      blobs.use(digest);
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
    Digest found = Digest.of(content);
    if (!found.equals(digest)) {
      quarantine(digest, found);
      return Optional.empty();
    }
    return Optional.of(content);
  }

  /** The content as a stream that fails at its end if it was not right. */
  public Optional<InputStream> open(Digest digest) throws IOException {
    try {
      InputStream in = Files.newInputStream(blobs.at(digest));
      blobs.use(digest);
      return Optional.of(new VerifyingStream(in, digest, found -> quarantine(digest, found)));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Reads the content through; whether it is there and right. */
  public boolean verify(Digest digest) throws IOException {
    Digest found;
    try {
      found = Hashing.hash(blobs.at(digest));
    } catch (NoSuchFileException absent) {
      return false;
    }
    if (!found.equals(digest)) {
      quarantine(digest, found);
      return false;
    }
    return true;
  }

  /** How many bytes the content has; empty where it is not there. */
  public Optional<Long> size(Digest digest) throws IOException {
    return FileStat.of(blobs.at(digest)).map(FileStat::size);
  }

  /** Keeps the content from eviction, for good, on disk; {@code why} is for people. */
  public void pin(Digest digest, String why) throws IOException {
    sync(List.of(digest));
    pins.add(digest, why, temporary());
  }

  /** Lets the content go again. */
  public void unpin(Digest digest) throws IOException {
    pins.remove(digest);
  }

  /** All that is pinned, the oldest first. */
  public List<Pin> pins() throws IOException {
    return pins.all();
  }

  /** Makes sure that these contents outlive a power cut; for bytes that cannot be made again. */
  public void sync(Collection<Digest> digests) throws IOException {
    blobs.sync(digests);
  }

  /** How many bytes all contents take together. */
  public long size() throws IOException {
    return blobs.all().stream().mapToLong(Blobs.Held::size).sum();
  }

  /** How many bytes have come in since this store was opened. */
  public long cameIn() {
    return blobs.cameIn();
  }

  /**
   * Removes contents, those first that were used longest ago, until the rest takes no more than
   * this many bytes; never a pinned one, nor one that was used in the minutes before.
   */
  public Evicted evict(long limit, Instant now) throws IOException {
    return new Eviction(blobs, pins).evict(limit, now);
  }

  private void quarantine(Digest digest, Digest found) throws IOException {
    Path away = quarantine.resolve(digest.hex() + "-" + life + "-" + names.incrementAndGet());
    try {
      Files.move(blobs.at(digest), away, StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException doneAlready) {
      return;
    }
    notices.accept(
        "content "
            + digest.brief()
            + " rotted in the store (it is "
            + found.brief()
            + " now): put aside as "
            + away
            + " and treated as absent");
  }

  private static OutputStream create(Path fresh) throws IOException {
    return Files.newOutputStream(fresh, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /** Born so that nobody writes it later: one call less than making it so. */
  private static OutputStream createReadOnly(Path fresh) throws IOException {
    var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    var readOnly = PosixFilePermissions.asFileAttribute(READ_ONLY);
    return Channels.newOutputStream(Files.newByteChannel(fresh, options, readOnly));
  }

  private record Copied(Digest digest, long size) {}

  private static Copied copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = Buffers.take();
    long size = 0;
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        out.write(buffer, 0, n);
        size += n;
      }
    } finally {
      Buffers.give(buffer);
    }
    return new Copied(Digest.ofBytes(sha256.digest()), size);
  }
}
