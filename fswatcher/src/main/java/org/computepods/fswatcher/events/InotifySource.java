package org.computepods.fswatcher.events;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.computepods.chef.wire.Synced;
import org.jspecify.annotations.Nullable;

/**
 * Linux's own events: one queue for all folders, so their order is that of the changes, and one
 * event that admits an overflow.
 *
 * <p>Its thread only moves bytes from the kernel to a bounded queue. When that is full it waits,
 * and the kernel's queue overflows: there is one way to lose events, and it is seen. The table of
 * watches belongs to the workspace's thread alone, which is why no race between a rename and its
 * events can mix up two folders for good.
 */
public final class InotifySource implements EventSource {
  /** Batches that may wait, of up to 64 KiB each: some 400,000 events. */
  public static final int BATCHES_MAX = 256;

  private static final int BATCH_BYTES = 64 * 1024;

  /**
   * While events come this close upon each other, they are taken that often: each waking costs what
   * looking at a file costs, and nothing settles sooner than several times as long.
   */
  private static final long PACE_NS = TimeUnit.MILLISECONDS.toNanos(3);

  private static final int HEAD_BYTES = 16;

  /** What stands for bytes that are no UTF-8 text. */
  private static final char REPLACEMENT = '\ufffd';

  private static final int FILE_EVENTS =
      Inotify.MODIFY
          | Inotify.ATTRIB
          | Inotify.CLOSE_WRITE
          | Inotify.MOVED_FROM
          | Inotify.MOVED_TO
          | Inotify.CREATE
          | Inotify.DELETE;
  private static final int MASK =
      FILE_EVENTS
          | Inotify.DELETE_SELF
          | Inotify.MOVE_SELF
          | Inotify.ONLY_FOLDERS
          | Inotify.DONT_FOLLOW;

  private final Path root;
  private final Inotify inotify;
  private final BlockingQueue<byte[]> batches;
  private final Map<Integer, String> folders = new HashMap<>();
  private final NavigableMap<String, Integer> descriptors = new TreeMap<>();
  private final ArrayDeque<String> renamed = new ArrayDeque<>();
  private final Thread reader;
  private Mounts mounts = Mounts.NONE;
  private volatile Runnable wake = () -> {};
  private volatile boolean closed;
  private volatile @Nullable String failure;

  /** A source for the workspace at {@code root}, in which at most so many batches wait. */
  public InotifySource(Path root, int batchesMax) throws IOException {
    this.root = root;
    this.inotify = new Inotify();
    this.batches = new ArrayBlockingQueue<>(batchesMax);
    this.reader =
        Thread.ofPlatform().daemon().name("inotify " + root.getFileName()).unstarted(this::read);
  }

  @Override
  public void start(Runnable wake) {
    this.wake = wake;
    reader.start();
  }

  @Override
  public Watched watch(String folder) {
    if (folder.isEmpty()) {
      mounts = Mounts.at(root);
    }
    String path = folder.isEmpty() ? root.toString() : root + "/" + folder;
    int wd = inotify.add(path, MASK);
    if (wd < 0) {
      return switch (-wd) {
        case Inotify.ENOSPC -> Watched.LIMIT;
        case Inotify.EACCES -> Watched.FORBIDDEN;
        default -> Watched.GONE;
      };
    }
    String before = folders.get(wd);
    if (folder.indexOf('/') >= 0 && throughLink(path)) {
      // By way of a link that has taken the place of a folder above: it has a name of its own.
      if (before == null) {
        inotify.remove(wd);
      }
      return Watched.GONE;
    }
    folders.put(wd, folder);
    if (before != null && !before.equals(folder)) {
      // The same inode has the same descriptor: a folder met under its new name before its move was
      // read takes the descriptor with it. Whatever is under the old name by now wants its own.
      descriptors.remove(before, wd);
      renamed.add(before);
    }
    Integer other = descriptors.put(folder, wd);
    if (other != null && other != wd) {
      folders.remove(other, folder);
      inotify.remove(other);
    }
    return mounts.isShared(folder) ? Watched.PARTLY : Watched.YES;
  }

  /** Whether a folder above this one is a link; the last step is none, or it were not watched. */
  private boolean throughLink(String folder) {
    return switch (inotify.links(folder)) {
      case NONE -> false;
      case SOME -> true;
      case UNKNOWN -> !isReal(Path.of(folder));
    };
  }

