package org.computepods.chef.pod;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.computepods.chef.recipe.Reasons;
import org.computepods.chef.recipe.Recovery;
import org.computepods.chef.store.ContentStore;
import org.computepods.chef.store.FileStat;
import org.computepods.chef.wire.PodRequests.OpenReply;
import org.computepods.chef.wire.PodRequests.OpenRequest;

/**
 * The workspaces that a pod may write: those whose lock it holds. The lock's counter is the epoch;
 * each new holder counts one on, so that the writes of an older one can be told and refused.
 */
final class Workspaces implements AutoCloseable {
  /**
   * Locks of this process by the file's identity. The system's lock is one per process and is lost
   * when any of its channels on the file is closed, so a second one must never be opened.
   */
  private static final Set<Identity> LOCKED = new HashSet<>();

  private static final int LINE_MAX = 1024;

  private final String pod;
  private final boolean mayOwn;
  private final Path userHome;
  private final ContentStore store;
  private final Map<Path, Held> held = new HashMap<>();

  /** A file, whatever it is called. */
  private record Identity(long device, long inode) {
    boolean isThatOf(FileStat stat) {
      return device == stat.device() && inode == stat.inode();
    }
  }

  private record Held(FileChannel channel, FileLock lock, Identity file, Path path, long epoch) {}

  /**
   * @param userHome no workspace, unless a project file says that it is meant
   */
  Workspaces(String pod, boolean mayOwn, Path userHome, ContentStore store) {
    this.userHome = userHome;
    this.pod = pod;
    this.mayOwn = mayOwn;
    this.store = store;
  }

  /** Takes the lock of the workspace that the folder belongs to, or says who has it. */
  synchronized OpenReply open(OpenRequest request) {
    String named = request.workspace();
    if (!mayOwn) {
      return refused(named, "pod " + pod + " takes no workspaces");
    }
    try {
      Path folder = Path.of(named).toRealPath();
      Path workspace = held.containsKey(folder) ? folder : WorkspaceFolder.of(folder, userHome);
      Held have = held.get(workspace);
      if (have != null && stillThere(have)) {
        return new OpenReply(1, workspace.toString(), have.epoch(), null);
      }
      long atLeast = 0;
      if (have != null) {
        atLeast = have.epoch();
        release(have);
        held.remove(workspace);
      }
      return take(workspace, atLeast);
    } catch (IOException | RuntimeException e) {
      return refused(named, Reasons.of(e));
    }
  }

  private OpenReply take(Path workspace, long atLeast) throws IOException {
    Path own = workspace.resolve(".computepods");
    if (Files.isSymbolicLink(own)) {
      return refused(workspace.toString(), own + " is a link, and must be a folder");
    }
    Files.createDirectories(own);
    Path ignore = own.resolve(".gitignore");
    if (!Files.exists(ignore)) {
      Files.writeString(ignore, "*\n");
    }
    Path file = own.resolve("lock");
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      Files.newOutputStream(file, StandardOpenOption.CREATE).close();
    }
    Identity key = key(file);
    long epochBefore = Math.max(atLeast, letGoOfMoved(key));
    synchronized (LOCKED) {
      if (!LOCKED.add(key)) {
        return refused(workspace.toString(), workspace + " is held by another pod of this process");
      }
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
      String line = read(channel);
      if (lock == null) {
        return refused(workspace.toString(), workspace + " is held by " + holder(line));
      }
      long epoch = Math.max(epochOf(line), epochBefore) + 1;
      write(channel, epoch);
      held.put(workspace, new Held(channel, lock, key, file, epoch));
      Recovery.recover(workspace, store);
      return new OpenReply(1, workspace.toString(), epoch, null);
    } finally {
      if (!held.containsKey(workspace)) {
        channel.close();
        synchronized (LOCKED) {
          LOCKED.remove(key);
        }
      }
    }
  }

  /** A folder that was moved takes its lock along: it is held by its new name from now on. */
  private long letGoOfMoved(Identity key) throws IOException {
    for (var each : List.copyOf(held.entrySet())) {
      if (each.getValue().file().equals(key) && !stillThere(each.getValue())) {
        release(each.getValue());
        held.remove(each.getKey());
        return each.getValue().epoch();
      }
    }
    return 0;
  }

  /** The epoch in which this pod holds the workspace; empty where it does not, or not any more. */
  synchronized OptionalLong epoch(Path workspace) {
    Held have = held.get(workspace);
    return have != null && stillThere(have) ? OptionalLong.of(have.epoch()) : OptionalLong.empty();
  }

  /** Whoever removes the lock file lets another pod in: then this one holds nothing any more. */
  private static boolean stillThere(Held have) {
    try {
      return have.lock().isValid()
          && FileStat.of(have.path()).filter(have.file()::isThatOf).isPresent();
    } catch (IOException gone) {
      return false;
    }
  }

  private static Identity key(Path file) throws IOException {
    FileStat stat = FileStat.of(file).orElseThrow(() -> new NoSuchFileException(file.toString()));
    return new Identity(stat.device(), stat.inode());
  }

  private static String read(FileChannel channel) throws IOException {
    var buffer = ByteBuffer.allocate(LINE_MAX);
    channel.read(buffer, 0);
    return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8).strip();
  }

  private void write(FileChannel channel, long epoch) throws IOException {
    String line = epoch + " pod " + pod + ", process " + ProcessHandle.current().pid() + "\n";
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)), 0);
    channel.force(true);
  }

  private static long epochOf(String line) {
    try {
      return line.isEmpty() ? 0 : Long.parseLong(line.split(" ", 2)[0]);
    } catch (NumberFormatException damaged) {
      // Not ours any more; time goes on without it.
      return System.currentTimeMillis();
    }
  }

  private static String holder(String line) {
    int space = line.indexOf(' ');
    return space < 0 ? "another process" : line.substring(space + 1);
  }

  private static OpenReply refused(String workspace, String why) {
    return new OpenReply(1, workspace, 0, why);
  }

  private static void release(Held have) throws IOException {
    try {
      have.channel().close();
    } finally {
      synchronized (LOCKED) {
        LOCKED.remove(have.file());
      }
    }
  }

  @Override
  public synchronized void close() throws IOException {
    for (Held each : held.values()) {
      release(each);
    }
    held.clear();
  }
}
