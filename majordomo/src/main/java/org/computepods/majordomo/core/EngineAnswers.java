package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.Problem;
import org.computepods.rules.View;
import org.computepods.rules.project.RulesManager;
import org.jspecify.annotations.Nullable;

/** The answers of a core: what it would decide, by the very code that decides. */
final class EngineAnswers implements EngineView {
  private final ArtefactManager artefacts;
  private final DependencyManager graph;
  private final Judge judge;
  private final Goals goals;
  private final List<Memory.SavedAside> saved;
  private final UndeclaredFiles undeclared;
  private final Scheduler scheduler;

  /** What is wrong with the project's files as such. */
  private final List<Problem> problems;

  EngineAnswers(
      ArtefactManager artefacts,
      DependencyManager graph,
      Judge judge,
      Goals goals,
      List<Memory.SavedAside> saved,
      UndeclaredFiles undeclared,
      Scheduler scheduler,
      List<Problem> problems) {
    this.artefacts = artefacts;
    this.graph = graph;
    this.judge = judge;
    this.goals = goals;
    this.saved = saved;
    this.undeclared = undeclared;
    this.scheduler = scheduler;
    this.problems = problems;
  }

  @Override
  public List<TaskView> tasks() {
    return byName(graph.tasks()).stream().map(this::answer).toList();
  }

  @Override
  public Optional<TaskView> task(String name) {
    return graph.named(name).map(this::answer);
  }

  @Override
  public Optional<TaskView> maker(ArtefactPath path) {
    Optional<Artefact> known = artefacts.known(path);
    if (known.isPresent() && known.get().producer != null) {
      return Optional.of(answer(known.get().producer));
    }
    Optional<TaskNode> writer = known.flatMap(undeclared::writer).flatMap(graph::named);
    if (writer.isPresent()) {
      return writer.map(this::answer);
    }
    if (!graph.hasRules() || path.outside()) {
      return Optional.empty();
    }
    return graph
        .wouldMake(path)
        .map(task -> new TaskView(task, List.of(), TaskState.STALE, "never built", List.of()));
  }

  @Override
  public List<Trace> formerRuns(ArtefactPath path) {
    return graph.formerRuns(path);
  }

  @Override
  public Optional<String> formerMaker(ArtefactPath path) {
    return graph.hasRules() ? artefacts.known(path).flatMap(graph::formerMaker) : Optional.empty();
  }

  @Override
  public List<String> readers(ArtefactPath path) {
    return artefacts.known(path).stream()
        .flatMap(a -> a.readers().stream())
        .map(TaskNode::name)
        .distinct()
        .sorted()
        .toList();
  }

  @Override
  public ArtefactState state(ArtefactPath path) {
    return artefacts.known(path).map(a -> a.state).orElse(ArtefactState.absent());
  }

  @Override
  public Stream<ArtefactPath> paths() {
    return artefacts.all().stream()
        .filter(a -> a.state.exists() || a.producer != null || !a.readers().isEmpty())
        .map(a -> a.path)
        .filter(path -> !path.outside());
  }

  @Override
  public int artefactCount() {
    return (int)
        artefacts.all().stream().filter(a -> a.state.exists() && !a.path.outside()).count();
  }

  @Override
  public List<CycleView> cycles() {
    return new TaskIndex(List.copyOf(graph.tasks()))
        .groups().stream()
            .filter(TaskIndex::isCycle)
            .map(this::cycle)
            .sorted(Comparator.comparing(c -> c.members().getFirst()))
            .toList();
  }

  @Override
  public List<Trace> traces(String taskName) {
    return graph.named(taskName).map(TaskNode::traces).orElse(List.of());
  }

  @Override
  public Collection<Memory.Wrote> owned() {
    return artefacts.all().stream().flatMap(a -> owned(a).stream()).toList();
  }

  @Override
  public Collection<Memory.WroteUndeclared> undeclared() {
    return undeclared.all();
  }

  @Override
  public List<Memory.SavedAside> saved() {
    return List.copyOf(saved);
  }

