package org.computepods.fswatcher.events;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.methvin.watcher.DirectoryChangeEvent;
import io.methvin.watcher.DirectoryChangeListener;
import io.methvin.watcher.DirectoryWatcher;
import io.methvin.watcher.visitor.FileTreeVisitor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.computepods.chef.wire.Synced;

/**
 * The directory-watcher library as a source, for every system that is not Linux.
 *
 * <p>It watches whole trees by itself. On an overflow its own code fails (it asks for the hash of
 * no path) and hands the exception to {@code onException}: so any exception counts as lost notices
 * here. Folders made meanwhile are unknown to it, so it is begun anew before the loss is told.
 */
public final class DirectoryWatcherSource implements EventSource {
  /** Notices that count as one batch. */
  private static final int BATCH = 1_000;

  private final Path root;
  private final Predicate<String> skipped;
  private final BlockingQueue<Notice> notices;
  private final Set<String> watched = ConcurrentHashMap.newKeySet();
  private final Set<String> beyondLimit = ConcurrentHashMap.newKeySet();
  private volatile Runnable wake = () -> {};
  private volatile boolean closed;
  private volatile boolean broken;
  private volatile DirectoryWatcher watcher;
  private volatile Runnable loop;
  private final Thread thread;

  /** A source for the workspace at {@code root}, without the folders that are {@code skipped}. */
  public DirectoryWatcherSource(Path root, Predicate<String> skipped, int batchesMax)
      throws IOException {
    this.root = root;
    this.notices = new ArrayBlockingQueue<>(batchesMax * BATCH);
    this.skipped = skipped;
    this.watcher = build();
    this.loop = () -> {};
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("directory-watcher " + root.getFileName())
            .unstarted(this::watchUntilClosed);
  }

  @Override
  public void start(Runnable wake) throws IOException {
    this.wake = wake;
    loop = register(watcher);
    thread.start();
  }

  private DirectoryWatcher build() throws IOException {
    return DirectoryWatcher.builder()
        .path(root)
        .fileHashing(false)
        .fileTreeVisitor(visitor())
        .listener(new Listener())
        .build();
  }

  /** Watches all there is; the result is the loop that then waits for events. */
  private static Runnable register(DirectoryWatcher watcher) throws IOException {
    var captured = new AtomicReference<Runnable>();
    var watching = watcher.watchAsync(captured::set);
    if (watching.isCompletedExceptionally()) {
      throw new IOException("directory-watcher", watching.exceptionNow());
    }
    return Objects.requireNonNull(captured.get());
  }

  private void watchUntilClosed() {
    while (!closed) {
      loop.run();
      if (closed) {
        return;
      }
      try {
        watched.clear();
        beyondLimit.clear();
        broken = false;
        watcher = build();
        if (closed) {
          watcher.close();
          return;
        }
        loop = register(watcher);
        say(new Notice.Lost("directory-watcher lost events"));
      } catch (IOException e) {
        say(new Notice.Lost("directory-watcher ended: " + e.getMessage()));
        return;
      }
    }
  }

  /** Waits where too many notices wait: then the library loses events, and says so. */
  private void say(Notice notice) {
    wake.run();
    try {
      notices.put(notice);
    } catch (InterruptedException ending) {
      broken = true;
    }
    wake.run();
  }

  private String relative(Path path) {
    return root.relativize(path).toString().replace('\\', '/');
  }

  @Override
  public Watched watch(String folder) {
    if (!Files.isDirectory(root.resolve(folder), NOFOLLOW_LINKS)) {
      return Watched.GONE;
    }
    return beyondLimit.contains(folder) ? Watched.LIMIT : Watched.YES;
  }

  /** Never for certain: a link may take a folder's place before its event is here. */
  @Override
  public boolean watching(String folder) {
    return false;
  }

  @Override
  public void unwatch(String folder) {
    watched.removeIf(w -> w.equals(folder) || w.startsWith(folder + "/"));
    beyondLimit.removeIf(w -> w.equals(folder) || w.startsWith(folder + "/"));
  }

  @Override
  public void take(Consumer<Notice> sink) {
    for (Notice notice = notices.poll(); notice != null; notice = notices.poll()) {
      sink.accept(notice);
    }
  }

  /** Two: events of one folder may be held back while those of another are handed out. */
  @Override
  public int cookieRounds() {
    return 2;
  }

  @Override
  public int watches() {
    return watched.size();
  }

  @Override
  public Synced.Trouble limit() {
    return new Synced.Trouble(
        "the system watches no more folders", "ignore folders that do not matter (`ignore:`)");
  }

  @Override
  public String name() {
    return "directory-watcher";
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      watcher.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Visits a folder before what is in it, so that it is watched before it is read. */
  private FileTreeVisitor visitor() {
    return new FileTreeVisitor() {
      @Override
      public void recursiveVisitFiles(Path file, Callback onDirectory, Callback onFile)
          throws IOException {
        String folder = relative(file);
        if (!Files.isDirectory(file, NOFOLLOW_LINKS)) {
          onFile.call(file);
        } else if (!file.toRealPath().equals(file)) {
          return; // by way of a link
        } else if (folder.isEmpty() || !skipped.test(folder)) {
          try {
            onDirectory.call(file);
            watched.add(folder);
          } catch (NoSuchFileException | NotDirectoryException gone) {
            return;
          } catch (IOException limit) {
            beyondLimit.add(folder);
          }
          try (var children = Files.newDirectoryStream(file)) {
            for (Path child : children) {
              recursiveVisitFiles(child, onDirectory, onFile);
            }
          } catch (DirectoryIteratorException | IOException unreadable) {
            // The workspace's own scan of it will say so.
          }
        }
      }
    };
  }

  private final class Listener implements DirectoryChangeListener {
    @Override
    public void onEvent(DirectoryChangeEvent event) {
      String path = relative(event.path());
      switch (event.eventType()) {
        case CREATE, MODIFY -> {
          // Whether it is a folder the library remembers wrongly where a file has taken its place.
          say(new Notice.Touched(path));
          if (event.isDirectory() && Files.isDirectory(event.path(), NOFOLLOW_LINKS)) {
            say(new Notice.FolderCame(path));
          }
        }
        case DELETE -> {
          unwatch(path);
          say(new Notice.FolderWent(path));
          say(new Notice.Touched(path));
        }
        case OVERFLOW -> broken = true;
      }
    }

    @Override
    public void onException(Exception e) {
      broken = true;
    }

    @Override
    public boolean isWatching() {
      return !broken && !closed;
    }
  }
}
