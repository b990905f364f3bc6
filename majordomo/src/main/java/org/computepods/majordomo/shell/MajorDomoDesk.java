package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.computepods.chef.bus.BusException;
import org.computepods.chef.bus.ConnectionState;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.PodRequests.DrainReply;
import org.computepods.chef.wire.PodRequests.DrainRequest;
import org.computepods.chef.wire.rest.BuildLine;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.BuildRequest;
import org.computepods.chef.wire.rest.BuildStarted;
import org.computepods.chef.wire.rest.ChefLine;
import org.computepods.chef.wire.rest.ChefSwitch;
import org.computepods.chef.wire.rest.CleanRequest;
import org.computepods.chef.wire.rest.Cleaned;
import org.computepods.chef.wire.rest.Explanation;
import org.computepods.chef.wire.rest.GraphDocument;
import org.computepods.chef.wire.rest.LogText;
import org.computepods.chef.wire.rest.PodLine;
import org.computepods.chef.wire.rest.ProjectLine;
import org.computepods.chef.wire.rest.ProjectRequest;
import org.computepods.chef.wire.rest.QueryAnswer;
import org.computepods.chef.wire.rest.RuleLine;
import org.computepods.chef.wire.rest.Status;
import org.computepods.chef.wire.rest.TaskLine;
import org.computepods.chef.wire.rest.Whereabouts;
import org.computepods.chef.wire.rest.WhyNot;
import org.computepods.majordomo.answers.Explainer;
import org.computepods.majordomo.answers.GraphTeller;
import org.computepods.majordomo.answers.Listing;
import org.computepods.majordomo.answers.Locator;
import org.computepods.majordomo.answers.WhyNotFinder;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.Stale;
import org.computepods.majordomo.core.Event;
import org.computepods.majordomo.graph.Queries;
import org.computepods.majordomo.rest.BuildLog;
import org.computepods.majordomo.rest.Desk;
import org.computepods.majordomo.rest.Refusal;
import org.computepods.rules.Task;

/** Answers what is asked over REST, out of the workspaces' cores and of what the shell knows. */
final class MajorDomoDesk implements Desk {
  private static final int STALE_SHOWN = 100;

  private final Household house;
  private final Workspaces workspaces;
  private final Settings settings;
  private final AtomicLong lastAsked;
  private final long startedMs = System.currentTimeMillis();

  MajorDomoDesk(Household house, Workspaces workspaces, Settings settings, AtomicLong lastAsked) {
    this.house = house;
    this.workspaces = workspaces;
    this.settings = settings;
    this.lastAsked = lastAsked;
  }

  // ---- the federation ----

  @Override
  public Status status() throws Refusal {
    touch();
    var lines = new ArrayList<Status.WorkspaceLine>();
    for (var workspace : workspaces.all()) {
      lines.add(onCore(() -> line(workspace)));
    }
    String version = MajorDomo.class.getPackage().getImplementationVersion();
    return new Status(
        settings.nats().settings().federation(),
        version == null ? "development" : version,
        ProcessHandle.current().pid(),
        startedMs,
        connected(),
        house.pods().slots(),
        house.pods().busy(),
        house.dispatch().ignored(),
        lines,
        house.builds().running().stream().map(Build::line).toList());
  }

  private boolean connected() {
    var state = settings.nats().state();
    return state == ConnectionState.CONNECTED || state == ConnectionState.RECONNECTED;
  }

