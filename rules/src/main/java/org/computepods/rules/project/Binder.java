package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.FamilyTask;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.Task;
import org.computepods.rules.View;

/** Binds the tasks of a project to the files there are. Used once. */
final class Binder implements Spelling.Others {
  private final List<TaskDefinition> definitions;
  private final Targets targets;

  /** In order, for they are indexed again and again, each time with more that tasks make. */
  private final List<ArtefactPath> files;

  private final Set<String> ownSets;
  private final Problems problems = new Problems();
  private final Problems doubts = new Problems();
  private final Drafter drafter;
  private final Spelling spelling;
  private final Function<String, Map<String, String>> toolsOf;
  private final Function<ArtefactPath, View> viewOf;

  private final Map<String, List<Draft>> drafts = new LinkedHashMap<>();
  private final Map<String, Optional<Family>> families = new HashMap<>();
  private Supplier<FileIndex> index = () -> new FileIndex(List.of());

  Binder(
      List<TaskDefinition> definitions,
      Targets targets,
      Collection<ArtefactPath> files,
      Set<String> ownSets,
      Function<String, Map<String, String>> toolsOf,
      Function<ArtefactPath, View> viewOf,
      UnaryOperator<ArtefactPath> known) {
    this.definitions = definitions;
    this.targets = targets;
    this.files = files.stream().sorted().toList();
    this.ownSets = ownSets;
    this.toolsOf = toolsOf;
    this.viewOf = viewOf;
    var maker = new TaskMaker(viewOf, problems, known);
    this.drafter = new Drafter(maker, problems);
    this.spelling = new Spelling(maker, problems, ownSets, toolsOf, this);
  }

  RulesManager.Binding bind() {
    draftAll();
    for (TaskDefinition family : definitions) {
      family.foreach().stream()
          .flatMap(Selection::choosing)
          .forEach(step -> matches(step.glob(), step.text(), step.place()));
    }
    var tasks = new ArrayList<Task>();
    var writers = new Writers(outputs());
    var outputsOf = new LinkedHashMap<String, List<ArtefactPath>>();
    for (TaskDefinition definition : definitions) {
      var outputs = new ArrayList<ArtefactPath>();
      for (Draft draft : drafts.getOrDefault(definition.name(), List.of())) {
        outputs.addAll(draft.outputs());
        if (isOnlyWriter(draft, writers) && !draft.outputs().isEmpty()) {
          tasks.add(task(draft));
        }
      }
      outputsOf.put(definition.name(), List.copyOf(outputs));
    }
    folders(writers);
    var bound =
        targets.bind(outputsOf, wanted -> matches(wanted.glob(), wanted.text(), wanted.place()));
    return new RulesManager.Binding(
        tasks, bound, targets.defaultTarget(), problems.all(), doubts.all());
  }

  /** The files, and the outputs of tasks, that a pattern matches; none is worth a word. */
  private List<ArtefactPath> matches(Glob glob, String text, Place place) {
    List<ArtefactPath> matches = index.get().matches(glob);
    if (matches.isEmpty()) {
      doubts.add(place, "'" + text + "' matches no file, and nothing that a task makes");
    }
    return matches;
  }

  /** Finds all tasks with their outputs; a family may be for what another task makes. */
  private void draftAll() {
    var families = new ArrayList<TaskDefinition>();
    for (TaskDefinition definition : definitions) {
      if (definition.foreach().isPresent()) {
        families.add(definition);
        drafts.put(definition.name(), List.of());
      } else {
        drafts.put(definition.name(), drafter.single(definition).map(List::of).orElse(List.of()));
      }
    }
    indexAll();
    var made = new HashMap<String, Map<ArtefactPath, Draft>>();
    boolean changed = !families.isEmpty();
    for (int round = 0; changed; round++) {
      if (round > families.size()) {
        problems.add(
            families.getFirst().place(),
            "the outputs of 'foreach' tasks match the patterns of others, in a circle without end");
        return;
      }
      changed = false;
      for (TaskDefinition family : families) {
        var known = made.computeIfAbsent(family.name(), name -> new HashMap<>());
        List<Draft> members =
            new Members(family, known).of(family.foreach().orElseThrow().of(index.get()::matches));
        changed |= !members.equals(drafts.put(family.name(), members));
      }
      indexAll();
    }
  }

  private void indexAll() {
    var index =
        new Object() {
          Optional<FileIndex> built = Optional.empty();
        };
    this.index =
        () -> {
          if (index.built.isEmpty()) {
            var all = new ArrayList<>(files);
            drafts.values().forEach(list -> list.forEach(draft -> all.addAll(draft.outputs())));
            index.built = Optional.of(new FileIndex(all));
          }
          return index.built.get();
        };
  }

