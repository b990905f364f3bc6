package org.computepods.fswatcher;

import java.nio.file.Path;
import java.util.List;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.Subscription;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.fswatcher.events.Sources;

/**
 * The watcher of a pod: watches the workspaces that it is asked to, announces every settled change
 * on the stream of file changes, says what files there are, and answers syncs.
 */
public final class FsWatcher implements AutoCloseable {
  private final NatsAnnouncer announcer;
  private final Workspaces workspaces;
  private final List<Subscription> services;

  /** The watcher of this pod; it keeps what it needs for its next start below {@code home}. */
  public FsWatcher(String pod, NatsClient client, Path home) {
    this(pod, client, home, WatchSettings.USUAL);
  }

  /** The same with other settings. */
  public FsWatcher(String pod, NatsClient client, Path home, WatchSettings settings) {
    announcer = new NatsAnnouncer(client, pod);
    workspaces =
        new Workspaces(
            announcer,
            home.resolve("watch"),
            settings.with(
                s -> s.messageMax = Math.clamp(client.messageMax(), 0, Integer.MAX_VALUE)),
            Sources.BEST);
    services =
        List.of(
            client.serve(
                client.subjects().fileWatch(pod),
                WatchRequest.class,
                request -> workspaces.watch(request).get()),
            client.serve(
                client.subjects().fileSync(pod),
                Sync.class,
                question -> workspaces.sync(question).get()),
            client.serve(
                client.subjects().fileTree(pod),
                TreeRequest.class,
                question -> workspaces.page(question).get()));
  }

  /** The workspaces, for who shares the process: to watch one without being asked. */
  public Workspaces workspaces() {
    return workspaces;
  }

  /** How the watch of each workspace stands. */
  public List<WorkspaceStatus> status() throws InterruptedException {
    return workspaces.status();
  }

  @Override
  public void close() {
    services.forEach(Subscription::close);
    workspaces.close();
    announcer.close();
  }
}
