package org.computepods.chef.store;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
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
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final Set<PosixFilePermission> READ_ONLY =
      PosixFilePermissions.fromString("r--------");
  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PROGRAM =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path blobs;
  private final Path tmp;
  private final Path pins;
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
    blobs = folder.resolve("store");
    tmp = folder.resolve("tmp");
    pins = folder.resolve("pins");
    quarantine = folder.resolve("quarantine");
    this.notices = notices;
    Files.createDirectories(folder, OWNER_ONLY);
    for (Path each : List.of(blobs, tmp, pins, quarantine)) {
      Files.createDirectories(each, OWNER_ONLY);
    }
    clearUnfinished();
  }

  /** Removes what processes that died had not finished; names begin with their id. */
  private void clearUnfinished() throws IOException {
    for (Path each : list(tmp)) {
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
    return Files.isRegularFile(blob(digest), LinkOption.NOFOLLOW_LINKS);
  }

  /** Where the content stands, unverified; whoever reads it there must verify it. */
  public Optional<Path> path(Digest digest) {
    return has(digest) ? Optional.of(blob(digest)) : Optional.empty();
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
      Digest digest;
      try (OutputStream out = createReadOnly(fresh)) {
        digest = copy(in, out);
      }
      settle(fresh, digest);
      return digest;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(fresh);
      throw e;
    }
  }

  /** Takes these bytes in. */
  public Digest put(byte[] content) throws IOException {
    Digest digest = Digest.of(content);
    if (!has(digest)) {
      Path fresh = temporary();
      try {
        try (OutputStream out = createReadOnly(fresh)) {
          out.write(content);
        }
        settle(fresh, digest);
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
      Digest digest;
      try (OutputStream out = createReadOnly(fresh)) {
        digest = copy(in, out);
      }
      if (!digest.equals(expected)) {
        throw new WrongContentException(expected, digest);
      }
      settle(fresh, digest);
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
    if (has(digest)) {
      Files.delete(file);
      return;
    }
    // Another name of the inode may be written by anyone at any time.
    if (stat.links() == 1) {
      try {
        Files.setPosixFilePermissions(file, READ_ONLY);
        settle(file, digest);
        return;
      } catch (AtomicMoveNotSupportedException otherFileSystem) {
        // Copied, below.
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
    try (InputStream in = Files.newInputStream(blob(digest), LinkOption.NOFOLLOW_LINKS)) {
      Digest found;
      try (OutputStream out = create(beside)) {
        found = copy(in, out);
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
      content = Files.readAllBytes(blob(digest));
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
      return Optional.of(new Verifying(Files.newInputStream(blob(digest)), digest));
    } catch (NoSuchFileException absent) {
      return Optional.empty();
    }
  }

  /** Reads the content through; whether it is there and right. */
  public boolean verify(Digest digest) throws IOException {
    Digest found;
    try {
      found = Hashing.hash(blob(digest));
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
    return FileStat.of(blob(digest)).map(FileStat::size);
  }

  /** Keeps the content from eviction, for good, on disk; {@code why} is for people. */
  public void pin(Digest digest, String why) throws IOException {
    sync(List.of(digest));
    Path fresh = temporary();
    Files.writeString(fresh, why);
    force(fresh);
    Files.move(fresh, pins.resolve(digest.hex()), StandardCopyOption.ATOMIC_MOVE);
    force(pins);
  }

  /** Lets the content go again. */
  public void unpin(Digest digest) throws IOException {
    Files.deleteIfExists(pins.resolve(digest.hex()));
  }

  /** All that is pinned, the oldest first. */
  public List<Pin> pins() throws IOException {
    var all = new ArrayList<Pin>();
    for (Path each : list(pins)) {
      Path name = each.getFileName();
      if (name != null) {
        String why = new String(Files.readAllBytes(each), StandardCharsets.UTF_8);
        var since = Files.getLastModifiedTime(each).toInstant();
        all.add(new Pin(Digest.parse(name.toString()), why, since));
      }
    }
    all.sort(Comparator.comparing(Pin::since));
    return all;
  }

  /** Makes sure that these contents outlive a power cut; for bytes that cannot be made again. */
  public void sync(Collection<Digest> digests) throws IOException {
    var folders = new HashSet<Path>();
    for (Digest each : digests) {
      Path blob = blob(each);
      force(blob);
      folders.add(folder(each));
    }
    for (Path each : folders) {
      force(each);
    }
  }

  /** How many bytes all contents take together. */
  public long size() throws IOException {
    long size = 0;
    for (Held each : held()) {
      size += each.stat.size();
    }
    return size;
  }

  /**
   * Removes contents, those first that came in longest ago, until the rest takes no more than this
   * many bytes; never a pinned one. @return how many bytes were freed
   */
  public long evict(long limit) throws IOException {
    var pinned = new HashSet<Digest>();
    pins().forEach(pin -> pinned.add(pin.digest()));
    List<Held> all = held();
    long size = all.stream().mapToLong(each -> each.stat.size()).sum();
    long freed = 0;
    // The inode's change time is that of the rename which brought it here.
    all.sort(Comparator.comparingLong(each -> each.stat.ctimeNs()));
    for (Held each : all) {
      if (size - freed <= limit) {
        break;
      }
      if (!pinned.contains(each.digest)) {
        Files.deleteIfExists(blob(each.digest));
        freed += each.stat.size();
      }
    }
    return freed;
  }

  private record Held(Digest digest, FileStat stat) {}

  private List<Held> held() throws IOException {
    var all = new ArrayList<Held>();
    for (Path folder : list(blobs)) {
      for (Path each : list(folder)) {
        Path name = each.getFileName();
        Optional<FileStat> stat = FileStat.of(each);
        if (name != null && stat.isPresent()) {
          all.add(new Held(Digest.parse(name.toString()), stat.get()));
        }
      }
    }
    return all;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (var each = Files.list(folder)) {
      return each.toList();
    }
  }

  /** A verified file gets its name. Two threads may do so at once: both bring the same bytes. */
  private void settle(Path file, Digest digest) throws IOException {
    try {
      Files.move(file, blob(digest), StandardCopyOption.ATOMIC_MOVE);
    } catch (NoSuchFileException firstOfItsFolder) {
      Files.createDirectories(folder(digest), OWNER_ONLY);
      Files.move(file, blob(digest), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  private void quarantine(Digest digest, Digest found) throws IOException {
    Path away = quarantine.resolve(digest.hex() + "-" + life + "-" + names.incrementAndGet());
    try {
      Files.move(blob(digest), away, StandardCopyOption.ATOMIC_MOVE);
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

  private Path folder(Digest digest) {
    return blobs.resolve(digest.hex().substring(0, 2));
  }

  private Path blob(Digest digest) {
    return folder(digest).resolve(digest.hex());
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

  private static Digest copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest sha256 = Digest.sha256();
    byte[] buffer = Buffers.take();
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha256.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    } finally {
      Buffers.give(buffer);
    }
    return Digest.ofBytes(sha256.digest());
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** A stream that tells at its end whether the bytes were the right ones. */
  private final class Verifying extends FilterInputStream {
    private final MessageDigest sha256 = Digest.sha256();
    private final Digest expected;
    private boolean judged;

    Verifying(InputStream in, Digest expected) {
      super(in);
      this.expected = expected;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      if (n >= 0) {
        sha256.update(buffer, offset, n);
      } else if (!judged) {
        judged = true;
        Digest found = Digest.ofBytes(sha256.digest());
        if (!found.equals(expected)) {
          quarantine(expected, found);
          throw new WrongContentException(expected, found);
        }
      }
      return n;
    }

    @Override
    public long skip(long n) throws IOException {
      // Skipped bytes count too.
      return Math.max(0, read(new byte[(int) Math.min(n, Buffers.SIZE)]));
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
