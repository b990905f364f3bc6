package org.computepods.rules.project;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;
import org.computepods.rules.Task;

/** Reads a project: its file, its own rule sets, and the files of tasks that it includes. */
public final class ProjectLoader {
  /** The name of a project file. */
  public static final ArtefactPath PROJECT_FILE = ArtefactPath.of("computepods.yaml");

  private static final String RULES_ENDING = ".rules.yaml";

  private final Function<ArtefactPath, Optional<String>> sources;
  private final Map<ArtefactPath, Optional<Digest>> files = new LinkedHashMap<>();
  private final Map<String, Place> taskNames = new LinkedHashMap<>();
  private final Problems problems = new Problems();
  private final ProjectReader reader = new ProjectReader(problems);

  /**
   * Whether every included file was there, and could be read; one that a task is yet to write, or
   * to write anew, may name anything.
   */
  private boolean complete = true;

  private ProjectLoader(Function<ArtefactPath, Optional<String>> sources) {
    this.sources = sources;
  }

  /**
   * What reading a project gave.
   *
   * @param rules all that could be understood
   * @param files every file that was read or looked for, with the digest of its text if it was
   *     there
   */
  public record Loaded(
      RulesManager rules, List<Problem> problems, Map<ArtefactPath, Optional<Digest>> files) {
    /** Every file that was read or looked for, absent ones too. */
    public Set<ArtefactPath> read() {
      return files.keySet();
    }
  }

  /**
   * Reads a project. Who reads files asynchronously calls this again with more of them, until
   * {@link Loaded#read} names nothing that was not fetched.
   *
   * @param sources the content of a file, or empty if there is none
   * @param offered sets that chefs publish; those with the name of a bundled set are ignored
   */
  public static Loaded load(
      Function<ArtefactPath, Optional<String>> sources, List<RuleSet> offered) {
    return new ProjectLoader(sources).load(offered);
  }

  private Loaded load(List<RuleSet> offered) {
    ProjectReader.Raw raw =
        source(PROJECT_FILE)
            .map(text -> reader.project(text, PROJECT_FILE.value()))
            .orElse(ProjectReader.Raw.NONE);
    var chooser = new SetsInUse(this::source, problems, new LinkedHashMap<>());
    List<RuleSet> sets = chooser.of(raw.uses(), offered);

    var tasks = new LinkedHashMap<String, TaskDefinition>();
    var taskReader = new TaskReader(sets, problems);
    addTasks(raw.tasks(), Task.Source.PROJECT, taskReader, tasks);
    List<TaskDefinition> own = List.copyOf(tasks.values());
    boolean allKnown = own.size() == reader.tasksOfProject();
    for (ProjectReader.Named include : raw.include()) {
      include(include, allKnown, own, taskReader, tasks);
    }
    var definitions = List.copyOf(tasks.values());
    if (complete) {
      TaskReader.checkTaskNames(definitions, taskNames.keySet(), problems);
    }
    Targets targets = Targets.read(raw, taskNames.keySet(), complete, problems);
    return new Loaded(
        new RulesManager(raw.project(), sets, definitions, targets, chooser.own().keySet()),
        problems.all(),
        files);
  }

  private Optional<String> source(ArtefactPath path) {
    Optional<String> text = sources.apply(path);
    files.put(path, text.map(Digest::of));
    return text;
  }

  private void addTasks(
      List<ProjectReader.RawTask> raw,
      Task.Source source,
      TaskReader taskReader,
      Map<String, TaskDefinition> tasks) {
    for (ProjectReader.RawTask task : raw) {
      Place other = taskNames.putIfAbsent(task.name(), task.place());
      if (other != null) {
        problems.add(task.place(), "there is a task '" + task.name() + "' already, at " + other);
      } else {
        taskReader
            .read(task, source)
            .ifPresent(definition -> tasks.put(definition.name(), definition));
      }
    }
  }

  /**
   * Reads an included file; where it is absent, some task must be there that writes it.
   *
   * @param allKnown whether all tasks of the project are understood; else one more may write it
   */
  private void include(
      ProjectReader.Named include,
      boolean allKnown,
      List<TaskDefinition> own,
      TaskReader taskReader,
      Map<String, TaskDefinition> tasks) {
    var path = ProjectReader.path(include.text(), include.place(), problems);
    if (path.isEmpty()) {
      return;
    }
    Optional<String> text = source(path.get());
    if (text.isPresent()) {
      int before = problems.count();
      addTasks(
          reader.included(text.get(), path.get().value()), Task.Source.INCLUDED, taskReader, tasks);
      complete &= problems.count() == before;
    } else {
      complete = false;
      if (allKnown && own.stream().noneMatch(task -> OutputPattern.mayMake(task, path.get()))) {
        problems.add(
            include.place(), path.get() + " does not exist, and no task of the project writes it");
      }
    }
  }

  /** Chooses the rule sets that a project uses, in the order in which they are asked. */
  private record SetsInUse(
      Function<ArtefactPath, Optional<String>> source,
      Problems problems,
      Map<String, RuleSet> own) {

    List<RuleSet> of(Optional<List<ProjectReader.Named>> uses, List<RuleSet> offered) {
      var known = new LinkedHashMap<String, RuleSet>();
      RuleSet.bundled().forEach(set -> known.put(set.name(), set));
      offered.stream()
          .sorted((one, other) -> one.name().compareTo(other.name()))
          .forEach(set -> known.putIfAbsent(set.name(), set));
      if (uses.isEmpty()) {
        return List.copyOf(known.values());
      }
      var named = new LinkedHashSet<String>();
      for (ProjectReader.Named use : uses.get()) {
        if (use.text().indexOf('/') >= 0 || use.text().endsWith(RULES_ENDING)) {
          readOwn(use).ifPresent(set -> add(set, use.place()));
        } else if (known.containsKey(use.text())) {
          named.add(use.text());
        } else {
          problems.add(
              use.place(),
              "unknown rule set '"
                  + use.text()
                  + "'"
                  + NearestName.hint(use.text(), known.keySet()));
        }
      }
      for (ProjectReader.Named use : uses.get()) {
        if (named.contains(use.text()) && own.containsKey(use.text())) {
          problems.add(
              use.place(),
              "the project has a rule set '" + use.text() + "' of its own; use only one");
        }
      }
      known.keySet().retainAll(named);
      // Sets of chefs are asked in the order in which the project names them.
      RuleSet.bundled().forEach(set -> named.remove(set.name()));
      named.forEach(name -> known.putLast(name, known.get(name)));
      return Stream.concat(own.values().stream(), known.values().stream()).toList();
    }

    private Optional<RuleSet> readOwn(ProjectReader.Named use) {
      return ProjectReader.path(use.text(), use.place(), problems)
          .flatMap(
              path -> {
                Optional<String> text = source.apply(path);
                if (text.isEmpty()) {
                  problems.add(use.place(), path + " does not exist");
                }
                return text.flatMap(
                    content -> {
                      RuleSet.Parsed parsed = RuleSet.parse(content, path.value());
                      problems.addAll(parsed.problems());
                      return parsed.set();
                    });
              });
    }

    private void add(RuleSet set, Place place) {
      if (own.putIfAbsent(set.name(), set) != null) {
        problems.add(place, "another rule set is called '" + set.name() + "' too");
      }
    }
  }
}
