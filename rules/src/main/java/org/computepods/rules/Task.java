package org.computepods.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One rule bound to real artefacts: what to run, what it reads, what it writes.
 *
 * @param name {@code figure}, {@code objects[src/a/x.c]}, or {@code rule[output]} where no project
 *     names it
 * @param rule {@code latex.pdflatex}, or {@code command} for a task of its own command
 * @param set the rule set that a chef must serve to run it; empty for a task of its own command,
 *     which any pod can run that has the tools
 * @param command argv, expanded
 * @param dependencies demanded
 * @param secondary used if they exist or can be built; the edges along which a cycle may be cut
 * @param outputs each must exist after a run
 * @param auxiliaries may be written too, and may be read back by the next run ({@code .aux}, {@code
 *     .toc})
 * @param env the declared environment, beside PATH, HOME, LANG and TMPDIR
 * @param timeout after which the tool is killed
 * @param passesMax times that the task may run in one build
 * @param requires properties that a chef must have, such as {@code tool: python3}
 * @param when conditions; where one fails there is nothing to do
 * @param seeds content for a secondary dependency that does not exist when the task runs
 * @param missing how the tool names a missing file: a pattern whose first group is the file
 * @param origin where the task, or its rule, is written
 * @param source what kind of file names the task
 */
public record Task(
    String name,
    String rule,
    Optional<String> set,
    List<String> command,
    List<Dependency> dependencies,
    List<Dependency> secondary,
    List<ArtefactPath> outputs,
    List<ArtefactPath> auxiliaries,
    Map<String, String> env,
    Optional<Depfile> depfile,
    Duration timeout,
    int passesMax,
    Map<String, String> requires,
    List<Condition> when,
    Map<ArtefactPath, String> seeds,
    Optional<String> missing,
    Place origin,
    Source source) {

  /** Passes after which a cycle is given up, where nobody says another number. */
  public static final int PASSES_MAX_DEFAULT = 10;

  /** What names a task. */
  public enum Source {
    /** The project file. */
    PROJECT,
    /** A file of tasks that the project includes. */
    INCLUDED,
    /** A rule, because something asked for its output. */
    RULE
  }

  public Task {
    command = List.copyOf(command);
    dependencies = List.copyOf(dependencies);
    secondary = List.copyOf(secondary);
    outputs = List.copyOf(outputs);
    auxiliaries = List.copyOf(auxiliaries);
    env = orNone(env);
    requires = orNone(requires);
    when = List.copyOf(when);
    seeds = orNone(seeds);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("task " + name + " has no output");
    }
  }

  /** The empty map that all share; others keep their order. */
  private static <K, V> Map<K, V> orNone(Map<K, V> map) {
    return map.isEmpty() ? Map.of() : map;
  }

  /** All that a run may write: outputs first. */
  public Stream<ArtefactPath> writes() {
    return Stream.concat(outputs.stream(), auxiliaries.stream());
  }
}
