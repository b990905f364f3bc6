package org.computepods.rules.project;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Problem;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/**
 * All that is known of how things are built: the project, its own rule sets, the bundled ones, and
 * those that chefs publish. Immutable.
 */
@SuppressWarnings("DoNotCallSuggester") // until it is written, in a moment
public final class RulesManager {
  RulesManager() {}

  /**
   * What a project names, bound to the files there are.
   *
   * @param tasks in the order of the files that name them
   * @param targets each target, task and foreach family by name, with the artefacts it stands for
   * @param defaultTarget a key of {@code targets}; empty where every task is wanted
   */
  public record Binding(
      List<Task> tasks,
      Map<String, List<ArtefactPath>> targets,
      Optional<String> defaultTarget,
      List<Problem> problems) {}

  /** How to make one artefact, or why nothing can. */
  public sealed interface Making {
    /** This task makes it. */
    record By(Task task) implements Making {}

    /** Nothing does; the nearest rules first, at most five. */
    record ByNone(List<NearMiss> nearest) implements Making {}
  }

  /**
   * A rule that nearly makes an artefact.
   *
   * @param lacks what it would need: {@code x.c does not exist}
   */
  public record NearMiss(String rule, String lacks) {}

  /** Binds what the project names to the files there are: its globs are expanded over them. */
  public Binding bind(Collection<ArtefactPath> files) {
    throw new UnsupportedOperationException("not yet");
  }

  /**
   * How to make an artefact by a rule, where no task of the project does.
   *
   * @param exists whether an artefact is there, or a task of the project makes it
   */
  public Making howToMake(ArtefactPath goal, Predicate<ArtefactPath> exists) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the coming or going of this file can change what {@link #bind} gives. */
  public boolean matters(ArtefactPath path) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Whether the file is a log, which is followed while it changes and never hashed. */
  public boolean isLog(ArtefactPath path) {
    throw new UnsupportedOperationException("not yet");
  }

  /** What a reader sees of the artefact, unless it names a view of its own. */
  public View viewOf(ArtefactPath path) {
    throw new UnsupportedOperationException("not yet");
  }

  /** Globs of files that are no artefacts, the usual ones first. */
  public List<String> ignores() {
    throw new UnsupportedOperationException("not yet");
  }

  /** Globs of files that are logs. */
  public List<String> logGlobs() {
    throw new UnsupportedOperationException("not yet");
  }

  /** What the project file says. */
  public Project project() {
    throw new UnsupportedOperationException("not yet");
  }

  /** The rule sets in use, in the order in which they are asked. */
  public List<RuleSet> sets() {
    throw new UnsupportedOperationException("not yet");
  }
}
