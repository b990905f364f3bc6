package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.computepods.chef.wire.rest.BuildReport;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Task;
import org.computepods.rules.project.RulesManager;

/**
 * What may be asked of a core, read-only: the graph as it is known now, what is stale and why, and
 * how the last builds went. Only the thread that owns the core may ask; nothing asked changes it,
 * and nothing asked looks at more of the graph than the answer needs, but where it says "all".
 */
public interface EngineView {

  /** What becomes of a task just now. */
  enum TaskState {
    /** A trace of it holds. */
    FRESH,
    /** It would run, if it were wanted. */
    STALE,
    /** Its job is under way. */
    RUNNING,
    /** Wanted, but something else comes first, or nobody can run it yet. */
    WAITING,
    /** Its last run failed, and nothing it reads has changed since. */
    FAILED
  }

  /**
   * A task as it stands.
   *
   * @param discovered what runs were seen to read, beside what is declared
   * @param reason why it is stale, waits or failed, in one line; "" where it is fresh
   * @param because the artefacts whose change makes it stale, or that it waits for
   */
  record TaskView(
      Task task,
      List<ArtefactPath> discovered,
      TaskState state,
      String reason,
      List<ArtefactPath> because) {}

  /**
   * A cycle, and how its last build went.
   *
   * @param members names of tasks in the order in which a pass runs them
   * @param cut the edges that this order leaves out
   * @param verdict as in {@code BuildReport.Cycle}, with what moves and the evidence; "" before the
   *     first build of this life
   * @param story executions of that build, in order
   */
  record CycleView(
      List<String> members,
      List<Cut> cut,
      int passes,
      String verdict,
      int period,
      List<String> moving,
      String evidence,
      List<Execution> story) {}

  /** The reading of an artefact by a task, left out of the order as it closes a circle. */
  record Cut(ArtefactPath artefact, String reader) {}

  /** One execution, and what it left. */
  record Execution(int pass, String task, String reason, List<Left> outputs) {}

  /**
   * What an execution left of an output.
   *
   * @param moved whether it differs from what the execution before left, in whichever build
   */
  record Left(ArtefactPath path, ArtefactState state, boolean moved) {}

  /** All tasks that are known now, by name. */
  List<TaskView> tasks();

  /** The task of this name. */
  Optional<TaskView> task(String name);

  /**
   * The task that makes this artefact, as output or auxiliary. One that only a rule could make, and
   * that nobody has wanted yet, is answered too, without being added to the graph.
   */
  Optional<TaskView> maker(ArtefactPath path);

  /** What is known of runs that made this, by tasks that are no more; in no order. */
  List<Trace> formerRuns(ArtefactPath path);

  /** The task that made what stands there, where nothing would make it now. */
  Optional<String> formerMaker(ArtefactPath path);

  /** Names of the tasks that read this artefact, declared or discovered. */
  List<String> readers(ArtefactPath path);

  /** What its name stands for now, as the watcher and our own runs say. */
  ArtefactState state(ArtefactPath path);

  /** The artefacts of the workspace that exist, or that a task reads or makes: all. */
  Stream<ArtefactPath> paths();

  /** How many artefacts are known. */
  int artefactCount();

  /** All cycles, by their first member. */
  List<CycleView> cycles();

  /** Kept traces of a task, the newest first. */
  List<Trace> traces(String taskName);

  /** The files that we wrote and that are still as we wrote them, or were changed since: all. */
  Collection<Memory.Wrote> owned();

  /** The files that our runs wrote though no task declares them: all. */
  Collection<Memory.WroteUndeclared> undeclared();

  /** A person's files that were saved before they were replaced: all, the newest last. */
  List<Memory.SavedAside> saved();

  /** What is wrong with the project, and keeps it from being built. */
  List<BuildReport.Problem> problems();

  /** How the project's files read now; empty before they were read. */
  Optional<RulesManager> rules();

  /** Each target, task and family with the artefacts it stands for. */
  Map<String, List<ArtefactPath>> targets();

  /** The artefacts that these names, as a build request may have them, stand for. */
  List<ArtefactPath> wanted(List<String> names);

  /**
   * The best build tree for these names as it stands now: the tasks that it reaches, in the order
   * in which they would run, each as it would be found then. One that is fresh by itself is stale
   * where something that it reads would be made anew.
   */
  List<TaskView> outlook(List<String> names);

  /** As {@link #outlook(List)}, for all tasks. */
  List<TaskView> outlook();

  /** How many tasks are known. */
  int taskCount();

  /**
   * What is not up to date.
   *
   * @param shown tasks to be named at most
   */
  Stale stale(int shown);

  /**
   * Tasks that are not up to date.
   *
   * @param names of the first of them, in the order in which they would run
   */
  record Stale(int count, List<String> names) {}

  /**
   * What keeps a task from being built, at the root, in a line each: a circle of required
   * dependencies, a failure, a cycle that did not settle, a missing file. The nearest first.
   */
  List<String> hindrances(String taskName);

  /** Whether any build is under way. */
  boolean busy();
}