  @Override
  public List<BuildReport.Problem> problems() {
    var all = new LinkedHashSet<>(problems);
    all.addAll(graph.binding().problems());
    return all.stream().map(Reports::problem).toList();
  }

  @Override
  public Optional<RulesManager> rules() {
    return graph.hasRules() ? Optional.of(graph.rules()) : Optional.empty();
  }

  @Override
  public Map<String, List<ArtefactPath>> targets() {
    return graph.binding().targets();
  }

  @Override
  public List<ArtefactPath> wanted(List<String> names) {
    return goals.of(names).tasks().stream().flatMap(n -> n.task.outputs().stream()).toList();
  }

  @Override
  public List<TaskView> outlook(List<String> names) {
    return outlook(Plan.needs(goals.of(names).tasks()));
  }

  @Override
  public List<TaskView> outlook() {
    return outlook(graph.tasks());
  }

  private List<TaskView> outlook(Collection<TaskNode> tasks) {
    List<TaskNode> order =
        new TaskIndex(byName(tasks)).groups().stream().flatMap(List::stream).toList();
    DryRun.Answer would = new DryRun(judge).of(order);
    return order.stream().map(node -> behind(node, would.upstream().get(node))).toList();
  }

  private record Named(String name, TaskNode node) {}

  /** Each name is spelled out once: that of a family's task costs more than all comparisons. */
  private static List<TaskNode> byName(Collection<TaskNode> tasks) {
    return tasks.stream()
        .map(node -> new Named(node.name(), node))
        .sorted(Comparator.comparing(Named::name))
        .map(Named::node)
        .toList();
  }

  @Override
  public int taskCount() {
    return graph.tasks().size();
  }

  @Override
  public Stale stale(int shown) {
    List<TaskNode> stale = new StaleTasks(judge, scheduler.knownFresh()).of(graph.tasks());
    return new Stale(stale.size(), stale.stream().limit(shown).map(TaskNode::name).toList());
  }

  /** How a task stands; where it is fresh by itself, and reads what would be made anew: stale. */
  private TaskView behind(TaskNode node, @Nullable Edge upstream) {
    TaskView view = answer(node);
    if (upstream == null || view.state() != TaskState.FRESH) {
      return view;
    }
    ArtefactPath path = upstream.from().path;
    return new TaskView(
        view.task(), view.discovered(), TaskState.STALE, path + " may change", List.of(path));
  }

  @Override
  public List<String> hindrances(String taskName) {
    return graph.named(taskName).map(new Hindrances(graph)::of).orElse(List.of());
  }

  @Override
  public boolean busy() {
    return !scheduler.idle();
  }

  private TaskView answer(TaskNode node) {
    List<ArtefactPath> discovered =
        node.edges.stream()
            .filter(edge -> edge.discovered() && !(edge.view() instanceof View.Presence))
            .map(edge -> edge.from().path)
            .toList();
    if (node.phase == TaskNode.Phase.RUNNING || node.phase == TaskNode.Phase.RESTORING) {
      return new TaskView(node.task, discovered, TaskState.RUNNING, "", List.of());
    }
    if (node.phase == TaskNode.Phase.FAILED) {
      return new TaskView(
          node.task, discovered, TaskState.FAILED, node.trouble().failure, changed(node));
    }
    if (node.phase == TaskNode.Phase.SKIPPED) {
      return new TaskView(
          node.task,
          discovered,
          TaskState.WAITING,
          blockers(node).stream()
              .findFirst()
              .map(path -> path + ", which it needs, could not be made")
              .orElse("something that it needs has failed"),
          blockers(node));
    }
    return switch (judge.of(node)) {
      case Staleness.Fresh _ -> new TaskView(node.task, discovered, TaskState.FRESH, "", List.of());
      case Staleness.Inapplicable(var artefact) ->
          new TaskView(
              node.task,
              discovered,
              TaskState.FRESH,
              "does not apply: nothing in " + artefact + " asks for it",
              List.of());
      case Staleness.Restorable(_, String reason) -> stale(node, discovered, reason);
      case Staleness.Stale(String reason) -> stale(node, discovered, reason);
      case Staleness.Unseen(var looks) ->
          stale(node, discovered, looks.getFirst().path() + " may have changed where it matters");
      case Staleness.Lacking(var path) ->
          new TaskView(
              node.task, discovered, TaskState.WAITING, path + " does not exist", List.of(path));
    };
  }

