package org.computepods.majordomo.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.bus.ConnectionState;
import org.computepods.chef.wire.PodRequests.DrainReply;
import org.computepods.chef.wire.PodRequests.DrainRequest;
import org.computepods.chef.wire.rest.ChefLine;
import org.computepods.chef.wire.rest.ChefSwitch;
import org.computepods.chef.wire.rest.PodLine;
import org.computepods.chef.wire.rest.Status;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.Stale;
import org.computepods.majordomo.rest.Refusal;

/** What is told of the federation as a whole: its workspaces, chefs and pods. */
final class FederationAnswers {
  private static final int STALE_SHOWN = 100;

  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Household house;
  private final Workspaces workspaces;
  private final Settings settings;
  private final WatcherCheck watchers;
  private final long startedMs = System.currentTimeMillis();

  FederationAnswers(
      Household house, Workspaces workspaces, Settings settings, WatcherCheck watchers) {
    this.house = house;
    this.workspaces = workspaces;
    this.settings = settings;
    this.watchers = watchers;
  }

  Status status() {
    watchers.look();
    var lines = new ArrayList<Status.WorkspaceLine>();
    for (var workspace : workspaces.all()) {
      lines.add(house.core().ask(() -> line(workspace)).join());
    }
    String version = MajorDomo.class.getPackage().getImplementationVersion();
    return new Status(
        settings.nats().settings().federation(),
        version == null ? "development" : version,
        ProcessHandle.current().pid(),
        startedMs,
        connected(),
        house.pods().slots(),
        Math.min(house.pods().busy(), house.core().ask(house.dispatch()::underWay).join()),
        house.dispatch().ignored(),
        lines,
        house.builds().running().stream().map(Build::line).toList());
  }

  /** Whether NATS can be reached. */
  boolean connected() {
    var state = settings.nats().state();
    return state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED;
  }

  private String message(Workspace workspace) {
    boolean isGone = !workspace.isWaiting() && isGone(workspace);
    return isGone ? "its folder is not there" : workspace.message();
  }

  private Status.WorkspaceLine line(Workspace workspace) {
    boolean open = workspace.whenOpen().isDone();
    String message = connected() ? message(workspace) : "NATS is away";
    String state = !open ? "opening" : connected() ? "open" : "waiting";
    var view = workspace.view();
    var stale = view.map(v -> v.stale(STALE_SHOWN)).orElse(new Stale(0, List.of()));
    return new Status.WorkspaceLine(
        workspace.path(),
        workspace.pod(),
        workspace.epoch(),
        state,
        message.isEmpty() ? null : message,
        view.map(EngineView::artefactCount).orElse(0),
        view.map(EngineView::taskCount).orElse(0),
        stale.count(),
        stale.names(),
        workspace.troubles());
  }

  /** Whether the folder was moved or removed, as far as we can see it. */
  private boolean isGone(Workspace workspace) {
    return workspace.pod().equals(settings.homePod()) && Files.notExists(Path.of(workspace.path()));
  }

  List<ChefLine> chefs() {
    var lines = new ArrayList<ChefLine>();
    for (var pod : house.pods().cooking()) {
      for (String chef : pod.heartbeat().chefs()) {
        lines.add(new ChefLine(pod.name(), chef, true, pod.heartbeat().tools()));
      }
      for (String chef : house.pods().switchedOff(pod.name())) {
        if (!pod.heartbeat().chefs().contains(chef)) {
          lines.add(new ChefLine(pod.name(), chef, false, pod.heartbeat().tools()));
        }
      }
    }
    return lines;
  }

  List<PodLine> pods() {
    watchers.look();
    long now = System.nanoTime();
    return house.pods().all().stream()
        .map(
            pod ->
                new PodLine(
                    pod.name(),
                    pod.alive(),
                    (now - pod.heardNanos()) / 1_000_000,
                    roles(pod),
                    pod.heartbeat().chefs(),
                    pod.heartbeat().slots(),
                    pod.heartbeat().busy(),
                    pod.heartbeat().sftp()))
        .toList();
  }

  /** A pod names what it was begun for; whether its watcher, another process, is there, we know. */
  private List<String> roles(Pods.Pod pod) {
    boolean gone = watchers.isGone(pod.name());
    return pod.heartbeat().roles().stream()
        .filter(role -> !(gone && role.equals(Pods.WATCHER)))
        .toList();
  }

  void switchChef(String pod, String chef, ChefSwitch wanted) throws Refusal {
    if (house.pods().pod(pod).isEmpty()) {
      throw Refusal.notFound("no pod is called '" + pod + "'");
    }
    var reply =
        Refusals.patiently(
            () ->
                house
                    .messenger()
                    .ask(
                        house.messenger().subjects().podDrain(pod),
                        new DrainRequest(1, chef, wanted.enabled()),
                        DrainReply.class,
                        PATIENCE));
    if (reply.error() != null) {
      throw Refusal.notFound(reply.error());
    }
    house.pods().switched(pod, chef, wanted.enabled());
  }
}
