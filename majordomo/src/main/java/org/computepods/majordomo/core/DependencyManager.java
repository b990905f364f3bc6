package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Glob;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.ProjectLoader;
import org.computepods.rules.project.RulesManager;
import org.computepods.rules.project.RulesManager.Binding;
import org.computepods.rules.project.RulesManager.Making;
import org.computepods.rules.project.RulesManager.NearMiss;
import org.jspecify.annotations.Nullable;

/**
 * The graph of tasks and artefacts, cycles included, both directions: an artefact knows its
 * producer and its readers, a task its dependencies and what it writes.
 *
 * <p>Tasks that the project names are all in it. Tasks of rules join when something wants what they
 * make, and are looked for anew when files came or went.
 */
final class DependencyManager {
  private final ArtefactManager artefacts;
  private final Table<String, TaskNode> tasks = new Table<>(TaskNode::name);

  private final AbsentTasks absent;
  private final Edges edges;
  private final Unmakable unmakable = new Unmakable();
  private final Abandoned abandoned;
  private final Set<TaskNode> ofRules = new LinkedHashSet<>();
  private long version;

  /** Whether two tasks have ever written one file: then nothing is known to last. */
  private boolean contested;

  /** Whether a task writes any file of tasks. */
  private boolean included;

  private @Nullable RulesManager rules;
  private Binding binding =
      new Binding(List.of(), Map.of(), Optional.empty(), List.of(), List.of());

  DependencyManager(ArtefactManager artefacts) {
    this.artefacts = artefacts;
    this.absent = new AbsentTasks(artefacts);
    this.edges = new Edges(artefacts, this);
    this.abandoned = new Abandoned(artefacts);
  }

  /** A trace from an earlier life, older ones last. */
  void remember(Trace trace) {
    absent.remember(trace);
  }

  /** What is known of runs that made this, by tasks that are no more. */
  List<Trace> formerRuns(ArtefactPath path) {
    return absent.thatMade(path);
  }

  RulesManager rules() {
    if (rules == null) {
      throw new IllegalStateException("the project has not been loaded");
    }
    return rules;
  }

  boolean hasRules() {
    return rules != null;
  }

  Binding binding() {
    return binding;
  }

  /**
   * Rises whenever another plan may come of the same goals: tasks joined, changed or left, or may
   * now be found where none was. Edges that a run discovers are the scheduler's to follow.
   */
  long version() {
    return version;
  }

  boolean contested() {
    return contested;
  }

  /** What was made once, and nothing makes any more. */
  Abandoned abandoned() {
    return abandoned;
  }

  /**
   * Whether the rule by which we made this artefact is still there and finds no source. A rule that
   * is not there may be that of a chef who is away.
   */
  boolean isOrphaned(Artefact artefact) {
    Optional<String> of = TaskName.setOf(artefact.oursTask());
    return artefact.producer == null
        && of.isPresent()
        && rules().sets().stream().anyMatch(set -> set.name().equals(of.get()))
        && wouldMake(artefact.path).isEmpty(); // else nobody wants it made, which is another thing
  }

  /** The task that made what stands there, where nothing would make it now. */
  Optional<String> formerMaker(Artefact artefact) {
    boolean left = artefact.isOurs() && (isOrphaned(artefact) || abandoned.has(artefact));
    return left ? Optional.of(artefact.oursTask()) : Optional.empty();
  }

  /** Whether a project file stands there. */
  boolean hasProject() {
    return artefacts.of(ProjectLoader.PROJECT_FILE).state.exists();
  }

  /** The tasks that make what is read by these edges. */
  Set<TaskNode> producers(List<Edge> edges) {
    var producers = new HashSet<TaskNode>();
    for (Edge edge : edges) {
      producer(edge).ifPresent(producers::add);
    }
    return producers;
  }

  Collection<TaskNode> tasks() {
    return tasks;
  }

  /** Whether the task is still one of the graph. */
  boolean has(TaskNode node) {
    return tasks.get(node.name()) == node;
  }

  Optional<TaskNode> named(String name) {
    return Optional.ofNullable(tasks.get(name));
  }

  /** Builds by these rules from now on; tasks of rules are looked for anew. */
  void adopt(RulesManager next) {
    rules = next;
    forgetRuleTasks();
    bind();
  }

  /** Binds what the project names to the files there are now. */
  void bind() {
    Binding before = binding;
    binding = rules().bind(sources(), artefacts::shared);
    boolean sameTargets =
        binding.targets().equals(before.targets())
            && binding.defaultTarget().equals(before.defaultTarget());
    version += sameTargets ? 0 : 1;
    removeUnnamed();
    binding.tasks().forEach(this::put);
    linkIncluded();
    forgetUnmakable();
  }