  private static boolean isReal(Path path) {
    try {
      return path.toRealPath().equals(path);
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public boolean watching(String folder) {
    return descriptors.containsKey(folder);
  }

  @Override
  public void unwatch(String folder) {
    drop(descriptors.remove(folder));
    var below = folder.isEmpty() ? descriptors : descriptors.subMap(folder + "/", folder + "0");
    List.copyOf(below.values()).forEach(this::drop);
    below.clear();
  }

  private void drop(@Nullable Integer wd) {
    if (wd != null) {
      folders.remove(wd);
      inotify.remove(wd);
    }
  }

  @Override
  public void take(Consumer<Notice> sink) {
    for (byte[] batch = batches.poll(); batch != null; batch = batches.poll()) {
      var events = MemorySegment.ofArray(batch);
      for (long at = 0; at < events.byteSize(); ) {
        int wd = events.get(JAVA_INT_UNALIGNED, at);
        int mask = events.get(JAVA_INT_UNALIGNED, at + 4);
        int length = events.get(JAVA_INT_UNALIGNED, at + 12);
        String name = length == 0 ? "" : name(batch, (int) at + HEAD_BYTES, length);
        at += HEAD_BYTES + length;
        tell(wd, mask, name, sink);
        // Or it is text, and has this character: then a folder is read for nothing.
        String folder = name.indexOf(REPLACEMENT) < 0 ? null : folders.get(wd);
        if (folder != null) {
          sink.accept(new Notice.Unnamed(folder));
        }
      }
    }
    for (String before = renamed.poll(); before != null; before = renamed.poll()) {
      sink.accept(new Notice.FolderCame(before));
    }
    String why = failure;
    if (why != null) {
      failure = null;
      sink.accept(new Notice.Lost(why));
    }
  }

  private void tell(int wd, int mask, String name, Consumer<Notice> sink) {
    if ((mask & Inotify.OVERFLOW) != 0) {
      sink.accept(new Notice.Lost("the kernel's event queue overflowed"));
      return;
    }
    String folder = folders.get(wd);
    if (folder == null) {
      return; // of a folder that has moved away or gone meanwhile
    }
    if ((mask & (Inotify.IGNORED | Inotify.UNMOUNT)) != 0) {
      folders.remove(wd);
      descriptors.remove(folder, wd);
      sink.accept(new Notice.FolderWent(folder));
    } else if ((mask & (Inotify.DELETE_SELF | Inotify.MOVE_SELF)) != 0) {
      if (folder.isEmpty()) {
        sink.accept(new Notice.Lost("the workspace itself was moved or removed"));
      }
    } else {
      String path = folder.isEmpty() ? name : folder + "/" + name;
      if ((mask & Inotify.IS_FOLDER) == 0) {
        sink.accept(new Notice.Touched(path));
      } else if ((mask & (Inotify.MOVED_FROM | Inotify.DELETE)) != 0) {
        unwatch(path);
        sink.accept(new Notice.FolderWent(path));
      } else if ((mask & (Inotify.CREATE | Inotify.MOVED_TO | Inotify.ATTRIB)) != 0
          && !name.isEmpty()) {
        sink.accept(new Notice.FolderCame(path)); // ATTRIB: it may be readable now
      }
    }
  }

  private static String name(byte[] batch, int from, int length) {
    int end = from;
    while (end < from + length && batch[end] != 0) {
      end++;
    }
    return new String(batch, from, end - from, StandardCharsets.UTF_8);
  }

  private void read() {
    try (var arena = Arena.ofConfined()) {
      var buffer = arena.allocate(BATCH_BYTES, 8);
      long last = System.nanoTime() - PACE_NS;
      while (!closed) {
        int n = inotify.read(buffer);
        if (n > 0) {
          batches.put(buffer.asSlice(0, n).toArray(JAVA_BYTE));
          wake.run();
          long now = System.nanoTime();
          boolean flood = now - last < PACE_NS;
          last = now;
          if (flood) {
            LockSupport.parkNanos(this, PACE_NS);
            last += PACE_NS;
          }
        }
      }
    } catch (IOException e) {
      failure = "inotify: " + e.getMessage();
      wake.run();
    } catch (InterruptedException ending) {
      // closed while the workspace's thread was behind
    }
  }

  @Override
  public int cookieRounds() {
    return 1;
  }

  @Override
  public Synced.Trouble limit() {
    return KernelLimit.WATCHES.reached();
  }

  @Override
  public int watches() {
    return folders.size();
  }

  @Override
  public String name() {
    return "inotify";
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (reader.getState() != Thread.State.NEW) {
      inotify.wake();
      reader.interrupt();
      boolean interrupted = false;
      while (reader.isAlive()) {
        try {
          reader.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    inotify.close();
  }
}
