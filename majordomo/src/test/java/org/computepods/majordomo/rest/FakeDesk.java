package org.computepods.majordomo.rest;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
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

/** A desk that knows no more than what tests tell it. */
final class FakeDesk implements Desk {
  final Map<String, BuildLog> logs = new ConcurrentHashMap<>();
  volatile Optional<BuildRequest> asked = Optional.empty();
  final CountDownLatch shutDown = new CountDownLatch(1);
  volatile String lookedAt = "";

  /** Builds that were given up. */
  final BlockingQueue<String> cancelled = new LinkedBlockingQueue<>();

  @Override
  public Status status() {
    return new Status("test", "1", 1, 1, true, 2, 0, 0, List.of(), List.of());
  }

  @Override
  public List<ProjectLine> projects() {
    return List.of();
  }

  @Override
  public void close(String workspace) {}

  @Override
  public ProjectLine open(ProjectRequest request) {
    return new ProjectLine(request.workspace(), "p", "", List.of(), List.of(), List.of());
  }

  @Override
  public BuildStarted build(BuildRequest request) {
    asked = Optional.of(request);
    return new BuildStarted("b-1");
  }

  @Override
  public List<BuildLine> builds(String workspace, int limit) {
    return List.of();
  }

  @Override
  public BuildReport report(String build) throws Refusal {
    throw Refusal.notFound("no build is called '" + build + "'");
  }

  @Override
  public BuildLog events(String build) throws Refusal {
    return Optional.ofNullable(logs.get(build))
        .orElseThrow(() -> Refusal.notFound("no build is called '" + build + "'"));
  }

  @Override
  public void cancel(String build) throws Refusal {
    events(build);
    cancelled.add(build);
  }

  @Override
  public Cleaned clean(CleanRequest request) {
    return new Cleaned(List.of(), List.of(), List.of(), "");
  }

  @Override
  public List<Whereabouts> artefacts(String workspace, Optional<String> path) {
    return List.of(new Whereabouts(path.orElse(""), null, List.of()));
  }

  @Override
  public Explanation explain(String workspace, String path) {
    lookedAt = path;
    if (path.equals("broken")) {
      throw new IllegalStateException("a fault");
    }
    return new Explanation(path, "fresh", null, "", List.of(), null, null, List.of());
  }

  @Override
  public WhyNot whyNot(String workspace, String path) {
    return new WhyNot(path, true, "", null, null);
  }

  @Override
  public GraphDocument graph(String workspace, List<String> targets, boolean stale, boolean plan) {
    return new GraphDocument(List.of(), List.of(), List.of(), List.of(), List.of());
  }

  @Override
  public QueryAnswer query(String workspace, String query) {
    return new QueryAnswer(query, List.of(), List.of());
  }

  @Override
  public LogText log(String workspace, String taskOrPath, LogFrom from) {
    lookedAt = taskOrPath;
    return new LogText(taskOrPath, "", "", "text", false, 4, false);
  }

  @Override
  public List<TaskLine> tasks(String workspace) {
    return List.of();
  }

  @Override
  public List<RuleLine> rules(String workspace) {
    return List.of();
  }

  @Override
  public List<ChefLine> chefs() {
    return List.of();
  }

  @Override
  public List<PodLine> pods() {
    return List.of();
  }

  @Override
  public void switchChef(String pod, String chef, ChefSwitch wanted) {}

  @Override
  public void shutdown() {
    shutDown.countDown();
  }
}
