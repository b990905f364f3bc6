package org.computepods.rules.project;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Problem;

/** Reads a project: its file, its own rule sets, and the files of tasks that it includes. */
public final class ProjectLoader {
  /** The name of a project file. */
  public static final ArtefactPath PROJECT_FILE = ArtefactPath.of("computepods.yaml");

  private ProjectLoader() {}

  /**
   * What reading a project gave.
   *
   * @param rules all that could be understood
   * @param read every file that was read or looked for, absent ones too
   */
  public record Loaded(RulesManager rules, List<Problem> problems, Set<ArtefactPath> read) {}

  /**
   * Reads a project. Who reads files asynchronously calls this again with more of them, until
   * {@link Loaded#read} names nothing that was not fetched.
   *
   * @param sources the content of a file, or empty if there is none
   * @param offered sets that chefs publish; those with the name of a bundled set are ignored
   */
  public static Loaded load(
      Function<ArtefactPath, Optional<String>> sources, List<RuleSet> offered) {
    if (sources.apply(PROJECT_FILE).isEmpty() && offered.isEmpty()) {
      return new Loaded(new RulesManager(), List.of(), Set.of(PROJECT_FILE));
    }
    throw new UnsupportedOperationException("not yet");
  }
}
