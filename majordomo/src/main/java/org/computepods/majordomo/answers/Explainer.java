package org.computepods.majordomo.answers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.chef.wire.rest.Explanation;
import org.computepods.chef.wire.rest.Explanation.CycleStory;
import org.computepods.chef.wire.rest.Explanation.LastRun;
import org.computepods.chef.wire.rest.Explanation.Link;
import org.computepods.chef.wire.rest.Explanation.Pass;
import org.computepods.chef.wire.rest.Explanation.Sight;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.CycleView;
import org.computepods.majordomo.core.EngineView.TaskState;
import org.computepods.majordomo.core.EngineView.TaskView;
import org.computepods.majordomo.core.Trace;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/** Why an artefact was last built, or is stale, or is not. */
public final class Explainer {
  /** Links of a chain that people would read. */
  private static final int CHAIN_MAX = 100;

  private final EngineView view;

  /** Tasks as they would be found by a build of what is explained. */
  private final Map<String, TaskView> outlook = new HashMap<>();

  public Explainer(EngineView view) {
    this.view = view;
  }

  /**
   * Explains an artefact; that of a task's name is its first output.
   *
   * @throws IllegalArgumentException where nobody knows the name
   */
  public Explanation explain(String name) {
    var path = new Meant(view).artefact(name);
    var maker = view.maker(path);
    return maker.isPresent() ? made(path, maker.get()) : notMade(path);
  }

  private Explanation notMade(ArtefactPath path) {
    var former = view.formerMaker(path);
    return new Explanation(
        path.value(),
        former.isPresent() ? "left over" : "primary",
        null,
        former
            .map(task -> task + " made it, and nothing makes it any more")
            .orElseGet(() -> whatItIs(path)),
        List.of(),
        null,
        null,
        view.problems());
  }

  private String whatItIs(ArtefactPath path) {
    var readers = view.readers(path);
    if (path.outside()) {
      return "it lies outside the workspace, and is only looked at";
    }
    if (!view.state(path).exists()) {
      return "it does not exist and nothing builds it"
          + (readers.isEmpty() ? "" : ", but " + readers.getFirst() + " reads it");
    }
    return "a file that a person made; "
        + (readers.isEmpty() ? "nothing reads it" : "read by " + some(readers));
  }

  private Explanation made(ArtefactPath path, TaskView maker) {
    var task = asItWouldBeFound(maker);
    var last = view.traces(task.task().name()).stream().findFirst();
    var conflict =
        view.problems().stream()
            .map(BuildReport.Problem::message)
            .filter(message -> message.endsWith(" both make " + path))
            .findFirst();
    String reason =
        conflict.isPresent()
            ? "nothing can be built before this is mended: " + conflict.get()
            : task.state() == TaskState.FRESH
                ? last.map(trace -> "last run because " + trace.reason())
                    .orElse("no run of it is known")
                : task.reason();
    return new Explanation(
        path.value(),
        Listing.state(task),
        task.task().name(),
        reason,
        chain(path, task),
        last.map(Explainer::lastRun).orElse(null),
        cycle(task).map(Explainer::story).orElse(null),
        view.problems());
  }

  /** The task, stale where what it reads is: by itself it may well be fresh. */
  private TaskView asItWouldBeFound(TaskView task) {
    String name = task.task().name();
    if (view.task(name).isEmpty()) {
      return task;
    }
    view.outlook(List.of(name)).forEach(seen -> outlook.put(seen.task().name(), seen));
    return outlook.getOrDefault(name, task);
  }

  /** From the change to this artefact. */
  private List<Link> chain(ArtefactPath path, TaskView task) {
    var links = new ArrayList<Link>();
    var seen = new HashSet<String>();
    Optional<TaskView> maker = Optional.of(task);
    ArtefactPath at = path;
    String build = "";
    while (maker.isPresent() && links.size() < CHAIN_MAX && seen.add(maker.get().task().name())) {
      var current = maker.get();
      Optional<ArtefactPath> cause;
      String reason;
      if (current.state() == TaskState.FRESH || !build.isEmpty()) {
        var trace = lastOf(current, build);
        if (trace.isEmpty()) {
          break;
        }
        build = trace.get().build();
        reason = trace.get().reason();
        cause = cause(trace.get());
      } else {
        reason = current.reason();
        cause = current.because().stream().findFirst();
      }
      links.add(new Link(at.value(), current.task().name(), reason));
      if (cause.isEmpty()) {
        break;
      }
      at = cause.get();
      maker = view.maker(at).map(found -> outlook.getOrDefault(found.task().name(), found));
    }
    boolean primary = maker.isEmpty();
    if (primary) {
      links.add(new Link(at.value(), null, "changed"));
    }
    return links.reversed();
  }

  private Optional<Trace> lastOf(TaskView task, String build) {
    return view.traces(task.task().name()).stream()
        .findFirst()
        .filter(trace -> build.isEmpty() || trace.build().equals(build));
  }

  /** The artefact that a trace's reason speaks of. */
  private static Optional<ArtefactPath> cause(Trace trace) {
    return trace.observed().stream()
        .map(Trace.Observed::path)
        .filter(path -> trace.reason().startsWith(path.value() + " "))
        .findFirst();
  }

  private static LastRun lastRun(Trace trace) {
    return new LastRun(
        trace.build(), trace.pass(), trace.reason(), trace.pod(), trace.endedMs(), trace.ms());
  }

  private Optional<CycleView> cycle(TaskView task) {
    return view.cycles().stream()
        .filter(cycle -> cycle.members().contains(task.task().name()))
        .findFirst();
  }

  private static CycleStory story(CycleView cycle) {
    var table = new ArrayList<Pass>();
    for (var execution : cycle.story()) {
      var outputs =
          execution.outputs().stream()
              .map(left -> new Sight(left.path().value(), brief(left.state()), left.moved()))
              .toList();
      table.add(new Pass(execution.pass(), execution.task(), execution.reason(), outputs));
    }
    return new CycleStory(
        cycle.members(),
        cycle.passes(),
        cycle.verdict().isEmpty() ? "unknown" : cycle.verdict(),
        cycle.period(),
        cycle.moving(),
        cycle.evidence(),
        table);
  }

  private static String brief(ArtefactState state) {
    return switch (state) {
      case ArtefactState.Absent() -> "absent";
      case ArtefactState.Link(String target) -> "-> " + target;
      case ArtefactState.Present(var digest, var executable) ->
          digest.brief() + (executable ? "*" : "");
    };
  }

  static String some(List<String> names) {
    Set<String> shown = new java.util.LinkedHashSet<>(names.subList(0, Math.min(3, names.size())));
    String all = String.join(", ", shown);
    return names.size() <= 3 ? all : all + " and " + (names.size() - 3) + " more";
  }
}
