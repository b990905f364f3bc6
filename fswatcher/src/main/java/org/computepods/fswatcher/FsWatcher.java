package org.computepods.fswatcher;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.computepods.chef.bus.NatsClient;
import org.computepods.chef.bus.Subscription;
import org.computepods.chef.home.Home;
import org.computepods.chef.wire.Sync;
import org.computepods.chef.wire.TreeRequest;
import org.computepods.chef.wire.WatchRequest;
import org.computepods.fswatcher.events.Sources;
import org.computepods.fswatcher.tree.KeptTree;
import org.computepods.fswatcher.tree.Survey;

/**
 * The watcher of a pod: watches the workspaces that it is asked to, announces every settled change
 * on the stream of file changes, says what files there are, and answers syncs.
 */
public final class FsWatcher implements AutoCloseable {
  /** Less than anybody waits for an answer. */
  private static final Duration ANSWER = Duration.ofSeconds(55);

  /** A first look hashes all there is; who waits for it asks again. */
  private static final Duration FIRST_LOOK = Duration.ofMinutes(10);

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
            new Home(home).watch(),
            settings.with(
                s -> s.messageMax = Math.clamp(client.messageMax(), 0, Integer.MAX_VALUE)),
            Sources.BEST);
    services =
        List.of(
            client.serve(
                client.subjects().fileWatch(pod),
                WatchRequest.class,
                request -> within(FIRST_LOOK, request.workspace(), workspaces.watch(request))),
            client.serve(
                client.subjects().fileSync(pod),
                Sync.class,
                question -> within(ANSWER, question.workspace(), workspaces.sync(question))),
            client.serve(
                client.subjects().fileTree(pod),
                TreeRequest.class,
                question -> within(ANSWER, question.workspace(), workspaces.page(question))));
  }

  /**
   * The answer; who asked waits no longer than this, and hears why there is none. Each that is
   * waited for keeps others from being begun.
   */
  private static <T> T within(Duration wait, String workspace, CompletableFuture<T> answer)
      throws Exception {
    try {
      return answer.get(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new TimeoutException(
          "the watch of %s has not answered in %d s".formatted(workspace, wait.toSeconds()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /**
   * Begins what a watch of a workspace takes before anybody need be connected; the answer is for
   * {@link Workspaces#watch(WatchRequest, KeptTree)}.
   */
  public static KeptTree prepare(Path home, Path workspace) throws IOException {
    boolean _ = Survey.prepare();
    return new KeptTree(new Home(home).watch(), workspace.toRealPath().toString()).ahead();
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
