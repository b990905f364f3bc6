package org.computepods.majordomo.shell;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.computepods.chef.wire.BuildFrom;
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
import org.computepods.majordomo.graph.Queries;
import org.computepods.majordomo.rest.BuildLog;
import org.computepods.majordomo.rest.Desk;
import org.computepods.majordomo.rest.Refusal;
import org.computepods.rules.Task;

/** Answers what is asked over REST, out of the workspaces' cores and of what the shell knows. */
final class MajorDomoDesk implements Desk {
  private final Household house;
  private final Workspaces workspaces;
  private final Settings settings;
  private final AtomicLong lastAsked;
  private final FederationAnswers federation;
  private final BuildAnswers builds;

  MajorDomoDesk(
      Household house,
      Workspaces workspaces,
      Settings settings,
      WatcherCheck watchers,
      AtomicLong lastAsked) {
    this.house = house;
    this.workspaces = workspaces;
    this.settings = settings;
    this.lastAsked = lastAsked;
    this.federation = new FederationAnswers(house, workspaces, settings, watchers);
    this.builds = new BuildAnswers(house, workspaces, federation::connected);
  }

  // ---- the federation ----

  @Override
  public Status status() {
    touch();
    return federation.status();
  }

  @Override
  public List<ChefLine> chefs() {
    touch();
    return federation.chefs();
  }

  @Override
  public List<PodLine> pods() {
    touch();
    return federation.pods();
  }

  @Override
  public void switchChef(String pod, String chef, ChefSwitch wanted) throws Refusal {
    touch();
    federation.switchChef(pod, chef, wanted);
  }

  @Override
  public void shutdown() {
    Thread.ofVirtual().name("shutdown").start(settings.shutdown());
  }

  // ---- builds ----

  @Override
  public BuildStarted build(BuildRequest request) {
    touch();
    return builds.build(request);
  }

  @Override
  public List<BuildLine> builds(String workspace, int limit) {
    touch();
    return builds.builds(workspace, limit);
  }

  @Override
  public BuildReport report(String id) throws Refusal {
    touch();
    return builds.report(id);
  }

  @Override
  public BuildLog events(String id) throws Refusal {
    touch();
    return builds.events(id);
  }

  @Override
  public void cancel(String id) throws Refusal {
    touch();
    builds.cancel(id);
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
      throw Refusal.unavailable(Refusals.cannotOpen(request.workspace(), e));
    }
    Refusals.patiently(workspace::catchUp);
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

  private void touch() {
    lastAsked.set(System.nanoTime());
  }
}
