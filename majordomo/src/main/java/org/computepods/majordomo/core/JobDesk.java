package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.RuleSet;
import org.computepods.rules.project.RulesManager;

/** Writes jobs out for tasks, with their inputs pinned, and reads what became of them. */
final class JobDesk {
  private static final int KIND_DIGITS = 16;

  /** Reads beside the declared ones that are looked up one by one. */
  private static final int FEW = 8;

  /** Jobs given out for each slot, so that no chef waits for its next. */
  private static final int AHEAD_MIN = 2;

  /** The same, where jobs are brief. */
  private static final int AHEAD_MAX = 24;

  /** Work given out ahead for each slot: what may still run after a failure. */
  private static final long AHEAD_MS = 40;

  /**
   * A job under way.
   *
   * @param pinned what the task's declared dependencies were seen as when the job was made
   * @param tick when it was made
   */
  record Job(
      String id,
      TaskNode node,
      BuildRun owner,
      String reason,
      List<Trace.Observed> pinned,
      Digest recipe,
      long tick,
      BuildFrom message) {}

  private final ArtefactManager artefacts;
  private final Judge judge;
  private final Map<String, Job> running = new HashMap<>();
  private long made;

  /** How long jobs take of late, the longer ones counting for more. */
  private double recentMs = AHEAD_MS;

  JobDesk(ArtefactManager artefacts, Judge judge) {
    this.artefacts = artefacts;
    this.judge = judge;
  }

  int running() {
    return running.size();
  }

  /** A job's tool took so long. */
  void took(long ms) {
    recentMs = ms > recentMs ? ms : recentMs + (ms - recentMs) / 8;
  }

  /** How many jobs may be given out for each slot: the briefer they are, the more. */
  int perSlot() {
    return Math.clamp((long) (AHEAD_MS / Math.max(1, recentMs)), AHEAD_MIN, AHEAD_MAX);
  }

  List<Job> jobs() {
    return List.copyOf(running.values());
  }

  /** Whether all jobs under way are for tasks like that; asked at each event. */
  boolean areAll(Predicate<TaskNode> like) {
    for (Job job : running.values()) {
      if (!like.test(job.node())) {
        return false;
      }
    }
    return true;
  }

  Optional<Job> job(String id) {
    return Optional.ofNullable(running.get(id));
  }

  /** The job is over. */
  Optional<Job> take(String id, long tick) {
    Optional<Job> taken = Optional.ofNullable(running.remove(id));
    taken.ifPresent(job -> job.node().restedAt = tick);
    return taken;
  }

  /** Whether we are at the file just now: a run, or a restore, moves it aside and puts it back. */
  boolean writes(Artefact artefact) {
    return artefact.producer != null
        && (artefact.producer.phase == TaskNode.Phase.RUNNING
            || artefact.producer.phase == TaskNode.Phase.RESTORING);
  }

  /** A job for the task as things stand now. All its views must have been looked at. */
  BuildFrom make(TaskNode node, BuildRun owner, String reason, long tick, RulesManager rules) {
    List<Trace.Observed> pinned = pin(node);
    Digest request = request(node, pinned);
    String id = request.brief() + "." + owner.id + "." + ++made;
    SpelledTask task = node.task.spelled();
    var env = new TreeMap<>(owner.request.env());
    env.putAll(task.env());
    var message =
        new BuildFrom(
            1,
            id,
            1,
            "",
            owner.id,
            request.hex(),
            task.name(),
            task.set().orElse(null),
            kind(task, rules),
            task.requires(),
            "",
            "",
            0,
            task.command(),
            env,
            inputs(node),
            absent(node),
            paths(task.outputs()),
            paths(task.auxiliaries()),
            readBack(node),
            ours(node),
            seeds(node),
            task.depfile()
                .map(
                    d ->
                        new BuildFrom.DepfileRef(
                            d.path().value(), d.format().name().toLowerCase(Locale.ROOT)))
                .orElse(null),
            task.missing().orElse(null),
            task.timeout().toSeconds(),
            false);
    running.put(id, new Job(id, node, owner, reason, pinned, node.recipe, tick, message));
    return message;
  }

  /** The job of before once more, in scratch. */
  BuildFrom replay(TaskNode node, BuildRun owner, BuildFrom before, long tick) {
    BuildFrom message = before.replay(before.job() + ".replay" + ++made);
    running.put(
        message.job(),
        new Job(message.job(), node, owner, "replay", List.of(), node.recipe, tick, message));
    return message;
  }

  /** Digest of rule set and requirements: jobs of one kind can be done by the same chefs. */
  static String kind(Task task, RulesManager rules) {
    String set =
        task.set()
            .flatMap(name -> rules.sets().stream().filter(s -> s.name().equals(name)).findFirst())
            .map(RuleSet::digest)
            .map(Digest::hex)
            .orElse("command");
    return Digest.of(set + new TreeMap<>(task.requires())).hex().substring(0, KIND_DIGITS);
  }