  /** Tasks of files that tasks write, or did: who writes what is known only now. */
  private void linkIncluded() {
    boolean before = included;
    included =
        rules().project().include().stream()
            .anyMatch(file -> artefacts.of(ArtefactPath.of(file)).producer != null);
    for (Task task : included || before ? binding.tasks() : List.<Task>of()) {
      if (task.source() == Task.Source.INCLUDED) {
        named(task.name()).ifPresent(this::link);
      }
    }
  }

  private void removeUnnamed() {
    var named = new HashSet<String>();
    if (!tasks.isEmpty()) {
      binding.tasks().forEach(task -> named.add(task.name()));
    }
    for (TaskNode node : List.copyOf(tasks)) {
      if (node.task.source() != Task.Source.RULE && !named.contains(node.name())) {
        remove(node);
      }
    }
  }

  private void forgetUnmakable() {
    version += unmakable.clear() ? 1 : 0;
  }

  /**
   * A file came that nobody told of, as the inputs of a run that its tool was not known to write:
   * says whether a rule makes something of it now that was looked for in vain. Only names that
   * differ in their ending alone are tried, for files come by the thousand.
   */
  boolean isWhatLacked(Artefact came) {
    List<ArtefactPath> makable =
        unmakable.alike(came.path).stream()
            .filter(path -> !artefacts.of(path).readers().isEmpty())
            .filter(path -> wouldMake(path).isPresent())
            .toList();
    unmakable.removeAll(makable);
    version += makable.isEmpty() ? 0 : 1;
    return !makable.isEmpty();
  }

  /** Forgets the tasks of rules, for files came or went; they join again where they are wanted. */
  void forgetRuleTasks() {
    forgetUnmakable();
    for (TaskNode node : List.copyOf(ofRules)) {
      if (!node.phase.busy()) {
        remove(node);
      }
    }
  }

  /**
   * What makes an artefact that something depends on. A file that somebody else put there is
   * primary.
   */
  Optional<TaskNode> producer(Artefact artefact) {
    if (artefact.producer != null) {
      return Optional.of(artefact.producer);
    }
    // What we once made stays ours to make, though somebody has changed it since.
    boolean primary = artefact.state.exists() && artefact.ours == null && !isLeft(artefact);
    return artefact.path.outside() || primary ? Optional.empty() : search(artefact);
  }

  /** Whether a rule says of what stands there that another tool has left it. */
  private boolean isLeft(Artefact artefact) {
    List<Glob> with = rules().takenOverWith(artefact.path);
    return !with.isEmpty()
        && artefacts.all().stream()
            .anyMatch(
                other ->
                    other.state.exists()
                        && with.stream().anyMatch(glob -> glob.matches(other.path.value())));
  }

  /**
   * What makes an artefact for the reader that this edge leads to. For what a rule reads only if it
   * is there, or what a run was seen to read, no task joins that would write it beside what it is
   * for: another document is not typeset for a file that bibtex might look at, nor is a chapter for
   * the references of it that its book keeps in one. Nor does any join for what a run looked for
   * and could do without, or for what a reader's own run leaves beside its outputs: it comes with
   * that.
   */
  Optional<TaskNode> producer(Edge edge) {
    Artefact artefact = edge.from();
    if (edge.view() instanceof View.Presence && artefact.producer == null) {
      return Optional.empty();
    }
    boolean beside =
        (edge.kind() == Edge.Kind.SECONDARY || edge.discovered())
            && artefact.producer == null
            && !artefact.path.outside()
            && !artefact.isPrimary()
            && !unmakable.has(artefact.path)
            && wouldMake(artefact.path)
                .filter(task -> !task.outputs().contains(artefact.path))
                .isPresent();
    return beside || isLeftByAnother(artefact) ? Optional.empty() : producer(artefact);
  }

  /** Whether a task that reads the file is known to write it itself, undeclared. */
  private static boolean isLeftByAnother(Artefact artefact) {
    return artefact.producer == null
        && !artefact.state.exists()
        && artefact.readers().stream()
            .flatMap(reader -> reader.traces().stream())
            .anyMatch(trace -> trace.undeclared(artefact.path).isPresent());
  }

  /** What makes an artefact that a person asks for by name, though a file stands there. */
  Optional<TaskNode> producerAsked(Artefact artefact) {
    return artefact.producer != null ? Optional.of(artefact.producer) : search(artefact);
  }

  /** The task that a rule would make an artefact by, without adding it to the graph. */
  Optional<Task> wouldMake(ArtefactPath path) {
    return rules().howToMake(path, this::isHad) instanceof Making.By(Task task)
        ? Optional.of(task)
        : Optional.empty();
  }