  /** The tasks of one {@code foreach}, which is never for what the family itself makes. */
  private final class Members {
    private final TaskDefinition definition;
    private final Map<ArtefactPath, Draft> known;
    private final Map<ArtefactPath, List<ArtefactPath>> madeOf = new HashMap<>();
    private final Map<ArtefactPath, Boolean> taken = new HashMap<>();

    Members(TaskDefinition definition, Map<ArtefactPath, Draft> known) {
      this.definition = definition;
      this.known = known;
    }

    List<Draft> of(List<ArtefactPath> candidates) {
      Selection chosen = definition.foreach().orElseThrow();
      for (ArtefactPath file : candidates) {
        Draft draft = known.computeIfAbsent(file, path -> drafter.forFile(definition, path));
        for (ArtefactPath output : draft.outputs()) {
          if (chosen.matches(output)) {
            madeOf.computeIfAbsent(output, path -> new ArrayList<>()).add(file);
          }
        }
      }
      return candidates.stream().filter(this::isTaken).map(known::get).toList();
    }

    /** Whether a file has a task: it has none if another one that has makes it. */
    private boolean isTaken(ArtefactPath file) {
      if (madeOf.isEmpty()) {
        return true;
      }
      Boolean decided = taken.get(file);
      if (decided != null) {
        return decided;
      }
      taken.put(file, false);
      List<ArtefactPath> makers = madeOf.getOrDefault(file, List.of());
      boolean takes = !makers.contains(file) && makers.stream().noneMatch(this::isTaken);
      taken.put(file, takes);
      return takes;
    }
  }

  /** How many all tasks have. */
  private int outputs() {
    int count = 0;
    for (List<Draft> family : drafts.values()) {
      for (Draft draft : family) {
        count += draft.outputs().size();
      }
    }
    return count;
  }

  private boolean isOnlyWriter(Draft draft, Writers writers) {
    boolean only = true;
    for (ArtefactPath output : draft.outputs()) {
      Optional<Draft> first = writers.enter(output, draft);
      if (first.isPresent()) {
        Draft other = first.get();
        only = false;
        problems.add(
            draft.definition().place(),
            "the tasks '"
                + other.name()
                + "' ("
                + other.definition().place()
                + ") and '"
                + draft.name()
                + "' ("
                + draft.definition().place()
                + ") both make "
                + output);
      }
    }
    return only;
  }

  /** What one task makes as a file cannot be the folder in which another's output lies. */
  private void folders(Writers writers) {
    var looked = new HashSet<String>();
    for (TaskDefinition definition : definitions) {
      for (Draft draft : drafts.getOrDefault(definition.name(), List.of())) {
        draft.outputs().forEach(output -> folders(output, draft, writers, looked));
      }
    }
  }

  private void folders(ArtefactPath output, Draft draft, Writers writers, Set<String> looked) {
    String dir = output.dir();
    while (!dir.isEmpty() && looked.add(dir)) {
      var folder = ArtefactPath.of(dir);
      writers
          .of(folder)
          .ifPresent(
              file ->
                  problems.add(
                      draft.definition().place(),
                      "'%s' cannot be made: the task '%s' (%s) makes %s, which is a file and no folder"
                          .formatted(output, file.name(), file.definition().place(), folder)));
      dir = folder.dir();
    }
  }

  /** One of a family that need not be kept as a whole, or a whole task. */
  private Task task(Draft draft) {
    SpelledTask whole = spelling.task(draft);
    Optional<Family> family =
        families.computeIfAbsent(draft.definition().name(), _ -> family(draft.definition(), whole));
    return family.isPresent() && draft.file().isPresent()
        ? new FamilyTask(family.get(), draft.file().get(), whole)
        : whole;
  }

  private Optional<Family> family(TaskDefinition definition, SpelledTask like) {
    return definition.foreach().isPresent() && Spelling.isSelfContained(definition)
        ? Optional.of(new Family(definition, viewOf, ownSets, toolsOf, like))
        : Optional.empty();
  }

  @Override
  public List<ArtefactPath> outputsOf(String task) {
    var outputs = new LinkedHashSet<ArtefactPath>();
    drafts.getOrDefault(task, List.of()).forEach(other -> outputs.addAll(other.outputs()));
    return List.copyOf(outputs);
  }

  @Override
  public List<ArtefactPath> matches(Glob glob, Optional<String> said, Place place) {
    return said.map(text -> matches(glob, text, place)).orElseGet(() -> index.get().matches(glob));
  }
}