  /**
   * Everything that the run read, each as it was before the run; empty if something moved
   * meanwhile.
   */
  Optional<List<Trace.Observed>> observed(Job job, BuildResults results, RulesManager rules) {
    if (job.message().isVouchedFor() && pinnedMoved(job, results)) {
      return Optional.empty();
    }
    var observed = new LinkedHashMap<ArtefactPath, Trace.Observed>();
    Predicate<ArtefactPath> pinned = isPinned(job, results);
    Task task = job.node().task.spelled();
    var wrote = new LinkedHashSet<>(results.writes());
    results.outputs().forEach(output -> wrote.add(output.path()));
    for (String path : results.absentBefore()) {
      ArtefactPath read = ArtefactPath.of(path);
      // It was absent for who came early, and the run read it all the same.
      if (wasInTheWorks(artefacts.of(read), job)) {
        return Optional.empty();
      }
      if (!pinned.test(read) && !rules.isLog(read) && !isOnlyWritten(read, task, results)) {
        observed.putIfAbsent(read, new Trace.Observed(read, "", Digest.ABSENT, false));
      }
    }
    for (FileRef read : results.reads()) {
      ArtefactPath path = ArtefactPath.of(read.path());
      if (pinned.test(path) || observed.containsKey(path) || rules.isLog(path)) {
        continue;
      }
      Artefact artefact = artefacts.of(path);
      ArtefactState after = state(read);
      ArtefactState before;
      if (wrote.contains(read.path())) {
        before = atBeginning(job, results, artefact);
      } else if (path.outside()) {
        before = after;
      } else if (artefact.changedSince(job.tick())
          || !artefact.state.equals(after)
          || wasInTheWorks(artefact, job)) {
        return Optional.empty();
      } else {
        before = after;
      }
      View view = rules.viewOf(path);
      Digest sight = judge.sight(job.node(), artefact, before, view).orElse(null);
      if (sight == null) {
        view = View.whole();
        sight = before.sight();
      }
      observed.put(path, new Trace.Observed(path, view.key(), sight, false));
    }
    var all = new ArrayList<Trace.Observed>(job.pinned().size() + observed.size());
    all.addAll(job.pinned());
    all.addAll(observed.values());
    return Optional.of(all);
  }

  /** Whether a name is one of the declared dependencies; made for as many questions as come. */
  private Predicate<ArtefactPath> isPinned(Job job, BuildResults results) {
    if (results.reads().size() + results.absentBefore().size() > FEW) {
      var paths = new HashSet<ArtefactPath>();
      job.pinned().forEach(o -> paths.add(o.path()));
      return paths::contains;
    }
    return path -> {
      for (Trace.Observed each : job.pinned()) {
        if (each.path().equals(path)) {
          return true;
        }
      }
      return false;
    };
  }

  /**
   * Whether a declared dependency changed since the job was made, and not by the job itself, so far
   * as the watcher has said: of jobs with very many nobody else compares them.
   */
  private boolean pinnedMoved(Job job, BuildResults results) {
    var moved = new LinkedHashSet<String>();
    for (Edge edge : job.node().edges) {
      if (edge.from().changedSince(job.tick()) && !edge.from().path.outside()) {
        moved.add(edge.from().path.value());
      }
    }
    results.outputs().forEach(output -> moved.remove(output.path()));
    moved.removeAll(results.writes());
    return !moved.isEmpty();
  }

  /**
   * Whether the task that makes a file was at it during the job, and so had it moved aside for a
   * while: what was read then is neither its old state nor its new one.
   */
  private static boolean wasInTheWorks(Artefact artefact, Job job) {
    TaskNode producer = artefact.producer;
    return producer != null
        && producer != job.node()
        && (producer.phase == TaskNode.Phase.RUNNING || producer.restedAt > job.tick());
  }

  /**
   * What the run may have read otherwise than it stands now, as far as is known, and how that came:
   * its maker was at it meanwhile (see {@link #wasInTheWorks}), or it changed, and not by the run.
   */
  Optional<String> overtakenBy(Job job, BuildResults results) {
    var read = new LinkedHashSet<Artefact>();
    job.node().edges.forEach(edge -> read.add(edge.from()));
    results.reads().forEach(file -> read.add(artefacts.of(ArtefactPath.of(file.path()))));
    for (Artefact artefact : read) {
      if (wasInTheWorks(artefact, job)) {
        return Optional.of(artefact.path + " was made anew meanwhile");
      }
    }
    read.removeAll(job.node().writes);
    read.removeIf(artefact -> results.writes().contains(artefact.path.value()));
    return Stream.concat(
            results.moved().stream(),
            read.stream().filter(a -> a.changedSince(job.tick())).map(a -> a.path.value()))
        .findFirst()
        .map(path -> path + " changed meanwhile");
  }

  /** A file that the run wrote, as its tool found it: outputs that it does not read were aside. */
  private static ArtefactState atBeginning(Job job, BuildResults results, Artefact artefact) {
    String path = artefact.path.value();
    BuildFrom message = job.message();
    Stream<FileRef> inPlace = Stream.concat(results.found().stream(), message.inputs().stream());
    boolean put = message.outputs().contains(path) || message.auxiliaries().contains(path);
    return inPlace
        .filter(file -> file.path().equals(path))
        .findFirst()
        .map(JobDesk::state)
        .orElseGet(() -> put ? ArtefactState.absent() : artefact.stateAt(job.tick()));
  }

