package org.computepods.fswatcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.Synced;
import org.computepods.chef.wire.TreePage;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.fswatcher.events.EventSource;
import org.computepods.fswatcher.events.Sources;
import org.computepods.fswatcher.tree.IgnoreTexts;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.WatchFilter;
import org.computepods.rules.IgnoreFiles;

/** All workspaces that are watched here. Safe for any number of threads. */
public final class Workspaces implements AutoCloseable {
  /** Files read at once; more do not make a disk or two cores faster. */
  private static final int LOOKS_AT_ONCE = 2;

  /** How long {@link #status} waits for a workspace that is busy. */
  private static final long STATUS_WAIT_MS = 2_000;

  private final Announcer announcer;
  private final Path cacheFolder;
  private final WatchSettings settings;
  private final Sources sources;
  private final ExecutorService lookers =
      Executors.newFixedThreadPool(
          LOOKS_AT_ONCE, Thread.ofPlatform().daemon().name("look-", 0).factory());
  private final Map<Path, Watched> watched = new HashMap<>();
  private boolean closed;

  private record Watched(WatchRequest asked, WorkspaceWatch watch) {}

  /** Watches that announce there, and keep their digests in this folder. */
  public Workspaces(
      Announcer announcer, Path cacheFolder, WatchSettings settings, Sources sources) {
    this.announcer = announcer;
    this.cacheFolder = cacheFolder;
    this.settings = settings;
    this.sources = sources;
  }

  /**
   * Watches a workspace from now on; done when all of it is known. Where its folder is gone, a
   * watch that there was ends.
   */
  public CompletableFuture<Synced> watch(WatchRequest request) {
    return watch(request, Optional.empty());
  }

  /** The same with what was kept of the workspace, where it has been read ahead. */
  public CompletableFuture<Synced> watch(WatchRequest request, KeptTree kept) {
    return watch(request, Optional.of(kept));
  }

  private CompletableFuture<Synced> watch(WatchRequest request, Optional<KeptTree> kept) {
    try {
      if (Files.notExists(Path.of(request.workspace()))) {
        end(Path.of(request.workspace()));
      }
      Path root = Path.of(request.workspace()).toRealPath();
      if (!Files.isDirectory(root)) {
        return refused(root + " is no folder");
      }
      synchronized (this) {
        if (closed) {
          return refused("the watcher has ended");
        }
        var before = watched.get(root);
        if (before != null) {
          if (before.watch.alive() && sameGlobs(before.asked, request)) {
            return before.watch.sync(List.of());
          }
          before.watch.close();
        }
        var watch = open(root, request, kept);
        watched.put(root, new Watched(request, watch));
        return watch.start();
      }
    } catch (IOException | IllegalArgumentException e) {
      return refused(request.workspace() + ": " + e.getMessage());
    }
  }

  private synchronized void end(Path root) {
    var gone = watched.remove(root);
    if (gone != null) {
      gone.watch.close();
    }
  }

  private WorkspaceWatch open(Path root, WatchRequest request, Optional<KeptTree> kept)
      throws IOException {
    Optional<IgnoreFiles> ignoreFiles =
        request.gitignore()
            ? Optional.of(new IgnoreFiles(IgnoreTexts.above(root)))
            : Optional.empty();
    var filter = new WatchFilter(request.include(), request.ignore(), request.logs(), ignoreFiles);
    EventSource source =
        sources.open(
            root,
            folder ->
                filter.skipsFolderAnywhere(folder)
                    && !folder.equals(Cookies.HOUSE)
                    && !folder.equals(Cookies.FOLDER),
            settings.batchesMax());
    return new WorkspaceWatch(
        root,
        filter,
        settings,
        source,
        lookers,
        announcer,
        kept.filter(ahead -> ahead.isOf(root))
            .orElseGet(() -> new KeptTree(cacheFolder, root.toString())));
  }

  private static boolean sameGlobs(WatchRequest a, WatchRequest b) {
    return a.include().equals(b.include())
        && a.ignore().equals(b.ignore())
        && a.gitignore() == b.gitignore()
        && a.logs().equals(b.logs());
  }

  /** Done when every change made before the call is announced. */
  public CompletableFuture<Synced> sync(Sync question) {
    try {
      var found = find(question.workspace());
      return found.isPresent()
          ? found.get().watch.sync(question.confirm())
          : refused(question.workspace() + " is not watched");
    } catch (IOException | IllegalArgumentException e) {
      return refused(question.workspace() + ": " + e.getMessage());
    }
  }

  /** Some of the files that there are. */
  public CompletableFuture<TreePage> page(TreeRequest question) {
    try {
      var found = find(question.workspace());
      return found.isPresent()
          ? found.get().watch.page(question.after())
          : CompletableFuture.completedFuture(
              TreePage.refused(question.workspace() + " is not watched"));
    } catch (IOException | IllegalArgumentException e) {
      return CompletableFuture.completedFuture(
          TreePage.refused(question.workspace() + ": " + e.getMessage()));
    }
  }

  private Optional<Watched> find(String workspace) throws IOException {
    Path named = Path.of(workspace);
    synchronized (this) {
      // Nearly always the name that we gave out ourselves, which needs no look at the disk.
      var found = watched.get(named);
      if (found != null) {
        return Optional.of(found);
      }
    }
    Path root = named.toRealPath();
    synchronized (this) {
      return Optional.ofNullable(watched.get(root));
    }
  }

  /** How each watch stands; one that is too busy to say is left out. */
  public List<WorkspaceStatus> status() throws InterruptedException {
    List<CompletableFuture<WorkspaceStatus>> asked;
    synchronized (this) {
      asked =
          watched.values().stream()
              .filter(w -> w.watch.alive())
              .map(w -> w.watch.status())
              .toList();
    }
    var said = new ArrayList<WorkspaceStatus>();
    for (var status : asked) {
      try {
        said.add(status.get(STATUS_WAIT_MS, TimeUnit.MILLISECONDS));
      } catch (ExecutionException | TimeoutException busy) {
        // Left out.
      }
    }
    return said;
  }

  private static CompletableFuture<Synced> refused(String why) {
    return CompletableFuture.completedFuture(Synced.refused(why));
  }

  @Override
  public synchronized void close() {
    closed = true;
    watched.values().forEach(w -> w.watch.close());
    lookers.shutdownNow();
  }
}