  private Status.WorkspaceLine line(Workspace workspace) {
    boolean open = workspace.whenOpen().isDone();
    String message = connected() ? workspace.message() : "NATS is away";
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

  @Override
  public List<ChefLine> chefs() {
    touch();
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

  @Override
  public List<PodLine> pods() {
    touch();
    long now = System.nanoTime();
    return house.pods().all().stream()
        .map(
            pod ->
                new PodLine(
                    pod.name(),
                    pod.alive(),
                    (now - pod.heardNanos()) / 1_000_000,
                    pod.heartbeat().roles(),
                    pod.heartbeat().chefs(),
                    pod.heartbeat().slots(),
                    pod.heartbeat().busy(),
                    pod.heartbeat().sftp()))
        .toList();
  }

  @Override
  public void switchChef(String pod, String chef, ChefSwitch wanted) throws Refusal {
    touch();
    if (house.pods().pod(pod).isEmpty()) {
      throw Refusal.notFound("no pod is called '" + pod + "'");
    }
    var reply =
        patiently(
            () ->
                house
                    .messenger()
                    .ask(
                        house.messenger().subjects().podDrain(pod),
                        new DrainRequest(1, chef, wanted.enabled()),
                        DrainReply.class,
                        java.time.Duration.ofSeconds(2)));
    if (reply.error() != null) {
      throw Refusal.notFound(reply.error());
    }
    house.pods().switched(pod, chef, wanted.enabled());
  }

  @Override
  public void shutdown() {
    Thread.ofVirtual().name("shutdown").start(settings.shutdown());
  }

  // ---- builds ----

  @Override
  public BuildStarted build(BuildRequest request) {
    touch();
    var build = house.builds().begin(request, System.currentTimeMillis());
    if (!connected()) {
      build.waits("NATS is away; everything goes on when it is back");
    }
    var _ =
        workspaces
            .reach(request.workspace())
            .whenComplete(
                (workspace, failure) -> {
                  if (failure != null) {
                    build.end("unavailable", 3, cannotOpen(request.workspace(), failure));
                  } else if (workspace.isAsLeft()) {
                    Thread.ofVirtual()
                        .name("answer " + build.id())
                        .start(() -> answer(workspace, build, request));
                  } else {
                    askCore(build, request);
                  }
                });
    return new BuildStarted(build.id());
  }

  /** Without the core, which may not be there yet; by the core where that cannot be. */
  private void answer(Workspace workspace, Build build, BuildRequest request) {
    try {
      if (!workspace.answers(build, at(request, workspace.path()))) {
        askCore(build, request);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askCore(Build build, BuildRequest request) {
    var _ =
        workspaces
            .open(request.workspace())
            .whenComplete(
                (workspace, failure) -> {
                  if (failure != null) {
                    build.end("unavailable", 3, cannotOpen(request.workspace(), failure));
                  } else {
                    workspace.post(new Event.BuildAsked(build.id(), at(request, workspace.path())));
                  }
                });
  }

  /** The request with the workspace's real path. */
  private static BuildRequest at(BuildRequest r, String path) {
    return new BuildRequest(
        path,
        r.targets(),
        r.keepGoing(),
        r.dryRun(),
        r.fresh(),
        r.jobs(),
        r.acceptUnsettled(),
        r.watch(),
        r.waitS(),
        r.env());
  }

  @Override
  public List<BuildLine> builds(String workspace, int limit) {
    touch();
    Map<String, BuildLine> lines = new LinkedHashMap<>();
    for (var build : house.builds().all()) {
      if (!build.request().dryRun()) {
        lines.put(build.id(), build.line());
      }
    }
    for (var done : house.store().builds(limit)) {
      var line = Build.line(done.request(), done.report(), done.startedMs());
      lines.putIfAbsent(line.build(), line);
    }
    String real = workspaces.known(workspace).map(Workspace::path).orElse(workspace);
    return lines.values().stream()
        .filter(line -> workspace.isEmpty() || line.workspace().equals(real))
        .sorted((a, b) -> Long.compare(b.startedMs(), a.startedMs()))
        .limit(limit)
        .toList();
  }

  @Override
  public BuildReport report(String id) throws Refusal {
    touch();
    var build = house.builds().build(id);
    if (build.isPresent()) {
      return build.get().report();
    }
    return house.store().builds(Integer.MAX_VALUE).stream()
        .map(done -> done.report())
        .filter(report -> report.build().equals(id))
        .findFirst()
        .orElseThrow(() -> noBuild(id));
  }

  @Override
  public BuildLog events(String id) throws Refusal {
    touch();
    return house.builds().build(id).map(Build::log).orElseThrow(() -> noBuild(id));
  }

  @Override
  public void cancel(String id) throws Refusal {
    touch();
    var build = house.builds().build(id).orElseThrow(() -> noBuild(id));
    var opening = workspaces.open(build.request().workspace());
    var _ = opening.thenAccept(workspace -> workspace.post(new Event.BuildCancelled(id)));
  }

  private static Refusal noBuild(String id) {
    return Refusal.notFound("no build is called '" + id + "'");
  }

  // ---- workspaces ----

  @Override
  public List<ProjectLine> projects() throws Refusal {
    touch();
    var lines = new ArrayList<ProjectLine>();
    for (var workspace : workspaces.all()) {
      lines.add(onCore(() -> project(workspace)));
    }
    return lines;
  }

  @Override
  public ProjectLine open(ProjectRequest request) throws Refusal {
    touch();
    Workspace workspace;
    try {
      workspace = workspaces.open(request.workspace()).join();
    } catch (CompletionException e) {
      throw Refusal.unavailable(cannotOpen(request.workspace(), e));
    }
    patiently(workspace::catchUp);
    return onCore(() -> project(workspace));
  }

  @Override
  public void close(String name) throws Refusal {
    var workspace = workspace(name);
    if (house.builds().running().stream()
        .anyMatch(build -> build.request().workspace().equals(workspace.path()))) {
      throw Refusal.badRequest("a build is under way in " + workspace.path());
    }
    workspaces.close(workspace);
  }

  private static ProjectLine project(Workspace workspace) {
    return workspace
        .view()
        .map(view -> Listing.project(workspace.path(), view, workspace.problems()))
        .orElseGet(
            () -> new ProjectLine(workspace.path(), "", "", List.of(), List.of(), List.of()));
  }

  @Override
  public Cleaned clean(CleanRequest request) throws Refusal {
    open(new ProjectRequest(request.workspace()));
    var workspace = workspace(request.workspace());
    return new Cleaning(house, workspace).clean(request.targets());
  }

  @Override
  public List<Whereabouts> artefacts(String name, Optional<String> path) throws Refusal {
    var workspace = workspace(name);
    return answer(
        workspace,
        view -> {
          var locator = new Locator(view, workspace.pod(), house.holdings()::of);
          return path.map(p -> List.of(locator.where(p))).orElseGet(locator::all);
        });
  }

  @Override
  public Explanation explain(String name, String path) throws Refusal {
    return answer(workspace(name), view -> new Explainer(view).explain(path));
  }

  @Override
  public WhyNot whyNot(String name, String path) throws Refusal {
    var workspace = workspace(name);
    return answer(
        workspace, view -> new WhyNotFinder(view, task -> lack(workspace, task)).whyNot(path));
  }

  /** Why nobody can run a task just now. */
  private String lack(Workspace workspace, Task task) {
    var needs = new HashMap<String, List<String>>();
    workspace.sets().forEach(set -> needs.put(set.name(), set.required()));
    BuildFrom job = Homing.asked(task);
    return switch (Placement.of(job, workspace.pod(), house.pods().all(), needs)) {
      case Placement.At _, Placement.Any _ -> "";
      case Placement.Away(var pods, String reason) -> reason;
      case Placement.Nobody(String reason) -> reason;
    };
  }

  @Override
  public GraphDocument graph(String name, List<String> targets, boolean stale, boolean plan)
      throws Refusal {
    return answer(workspace(name), view -> new GraphTeller(view).tell(targets, stale, plan));
  }

  @Override
  public QueryAnswer query(String name, String query) throws Refusal {
    return answer(workspace(name), view -> new Queries(view).answer(query));
  }

  @Override
  public List<TaskLine> tasks(String name) throws Refusal {
    return answer(workspace(name), Listing::tasks);
  }

  @Override
  public List<RuleLine> rules(String name) throws Refusal {
    return answer(
        workspace(name),
        view -> view.rules().map(rules -> Listing.rules(rules, this::servers)).orElse(List.of()));
  }

  private List<String> servers(String set) {
    return house.pods().cooking().stream()
        .filter(pod -> pod.heartbeat().chefs().contains(set))
        .map(Pods.Pod::name)
        .toList();
  }

  @Override
  public LogText log(String name, String taskOrPath, LogFrom from) throws Refusal {
    var workspace = workspace(name);
    return new Logs(house, workspace).read(taskOrPath, from);
  }

  // ---- how it asks ----

  private Workspace workspace(String name) throws Refusal {
    touch();
    if (name.isEmpty()) {
      var all = workspaces.all();
      if (all.size() != 1) {
        throw Refusal.badRequest(
            all.isEmpty()
                ? "no workspace is open; POST /v1/projects opens one"
                : "several workspaces are open: name one by 'workspace='");
      }
      return all.getFirst();
    }
    return workspaces
        .known(name)
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "the workspace " + name + " is not open; POST /v1/projects opens it"));
  }

  private <T> T answer(Workspace workspace, Function<EngineView, T> question) throws Refusal {
    try {
      return house
          .core()
          .ask(() -> workspace.view().map(question))
          .join()
          .orElseThrow(() -> Refusal.unavailable("the workspace is being opened"));
    } catch (CompletionException e) {
      if (e.getCause() instanceof IllegalArgumentException senseless) {
        throw Refusal.badRequest(String.valueOf(senseless.getMessage()));
      }
      throw e;
    }
  }

  private <T> T onCore(java.util.function.Supplier<T> question) {
    return house.core().ask(question).join();
  }

  private static <T> T patiently(Messenger.Attempt<T> attempt) throws Refusal {
    try {
      return attempt.make();
    } catch (BusException e) {
      throw Refusal.unavailable(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Refusal.unavailable("interrupted");
    }
  }

  private static String cannotOpen(String path, Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException c && c.getCause() != null ? c.getCause() : failure;
    return "cannot open " + path + ": " + cause.getMessage();
  }

  private void touch() {
    lastAsked.set(System.nanoTime());
  }
}