  /** What the run wrote, logs left out. */
  static List<Trace.Output> outputs(BuildResults results, RulesManager rules) {
    return results.outputs().stream()
        .filter(output -> !rules.isLog(ArtefactPath.of(output.path())))
        .map(output -> new Trace.Output(ArtefactPath.of(output.path()), state(output)))
        .toList();
  }

  static ArtefactState state(FileRef file) {
    if (file.link() != null) {
      return new ArtefactState.Link(file.link());
    }
    return file.sha256() == null
        ? ArtefactState.absent()
        : new ArtefactState.Present(Digest.parse(file.sha256()), file.executable());
  }

  static FileRef ref(ArtefactPath path, ArtefactState state) {
    return switch (state) {
      case ArtefactState.Absent() ->
          new FileRef(path.value(), null, false, null, 0, 0, 0, List.of());
      case ArtefactState.Present(Digest digest, boolean executable) ->
          new FileRef(path.value(), digest.hex(), executable, null, 0, 0, 0, List.of());
      case ArtefactState.Link(String target) ->
          new FileRef(path.value(), null, false, target, 0, 0, 0, List.of());
    };
  }

  /** The digest that we last wrote there, or nothing: whatever else stands there is a person's. */
  static String ours(Artefact artefact) {
    return artefact.ours instanceof ArtefactState.Present(Digest digest, _) ? digest.hex() : "";
  }

  private List<Trace.Observed> pin(TaskNode node) {
    var pinned = new ArrayList<Trace.Observed>();
    for (Edge edge : node.edges) {
      if (edge.kind() == Edge.Kind.REQUIRED || edge.kind() == Edge.Kind.SECONDARY) {
        Digest sight =
            judge
                .sight(node, edge.from(), edge.view())
                .orElseThrow(() -> new IllegalStateException(edge.from() + " was not looked at"));
        pinned.add(new Trace.Observed(edge.from().path, edge.view().key(), sight, true));
      }
    }
    return pinned;
  }

  private static Digest request(TaskNode node, List<Trace.Observed> pinned) {
    var text = new Packer();
    text.digest(node.recipe);
    for (Trace.Observed each : pinned) {
      text.text(each.path().value());
      text.digest(each.sight());
    }
    return Digest.of(text.bytes());
  }

  private List<FileRef> inputs(TaskNode node) {
    if (node.edges.size() > BuildFrom.MANY_INPUTS) {
      return ManyInputs.of(node.edges);
    }
    var inputs = new LinkedHashMap<ArtefactPath, FileRef>();
    for (Edge edge : node.edges) {
      Artefact from = edge.from();
      if (edge.kind() != Edge.Kind.CONDITION && from.state.exists() && !from.path.outside()) {
        inputs.put(from.path, ref(from.path, from.state));
      }
    }
    return List.copyOf(inputs.values());
  }

  private static List<String> absent(TaskNode node) {
    return node.edges.stream()
        .filter(e -> e.kind() != Edge.Kind.CONDITION && !e.from().state.exists())
        .map(e -> e.from().path)
        .filter(path -> !path.outside())
        .map(ArtefactPath::value)
        .distinct()
        .toList();
  }

  /**
   * Whether the run made this file and nothing shows that it looked for it: an output, an
   * auxiliary, or the note of what it read. What was declared as read is pinned, present or absent,
   * and needs no showing.
   */
  private static boolean isOnlyWritten(ArtefactPath path, Task task, BuildResults results) {
    boolean made =
        task.writes().anyMatch(path::equals)
            || task.depfile().filter(depfile -> depfile.path().equals(path)).isPresent();
    return made && results.reads().stream().noneMatch(read -> read.path().equals(path.value()));
  }

  /** All auxiliaries, and the outputs that it is known to read. */
  private static List<String> readBack(TaskNode node) {
    var readBack = new LinkedHashSet<>(paths(node.task.auxiliaries()));
    List<ArtefactPath> outputs = node.task.outputs();
    for (Edge edge : node.edges) {
      if (outputs.contains(edge.from().path)) {
        readBack.add(edge.from().path.value());
      }
    }
    return List.copyOf(readBack);
  }

  private static Map<String, String> ours(TaskNode node) {
    var ours = new TreeMap<String, String>();
    for (Artefact artefact : node.writes) {
      String digest = ours(artefact);
      if (!digest.isEmpty()) {
        ours.put(artefact.path.value(), digest);
      }
    }
    return ours;
  }

  private static Map<String, String> seeds(TaskNode node) {
    var seeds = new TreeMap<String, String>();
    node.task.seeds().forEach((path, text) -> seeds.put(path.value(), text));
    return seeds;
  }

  private static List<String> paths(List<ArtefactPath> paths) {
    return paths.stream().map(ArtefactPath::value).toList();
  }
}
