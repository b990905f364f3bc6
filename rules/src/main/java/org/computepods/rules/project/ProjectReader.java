package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.yaml.Node;
import org.computepods.rules.yaml.YamlText;

/** Reads a project file, and the files of tasks that it includes, as far as a file alone tells. */
final class ProjectReader {
  private final Problems problems;
  private int tasksOfProject;

  ProjectReader(Problems problems) {
    this.problems = problems;
  }

  /** A text with its place. */
  record Named(String text, Place place) {}

  /** The tasks of a file, not yet read. */
  record RawTask(String name, Place place, Node body) {}

  /**
   * What a project file says.
   *
   * @param targetOutputs what the targets stand for, each with its place
   */
  record Raw(
      Project project,
      Optional<List<Named>> uses,
      Optional<Named> defaultTarget,
      Map<String, List<Named>> targetOutputs,
      List<RawTask> tasks,
      List<Named> include) {
    static final Raw NONE =
        new Raw(Project.NONE, Optional.empty(), Optional.empty(), Map.of(), List.of(), List.of());
  }

  Raw project(String text, String file) {
    return root(text, file)
        .flatMap(root -> Fields.of(root, "a project", Keys.PROJECT, problems))
        .map(this::project)
        .orElse(Raw.NONE);
  }

  /** The tasks of an included file. */
  List<RawTask> included(String text, String file) {
    return root(text, file)
        .flatMap(root -> Fields.of(root, "a file of tasks", Keys.INCLUDED, problems))
        .map(fields -> tasks(fields))
        .orElse(List.of());
  }

  private Optional<Node> root(String text, String file) {
    var yaml = YamlText.read(text, file);
    problems.addAll(yaml.problems());
    return yaml.root().filter(root -> !(root instanceof Node.Scalar scalar && scalar.blank()));
  }

  private Raw project(Fields fields) {
    Optional<List<Named>> uses =
        fields.has("uses") ? Optional.of(named(fields, "uses")) : Optional.empty();
    Optional<Named> defaultTarget =
        fields.scalar("default").map(scalar -> new Named(scalar.text(), scalar.place()));
    List<Named> include = named(fields, "include");
    var targets = new LinkedHashMap<String, Project.Target>();
    var outputs = new LinkedHashMap<String, List<Named>>();
    for (Node.Entry entry : fields.entries("targets")) {
      target(entry, targets, outputs);
    }
    var project =
        new Project(
            fields.text("project").orElse(""),
            fields.text("description").orElse(""),
            uses.map(ProjectReader::texts),
            globs(fields, "ignore"),
            fields.truth("gitignore"),
            globs(fields, "logs"),
            defaultTarget.map(Named::text),
            targets,
            texts(include));
    tasksOfProject = fields.entries("tasks").size();
    return new Raw(project, uses, defaultTarget, outputs, tasks(fields), include);
  }

  /** How many tasks the project file has, those included that nobody understands. */
  int tasksOfProject() {
    return tasksOfProject;
  }

  private void target(
      Node.Entry entry, Map<String, Project.Target> targets, Map<String, List<Named>> outputs) {
    String name = entry.key().text();
    if (!Names.isName(name, "a target", entry.key().place(), problems)) {
      return;
    }
    Fields.of(entry.value(), "the target '" + name + "'", Keys.TARGET, problems)
        .ifPresent(
            fields -> {
              List<Named> what = named(fields, "outputs");
              if (!fields.has("outputs")) {
                problems.add(entry.key().place(), "the target '" + name + "' has no outputs");
              }
              outputs.put(name, what);
              targets.put(
                  name, new Project.Target(name, fields.text("help").orElse(""), texts(what)));
            });
  }

  private List<RawTask> tasks(Fields fields) {
    var tasks = new ArrayList<RawTask>();
    for (Node.Entry entry : fields.entries("tasks")) {
      Place place = entry.key().place();
      if (Names.isName(entry.key().text(), "a task", place, problems)) {
        tasks.add(new RawTask(entry.key().text(), place, entry.value()));
      }
    }
    return tasks;
  }

  /** Globs that are kept as text; {@code !} in front takes files back. */
  private List<String> globs(Fields fields, String key) {
    var globs = new ArrayList<String>();
    for (Node.Scalar scalar : fields.scalars(key)) {
      String text = scalar.text();
      boolean takesBack = key.equals("ignore") && text.startsWith("!");
      Optional<Glob> glob =
          Fields.glob(takesBack ? text.substring(1) : text, scalar.place(), problems);
      glob.ifPresent(good -> globs.add(text));
    }
    return globs;
  }

  private static List<Named> named(Fields fields, String key) {
    return fields.scalars(key).stream()
        .map(scalar -> new Named(scalar.text(), scalar.place()))
        .toList();
  }

  private static List<String> texts(List<Named> named) {
    return named.stream().map(Named::text).toList();
  }

  /** The artefact that a text names, unless it leads out of the workspace. */
  static Optional<ArtefactPath> path(String text, Place place, Problems problems) {
    try {
      ArtefactPath path = ArtefactPath.of(text);
      if (path.outside()) {
        problems.add(place, "'" + text + "' leads out of the workspace");
        return Optional.empty();
      }
      return Optional.of(path);
    } catch (IllegalArgumentException bad) {
      problems.add(place, String.valueOf(bad.getMessage()));
      return Optional.empty();
    }
  }
}
