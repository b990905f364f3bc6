package org.computepods.majordomo.shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.wire.PodRequests.OutsideReply;
import org.computepods.chef.wire.PodRequests.OutsideRequest;
import org.computepods.majordomo.core.Event.FileFact;

/**
 * The files outside workspaces that jobs were seen to read (tools, system headers), pod by pod.
 * Each pod is told once which to look after, and says at each sync which of them changed. Safe for
 * all threads.
 */
final class OutsideFiles {
  /** Files told to a pod in one question, so that messages stay small. */
  private static final int TOLD_AT_ONCE = 2_000;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Messenger messenger;
  private final Map<String, Watched> pods = new HashMap<>();

  /** What is looked after by one pod for one workspace. */
  private static final class Watched {
    final Set<String> told = new LinkedHashSet<>();
    final Set<String> toTell = new LinkedHashSet<>();
    String instance = "";
    long since;
  }

  OutsideFiles(Messenger messenger) {
    this.messenger = messenger;
  }

  /** Asks this pod to look after a file from its next sync on. */
  synchronized void add(String pod, String path) {
    var watched = pods.computeIfAbsent(pod, name -> new Watched());
    if (!watched.told.contains(path)) {
      watched.toTell.add(path);
    }
  }

  /** Pods that look after any file. */
  synchronized List<String> pods() {
    return List.copyOf(pods.keySet());
  }

  /**
   * What changed since the last question, under the names that the core knows.
   *
   * @param home files of this pod go by their plain names
   * @param path the {@code PATH} by which the home pod finds tools; empty for its own
   */
  List<FileFact> changes(String pod, String home, Optional<String> path)
      throws BusException, InterruptedException {
    var watched = of(pod);
    var facts = new ArrayList<FileFact>();
    synchronized (watched) {
      do {
        ask(pod, home, path, watched, facts);
      } while (!waiting(watched).isEmpty());
    }
    return facts;
  }

  private void ask(
      String pod, String home, Optional<String> path, Watched watched, List<FileFact> facts)
      throws BusException, InterruptedException {
    String tools = pod.equals(home) ? path.orElse(null) : null;
    List<String> add = waiting(watched);
    var reply =
        messenger.ask(
            messenger.subjects().artefactOutside(pod),
            new OutsideRequest(1, watched.instance, watched.since, add, tools),
            OutsideReply.class,
            PATIENCE);
    if (reply.error() != null) {
      throw new BusException(BusException.Reason.REFUSED, reply.error());
    }
    boolean reborn = !watched.instance.isEmpty() && !reply.instance().equals(watched.instance);
    watched.instance = reply.instance();
    watched.since = reply.revision();
    synchronized (this) {
      watched.toTell.removeAll(add);
      watched.told.addAll(add);
      if (reborn) {
        watched.toTell.addAll(watched.told);
        watched.told.clear();
      }
    }
    for (var file : reply.states()) {
      String name = pod.equals(home) ? file.path() : pod + ":" + file.path();
      FileFacts.of(name, file).ifPresent(facts::add);
    }
  }

  private synchronized Watched of(String pod) {
    return pods.computeIfAbsent(pod, name -> new Watched());
  }

  private synchronized List<String> waiting(Watched watched) {
    return watched.toTell.stream().limit(TOLD_AT_ONCE).toList();
  }
}