  private TaskView stale(TaskNode node, List<ArtefactPath> discovered, String reason) {
    return new TaskView(node.task, discovered, TaskState.STALE, reason, changed(node));
  }

  private List<ArtefactPath> blockers(TaskNode node) {
    return node.edges.stream()
        .map(Edge::from)
        .filter(a -> a.producer != null && a.producer.group.blocks() && a.producer != node)
        .map(a -> a.path)
        .toList();
  }

  /** What it last saw otherwise than it would now. */
  private List<ArtefactPath> changed(TaskNode node) {
    if (node.traces().isEmpty()) {
      return List.of();
    }
    var changed = new LinkedHashSet<ArtefactPath>();
    for (Trace.Observed observed : node.traces().getFirst().observed()) {
      Optional<Digest> sight =
          judge.sight(node, artefacts.of(observed.path()), View.parse(observed.view()));
      if (sight.isEmpty() || !sight.get().equals(observed.sight())) {
        changed.add(observed.path());
      }
    }
    return List.copyOf(changed);
  }

  private CycleView cycle(List<TaskNode> members) {
    var position = new TaskIndex(members);
    List<Cut> cut =
        CycleOrder.links(members).stream()
            .filter(link -> position.of(link.from()) >= position.of(link.to()))
            .map(link -> new Cut(link.through().from().path, link.to().name()))
            .distinct()
            .toList();
    Verdict verdict = members.getFirst().trouble().verdict;
    if (verdict == null) {
      verdict = members.getFirst().trouble().verdictBefore;
    }
    if (verdict == null && members.stream().allMatch(this::rests)) {
      verdict = Verdict.SETTLED;
    }
    List<Execution> story = story(members);
    return new CycleView(
        members.stream().map(TaskNode::name).toList(),
        cut,
        story.stream().mapToInt(Execution::pass).max().orElse(0),
        verdict == null ? "" : verdict.word(),
        verdict == null ? 0 : verdict.period(),
        verdict == null ? List.of() : verdict.moving(),
        verdict == null ? "" : verdict.evidence(),
        story);
  }

  private boolean rests(TaskNode node) {
    return switch (judge.of(node)) {
      case Staleness.Fresh _, Staleness.Inapplicable _ -> true;
      default -> false;
    };
  }

  /**
   * The executions of the last build that ran any member, by pass and then by the order in a pass.
   */
  private static List<Execution> story(List<TaskNode> members) {
    Optional<Trace> newest =
        members.stream()
            .flatMap(m -> m.traces().stream())
            .max(Comparator.comparingLong(Trace::endedMs));
    if (newest.isEmpty()) {
      return List.of();
    }
    String build = newest.get().build();
    return members.stream()
        .flatMap(m -> executions(m, build).stream())
        .sorted(Comparator.comparingInt(Execution::pass))
        .toList();
  }

  /** The executions of a task in that build, the oldest first. */
  private static List<Execution> executions(TaskNode member, String build) {
    var executions = new ArrayList<Execution>();
    var before = new HashMap<ArtefactPath, ArtefactState>();
    for (Trace trace : member.traces().reversed()) {
      var outputs = new ArrayList<Left>();
      for (Trace.Output output : trace.outputs()) {
        ArtefactState old = before.put(output.path(), output.state());
        outputs.add(new Left(output.path(), output.state(), !output.state().equals(old)));
      }
      if (trace.build().equals(build)) {
        executions.add(new Execution(trace.pass(), trace.task(), trace.reason(), outputs));
      }
    }
    return executions;
  }

  private static Optional<Memory.Wrote> owned(Artefact artefact) {
    return artefact.ours == null
        ? Optional.empty()
        : Optional.of(
            new Memory.Wrote(
                artefact.path, artefact.ours, artefact.oursTask(), artefact.oursDeclared));
  }
}
