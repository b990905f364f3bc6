package org.computepods.majordomo.core;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.Problem;

/** The project as it was last read, and whether it must be read or bound again before a build. */
final class Project {
  private final ArtefactManager artefacts;
  private final DependencyManager graph;
  private final Scheduler scheduler;
  private final Consumer<Command> out;

  private Set<ArtefactPath> files = Set.of(ArtefactPath.of("computepods.yaml"));
  private List<Problem> problems = List.of();

  /** Whether its files are others than when it was read. */
  private boolean stale = true;

  private boolean loading;

  /** Whether files came or went that globs speak of. */
  private boolean bindStale;

  /** Whether files came or went that rules may find. */
  private boolean searchStale;

  Project(
      ArtefactManager artefacts,
      DependencyManager graph,
      Scheduler scheduler,
      Consumer<Command> out) {
    this.artefacts = artefacts;
    this.graph = graph;
    this.scheduler = scheduler;
    this.out = out;
  }

  /** What is wrong in its files. */
  List<Problem> problems() {
    return problems;
  }

  boolean isLoading() {
    return loading;
  }

  /** Whether it is not known as it is now. */
  boolean isStale() {
    return stale;
  }

  /** Whether it must be bound again. */
  boolean isUnbound() {
    return bindStale;
  }

  /** Whether a build can go by it as it is. */
  boolean isClear() {
    return !loading && !stale && !bindStale && !searchStale && problems.isEmpty();
  }

  // ---- what makes it stale ----

  /** A file changed; says whether it is one of the project. */
  boolean changed(ArtefactPath path) {
    boolean itsFile = files.contains(path);
    stale |= itsFile;
    return itsFile;
  }

  /** A file came or went, or is not ours any more, which only now makes it a source. */
  void cameOrWent(ArtefactPath path) {
    madeOrGone(path);
    searchStale = true;
  }

  /** A run made a file that was not there, or left one out. */
  void madeOrGone(ArtefactPath path) {
    bindStale |= graph.hasRules() && graph.rules().matters(path);
  }

  // ---- reading it ----

  /** Whether it is not known as it is now; then it is read. */
  boolean loadIfStale() {
    if (stale || loading) {
      load();
      return true;
    }
    return false;
  }

  /**
   * Has it read, unless it is being read: who reads it goes by the rules that chefs offer when it
   * has been read.
   */
  void load() {
    if (!loading) {
      loading = true;
      stale = false;
      out.accept(new Command.LoadProject());
    }
  }

  /** It has been read; says whether it may be gone by, or is read once more. */
  boolean loaded(Event.ProjectLoaded loaded) {
    loading = false;
    files = loaded.files().keySet();
    problems = loaded.problems();
    boolean known = graph.hasRules() && graph.rules() == loaded.rules();
    if (!known && (!graph.hasRules() || problems.isEmpty() || onlyLacksTasks())) {
      graph.adopt(loaded.rules());
      scheduler.jobs().cancelVanished();
      bindStale = false;
      searchStale = false;
    }
    if (stale) {
      load();
      return false;
    }
    stale = isOtherwise(loaded.files());
    return true;
  }

  /**
   * Whether a file that was read is not what the watcher says stands there: it was changed and
   * changed back meanwhile, or the word of its change is still to come.
   */
  private boolean isOtherwise(Map<ArtefactPath, Optional<Digest>> read) {
    return read.entrySet().stream()
        .anyMatch(
            file ->
                artefacts.of(file.getKey()).state instanceof ArtefactState.Present(Digest digest, _)
                    && !file.getValue().equals(Optional.of(digest)));
  }

  /**
   * Binds it to the files that there are now, where any came or went.
   *
   * @param alone whether no build goes by the tasks of rules that were found before
   */
  void bind(boolean alone) {
    if (searchStale && alone) {
      graph.forgetRuleTasks();
      searchStale = false;
    }
    if (bindStale) {
      graph.bind();
      scheduler.jobs().cancelVanished();
      bindStale = false;
    }
  }

  // ---- what is wrong in it ----

  /** Whether files that tasks write may put all of it right: these are brought up to date first. */
  boolean mayBeMended() {
    return graph.hasRules() && (problems.stream().allMatch(this::isWritten) || onlyLacksTasks());
  }

  private boolean isWritten(Problem problem) {
    return artefacts.of(ArtefactPath.of(problem.place().file())).producer != null;
  }

  /** Whether all else is understood, and a task writes some of the files that tasks come from. */
  private boolean onlyLacksTasks() {
    return problems.stream().allMatch(Problem::lacksTask)
        && files.stream().anyMatch(file -> artefacts.of(file).producer != null);
  }

  /** The build cannot go by it. */
  void refuse(BuildRun build) {
    build.problems.clear();
    problems.forEach(p -> build.problems.add(Reports.problem(p)));
    build.invalid = true;
  }
}
