package org.computepods.rules.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a project file says beside its tasks.
 *
 * @param name of the project; empty where there is no project file
 * @param uses rule sets by name or path; empty for every bundled set
 * @param ignore globs of files that are no artefacts, beside the usual ones
 * @param gitignore whether what {@code .gitignore} files name is no artefact either
 * @param logs globs of files that are followed and not hashed
 * @param defaultTarget what is built where nobody says what
 * @param targets by name, in the order of the file
 * @param include files with more tasks
 */
public record Project(
    String name,
    String description,
    Optional<List<String>> uses,
    List<String> ignore,
    boolean gitignore,
    List<String> logs,
    Optional<String> defaultTarget,
    Map<String, Target> targets,
    List<String> include) {

  /** A name that a person asks for. */
  public record Target(String name, String help, List<String> outputs) {
    public Target {
      outputs = List.copyOf(outputs);
    }
  }

  /** The project of a workspace that has no project file. */
  public static final Project NONE =
      new Project(
          "",
          "",
          Optional.empty(),
          List.of(),
          false,
          List.of(),
          Optional.empty(),
          Map.of(),
          List.of());

  public Project {
    uses = uses.map(List::copyOf);
    ignore = List.copyOf(ignore);
    logs = List.copyOf(logs);
    include = List.copyOf(include);
  }
}
