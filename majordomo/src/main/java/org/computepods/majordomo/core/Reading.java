package org.computepods.majordomo.core;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.majordomo.core.JobDesk.Job;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Depfile;
import org.computepods.rules.Digest;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.RulesManager;

/** What a run read, and whether all of it stood still meanwhile. */
final class Reading {
  /** Reads beside the declared ones that are looked up one by one. */
  private static final int FEW = 8;

  private final ArtefactManager artefacts;
  private final Judge judge;

  Reading(ArtefactManager artefacts, Judge judge) {
    this.artefacts = artefacts;
    this.judge = judge;
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
        View view = readBack(task).filter(_ -> wrote.contains(path)).orElse(View.whole());
        observed.putIfAbsent(read, new Trace.Observed(read, view.key(), view.ofAbsent(), false));
      }
    }
    for (String written : wrote) {
      Artefact artefact = artefacts.of(ArtefactPath.of(written));
      if (wasInTheWorks(artefact, job)) {
        return Optional.empty(); // It may be the other's.
      }
    }
    for (FileRef read : results.reads()) {
      ArtefactPath path = ArtefactPath.of(read.path());
      if (pinned.test(path) || observed.containsKey(path) || rules.isLog(path)) {
        continue;
      }
      Artefact artefact = artefacts.of(path);
      ArtefactState after = FileRefs.state(read);
      ArtefactState before;
      if (wrote.contains(read.path())) {
        before = atBeginning(job, results, artefact);
        if (artefact.producer == null && !isNote(path, task) && isDoubtful(before, results, read)) {
          return Optional.empty();
        }
      } else if (path.outside()) {
        before = after;
      } else if (artefact.changedSince(job.tick())
          || !artefact.state.equals(after)
          || wasInTheWorks(artefact, job)) {
        return Optional.empty();
      } else {
        before = after;
      }
      View view =
          readBack(task)
              .filter(_ -> wrote.contains(read.path()))
              .orElseGet(() -> rules.viewOf(path));
      Digest sight = judge.sight(job.node(), artefact, before, view).orElse(null);
      if (sight == null) {
        view = View.whole();
        sight = before.sight();
      }
      observed.put(path, new Trace.Observed(path, view.key(), sight, false));
    }
    for (String sought : results.sought()) {
      ArtefactPath path = ArtefactPath.of(sought);
      if (!pinned.test(path) && !rules.isLog(path)) {
        View view = View.presence();
        observed.putIfAbsent(path, new Trace.Observed(path, view.key(), view.ofAbsent(), false));
      }
    }
    return Optional.of(job.pinned().and(observed.values()));
  }

  /** Whether a run is known to have left a file otherwise than it had seen it. */
  boolean isLeftOtherwise(
      TaskNode node, List<Trace.Observed> observed, Artefact file, ArtefactState state) {
    return observed.stream()
        .filter(each -> each.path().equals(file.path))
        .anyMatch(
            each -> judge.isOtherwise(node, file, state, View.parse(each.view()), each.sight()));
  }

  /** What a run sees of files that it writes itself, where its task says that. */
  private static Optional<View> readBack(Task task) {
    return task.depfile().flatMap(Depfile::readBack);
  }

  /** Whether a name is one of the declared dependencies; made for as many questions as come. */
  private Predicate<ArtefactPath> isPinned(Job job, BuildResults results) {
    if (results.reads().size() + results.absentBefore().size() + results.sought().size() > FEW) {
      var paths = new HashSet<ArtefactPath>();
      job.pinned().forEach(o -> paths.add(o.path()));
      return paths::contains;
    }
    return path -> {
      for (int i = 0; i < job.pinned().size(); i++) {
        if (job.pinned().path(i).equals(path)) {
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
    for (FileRef file : results.reads()) {
      read.add(artefacts.of(ArtefactPath.of(file.path())));
    }
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
  private ArtefactState atBeginning(Job job, BuildResults results, Artefact artefact) {
    String path = artefact.path.value();
    BuildFrom message = job.message();
    Stream<FileRef> inPlace = Stream.concat(results.found().stream(), message.inputs().stream());
    boolean put = message.outputs().contains(path) || message.auxiliaries().contains(path);
    return inPlace
        .filter(file -> file.path().equals(path))
        .findFirst()
        .map(FileRefs::state)
        .orElseGet(() -> put ? ArtefactState.absent() : artefacts.stateAt(artefact, job.tick()));
  }

  /**
   * Whether the run made this file and nothing shows that it looked for it: an output, an
   * auxiliary, or the note of what it read. What was declared as read is pinned, present or absent,
   * and needs no showing.
   */
  private static boolean isOnlyWritten(ArtefactPath path, Task task, BuildResults results) {
    boolean made = task.writes().anyMatch(path::equals) || isNote(path, task);
    return made && results.reads().stream().noneMatch(read -> read.path().equals(path.value()));
  }

  /**
   * Whether the run may have read something else than was known to be there: it was there, and
   * nobody had said so; or a first attempt had been at it.
   */
  private static boolean isDoubtful(ArtefactState before, BuildResults results, FileRef read) {
    return !before.exists()
        || (results.attempt() > 1
            && results.found().stream().noneMatch(file -> file.path().equals(read.path())));
  }

  private static boolean isNote(ArtefactPath path, Task task) {
    return task.depfile().filter(depfile -> depfile.path().equals(path)).isPresent();
  }
}
