package org.computepods.majordomo.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.FileChanged;

/** The workspaces that are open, or being opened. Safe for all threads. */
final class Workspaces {
  /** The role of a pod that watches files. */
  private static final String WATCHER = "fswatcher";

  private final Supplier<Household> house;
  private final String homePod;

  /** By the name under which they were asked for. */
  private final Map<String, CompletableFuture<Workspace>> asked = new HashMap<>();

  /** By their real path. */
  private final Map<String, Workspace> open = new ConcurrentHashMap<>();

  Workspaces(Supplier<Household> house, String homePod) {
    this.house = house;
    this.homePod = homePod;
  }

  /** The workspace of this name, opened if it is not open yet; fails where it cannot be opened. */
  synchronized CompletableFuture<Workspace> open(String path) {
    var known = asked.get(path);
    if (known != null && !known.isCompletedExceptionally()) {
      return known;
    }
    var opening = new CompletableFuture<Workspace>();
    asked.put(path, opening);
    Thread.ofVirtual().name("open " + path).start(() -> open(path, opening));
    return opening;
  }

  private void open(String path, CompletableFuture<Workspace> opening) {
    try {
      var locked = Workspace.lock(house.get(), holder(), path);
      var known = open.putIfAbsent(locked.path(), locked);
      if (known == null) {
        openFirst(locked);
      }
      var workspace = known == null ? locked : known;
      var _ =
          workspace
              .whenOpen()
              .whenComplete(
                  (nothing, failure) -> {
                    if (failure == null) {
                      opening.complete(workspace);
                    } else {
                      opening.completeExceptionally(failure);
                    }
                  });
    } catch (BusException | RuntimeException e) {
      opening.completeExceptionally(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      opening.completeExceptionally(e);
    }
  }

  private void openFirst(Workspace workspace) throws InterruptedException {
    try {
      workspace.open();
    } catch (BusException | RuntimeException e) {
      open.remove(workspace.path(), workspace);
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
            .filter(pod -> pod.heartbeat().roles().contains(WATCHER))
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
      var named = asked.get(path);
      return named == null || !named.isDone() || named.isCompletedExceptionally()
          ? Optional.empty()
          : Optional.of(named.join());
    }
  }

  /** Forgets a workspace that is to be no more; asked for again, it is opened as any other. */
  void close(Workspace workspace) {
    synchronized (this) {
      open.remove(workspace.path(), workspace);
      asked
          .values()
          .removeIf(f -> f.isDone() && !f.isCompletedExceptionally() && f.join() == workspace);
    }
    workspace.close();
  }

  List<Workspace> all() {
    return open.values().stream().sorted((a, b) -> a.path().compareTo(b.path())).toList();
  }
}