  /** Whether somebody put the file there, and it is named as what a rule makes. */
  boolean isGivenAndMakable(Artefact artefact) {
    return artefact.ours == null
        && artefact.state.exists()
        && !artefact.path.outside()
        && rules().isNamedAsMade(artefact.path);
  }

  /** Whether the path is that of a folder with files in it, not of a file. */
  boolean isFolder(ArtefactPath path) {
    return artefacts.all().stream()
        .anyMatch(a -> a.state.exists() && a.path.value().startsWith(path + "/"));
  }

  /** The first folder on the way to this path that is a link, and where that leads. */
  Optional<Map.Entry<String, ArtefactState.Link>> linkOnTheWay(ArtefactPath path) {
    String text = path.value();
    for (int slash = text.indexOf('/'); slash > 0; slash = text.indexOf('/', slash + 1)) {
      String folder = text.substring(0, slash);
      var known = artefacts.known(ArtefactPath.of(folder));
      if (known.isPresent() && known.get().state instanceof ArtefactState.Link link) {
        return Optional.of(Map.entry(folder, link));
      }
    }
    return Optional.empty();
  }

  /** The rules that nearly make it, from the last search. */
  List<NearMiss> nearest(Artefact artefact) {
    return unmakable.nearest(artefact.path);
  }

  /** Computes the edges of a task anew: what it declares, what its last run saw, what it missed. */
  void link(TaskNode node) {
    edges.link(node, node.task.spelled());
  }

  /** The files that globs are matched against: all but what only we put there. */
  private List<ArtefactPath> sources() {
    var files = new ArrayList<ArtefactPath>();
    for (Artefact artefact : artefacts.all()) {
      if (artefact.isPrimary() && !artefact.path.outside()) {
        files.add(artefact.path);
      }
    }
    return files;
  }

  private Optional<TaskNode> search(Artefact artefact) {
    if (unmakable.has(artefact.path)) {
      return Optional.empty();
    }
    return switch (rules().howToMake(artefact.path, this::isHad)) {
      case Making.By(Task task) -> {
        TaskNode node = put(task);
        yield Optional.ofNullable(artefact.producer).or(() -> Optional.of(node));
      }
      case Making.ByNone(List<NearMiss> nearest) -> {
        unmakable.add(artefact.path, nearest);
        yield Optional.empty();
      }
    };
  }

  /** Whether an artefact is there to build from, or a known task makes it. */
  private boolean isHad(ArtefactPath path) {
    return artefacts.known(path).filter(a -> a.isPrimary() || a.producer != null).isPresent();
  }

  private TaskNode put(Task task) {
    SpelledTask all = task.spelled();
    TaskNode node = tasks.get(task.name());
    if (node == null) {
      node = new TaskNode(task);
      absent.comes(node, all.outputs().getFirst().value());
      tasks.add(node);
    } else if (node.task.spelled().equals(all)) {
      node.task = task; // the binding holds it too
      return node;
    } else {
      disown(node);
      if (node.hasRun()) {
        node.inTrouble().formerly = node.task;
      }
      node.task = task;
      node.recipe = task.recipe();
      if (node.phase.done()) {
        node.phase = TaskNode.Phase.UNCHECKED; // what was found of it is of what it was
      }
    }
    version++;
    if (task.source() == Task.Source.RULE) {
      ofRules.add(node);
    } else {
      ofRules.remove(node);
    }
    var writes = new ArrayList<Artefact>();
    for (ArtefactPath path : all.outputs()) {
      writes.add(claim(artefacts.of(path), node, true));
    }
    for (ArtefactPath path : all.auxiliaries()) {
      writes.add(claim(artefacts.of(path), node, false));
    }
    node.writes = List.copyOf(writes);
    edges.link(node, all);
    edges.share(node);
    return node;
  }

  /** An output beats an auxiliary, and the project beats a rule; else whoever came first stays. */
  private Artefact claim(Artefact artefact, TaskNode node, boolean output) {
    artefact.belongsTo(node.task);
    TaskNode other = artefact.producer;
    boolean stronger =
        other == null
            || (output && !other.task.outputs().contains(artefact.path))
            || (node.task.source() != Task.Source.RULE && other.task.source() == Task.Source.RULE);
    contested |= other != null && other != node;
    if (stronger) {
      artefact.producer = node;
    }
    return artefact;
  }

  private void remove(TaskNode node) {
    version++;
    tasks.take(node.name());
    ofRules.remove(node);
    absent.goes(node);
    disown(node);
    edges.unlink(node);
  }

  private void disown(TaskNode node) {
    for (Artefact artefact : node.writes) {
      if (artefact.producer == node) {
        artefact.producer = null;
        abandoned.leftBy(artefact);
      }
    }
  }
}
