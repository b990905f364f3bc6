package org.computepods.chef.sftp;

import java.io.IOException;
import java.nio.channels.Channel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.Hashing;
import org.computepods.chef.store.WrongContentException;
import org.computepods.rules.Digest;

/** The disk as a peer may see it: contents by digest, and a place to write them. */
final class StoreAccess implements SftpFileSystemAccessor {
  /** A pack of more than that is asked for in parts. */
  static final int PACK_MAX = 64 * 1024 * 1024;

  private final ContentStore store;

  /** Files that are being written, by the handle that writes them. */
  private final Map<Channel, Arriving> arriving = new ConcurrentHashMap<>();

  private record Arriving(Digest expected, Path file) {}

  StoreAccess(ContentStore store) {
    this.store = store;
  }

  /** Every path that a peer sends comes through here; it stays as virtual as it came. */
  @Override
  public Path resolveLocalFilePath(SftpSubsystemProxy subsystem, Path root, String remote)
      throws IOException {
    if (Served.at(remote).isEmpty()) {
      throw new NoSuchFileException(remote);
    }
    return Path.of(remote);
  }

  @Override
  public SeekableByteChannel openFile(
      SftpSubsystemProxy subsystem,
      FileHandle handle,
      Path path,
      String name,
      Set<? extends OpenOption> options,
      FileAttribute<?>... attributes)
      throws IOException {
    boolean writes =
        options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
    return switch (Served.at(path.toString()).orElseThrow(() -> absent(path))) {
      case Served.Content(Digest digest) when !writes ->
          Files.newByteChannel(
              store.path(digest).orElseThrow(() -> absent(path)),
              Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      case Served.Pack(Digest list) when !writes -> Pack.of(list, store);
      case Served.Inbox(Digest digest) when writes && !options.contains(StandardOpenOption.READ) ->
          arrive(digest);
      case Served.Content _, Served.Pack _, Served.Inbox _, Served.Check _ ->
          throw new AccessDeniedException(path.toString());
    };
  }

  private SeekableByteChannel arrive(Digest digest) throws IOException {
    Path fresh = store.temporary();
    SeekableByteChannel channel =
        Files.newByteChannel(
            fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    arriving.put(channel, new Arriving(digest, fresh));
    return channel;
  }

  /** Only at its end is what was written looked at; wrong bytes are an error to who wrote them. */
  @Override
  public void closeFile(
      SftpSubsystemProxy subsystem,
      FileHandle handle,
      Path path,
      String name,
      Channel channel,
      Set<? extends OpenOption> options)
      throws IOException {
    channel.close();
    Arriving file = arriving.remove(channel);
    if (file != null) {
      try {
        Digest found = Hashing.hash(file.file);
        if (!found.equals(file.expected)) {
          throw new WrongContentException(file.expected, found);
        }
        store.adopt(file.file, found);
      } finally {
        Files.deleteIfExists(file.file);
      }
    }
  }

  @Override
  public Map<String, ?> readFileAttributes(
      SftpSubsystemProxy subsystem, Path path, String view, LinkOption... options)
      throws IOException {
    return attributes(path);
  }

  /** What a peer may know of what this path names. */
  NavigableMap<String, Object> attributes(Path path) throws IOException {
    return switch (Served.at(path.toString()).orElseThrow(() -> absent(path))) {
      case Served.Content(Digest digest) ->
          attributes(store.size(digest).orElseThrow(() -> absent(path)));
      case Served.Check(Digest digest) -> {
        if (!store.verify(digest)) {
          throw absent(path);
        }
        yield attributes(store.size(digest).orElseThrow(() -> absent(path)));
      }
      case Served.Pack _, Served.Inbox _ -> throw absent(path);
    };
  }

  /** A plain file of this size. */
  static NavigableMap<String, Object> attributes(long size) {
    var attributes = new TreeMap<String, Object>();
    attributes.put("size", size);
    attributes.put("isRegularFile", true);
    attributes.put("isDirectory", false);
    attributes.put("isSymbolicLink", false);
    attributes.put("isOther", false);
    return attributes;
  }

  @Override
  public DirectoryStream<Path> openDirectory(
      SftpSubsystemProxy subsystem,
      DirectoryHandle handle,
      Path path,
      String name,
      LinkOption... options)
      throws IOException {
    throw new AccessDeniedException(path.toString());
  }

  private static NoSuchFileException absent(Path path) {
    return new NoSuchFileException(path.toString());
  }
}
