package org.computepods.majordomo.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.FileChanged;

/** The workspaces that are open, or being opened. Safe for all threads. */
final class Workspaces {
  private final Supplier<Household> house;
  private final String homePod;

  /** By the name under which they were asked for. */
  private final Map<String, Opening> asked = new HashMap<>();

  /** A workspace on its way: first builds can be asked for, then everything. */
  private record Opening(CompletableFuture<Workspace> reached, CompletableFuture<Workspace> open) {
    Opening() {
      this(new CompletableFuture<>(), new CompletableFuture<>());
    }

    void follow(Workspace workspace) {
      follow(workspace.whenReached(), reached, workspace);
      follow(workspace.whenOpen(), open, workspace);
    }

    private static void follow(
        CompletableFuture<Void> stage, CompletableFuture<Workspace> then, Workspace workspace) {
      var _ =
          stage.whenComplete(
              (nothing, failure) -> {
                if (failure == null) {
                  then.complete(workspace);
                } else {
                  then.completeExceptionally(failure);
                }
              });
    }

    /** Whether the folder is one in the workspace; it may have become one of its own since. */
    boolean isAround(String folder) {
      return open.state() == Future.State.SUCCESS && folder.startsWith(open.join().path() + "/");
    }

    void fail(Throwable failure) {
      reached.completeExceptionally(failure);
      open.completeExceptionally(failure);
    }
  }

  /** By their real path. */
  private final Map<String, Workspace> open = new ConcurrentHashMap<>();

  Workspaces(Supplier<Household> house, String homePod) {
    this.house = house;
    this.homePod = homePod;
  }

  /** The workspace of this name, opened if it is not open yet; fails where it cannot be opened. */
  CompletableFuture<Workspace> open(String path) {
    return opening(path).open();
  }

  /** The same, as soon as builds can be asked for in it. */
  CompletableFuture<Workspace> reach(String path) {
    return opening(path).reached();
  }

  private synchronized Opening opening(String path) {
    var known = asked.get(path);
    if (known != null && !known.open().isCompletedExceptionally() && !known.isAround(path)) {
      return known;
    }
    var opening = new Opening();
    asked.put(path, opening);
    Thread.ofVirtual().name("open " + path).start(() -> open(path, opening));
    return opening;
  }

  private void open(String path, Opening opening) {
    try {
      var locked = Workspace.lock(house.get(), holder(), path);
      var known = open.putIfAbsent(locked.path(), locked);
      opening.follow(known == null ? locked : known);
      if (known == null) {
        openFirst(locked);
      }
    } catch (BusException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      opening.fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      opening.fail(e);
    }
  }

  private void openFirst(Workspace workspace) throws InterruptedException {
    try {
      workspace.open();
    } catch (BusException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      open.remove(workspace.path(), workspace);
      workspace.whenReached().completeExceptionally(e);
      workspace.whenOpen().completeExceptionally(e);
    }
  }

  /** The pod that holds the workspaces: ours, or the only one that watches files. */
  private String holder() {
    var pods = house.get().pods();
    if (pods.alive(homePod)) {
      return homePod;
    }
    var watchers =
        pods.all().stream()
            .filter(Pods.Pod::alive)
            .filter(pod -> pod.heartbeat().roles().contains(Pods.WATCHER))
            .toList();
    return watchers.size() == 1 ? watchers.getFirst().name() : homePod;
  }

  void hear(String pod, FileChanged word) {
    var workspace = open.get(word.workspace());
    if (workspace != null && workspace.pod().equals(pod)) {
      workspace.hear(word);
    }
  }

  Optional<Workspace> known(String path) {
    var workspace = open.get(path);
    if (workspace != null) {
      return Optional.of(workspace);
    }
    synchronized (this) {
      return Optional.ofNullable(asked.get(path))
          .map(Opening::open)
          .filter(named -> named.state() == Future.State.SUCCESS)
          .map(CompletableFuture::join);
    }
  }

  /** Forgets a workspace that is to be no more; asked for again, it is opened as any other. */
  void close(Workspace workspace) {
    synchronized (this) {
      open.remove(workspace.path(), workspace);
      asked
          .values()
          .removeIf(
              opening ->
                  opening.open().state() == Future.State.SUCCESS
                      && opening.open().join() == workspace);
    }
    workspace.close();
  }

  List<Workspace> all() {
    return open.values().stream().sorted((a, b) -> a.path().compareTo(b.path())).toList();
  }
}
