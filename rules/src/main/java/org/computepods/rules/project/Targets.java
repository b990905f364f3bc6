package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;

/** What a person may ask for by name, and what is built where nobody says. */
record Targets(Map<String, List<Targets.Wanted>> byName, Optional<String> defaultTarget) {

  /** One of the outputs of a target. */
  sealed interface Wanted {
    record Path(ArtefactPath path, Place place) implements Wanted {}

    record Matches(Glob glob, String text, Place place) implements Wanted {}

    record OutputsOf(String task) implements Wanted {}
  }

  /**
   * Reads the targets of a project.
   *
   * @param complete whether all tasks are known; if not, an unknown one may yet come
   */
  static Targets read(
      ProjectReader.Raw raw, Set<String> taskNames, boolean complete, Problems problems) {
    var byName = new LinkedHashMap<String, List<Wanted>>();
    raw.targetOutputs()
        .forEach(
            (name, outputs) -> {
              var wanted = new ArrayList<Wanted>();
              for (ProjectReader.Named output : outputs) {
                wanted(output, taskNames, complete, problems).ifPresent(wanted::add);
              }
              byName.put(name, wanted);
            });
    Optional<String> defaultTarget =
        raw.defaultTarget()
            .flatMap(named -> defaultTarget(named, byName, taskNames, complete, problems));
    return new Targets(byName, defaultTarget);
  }

  private static Optional<Wanted> wanted(
      ProjectReader.Named output, Set<String> taskNames, boolean complete, Problems problems) {
    Place place = output.place();
    String text = withoutNames(output.text(), place);
    if (text.startsWith("@")) {
      if (complete) {
        TaskReader.checkTaskName(text.substring(1), place, "", taskNames, problems);
      }
      return Optional.of(new Wanted.OutputsOf(text.substring(1)));
    }
    if (Glob.isPattern(text)) {
      return Fields.glob(text, place, problems).map(glob -> new Wanted.Matches(glob, text, place));
    }
    return ProjectReader.path(Glob.unquote(text), place, problems)
        .map(path -> new Wanted.Path(path, place));
  }

  /** The text with braces as everywhere: doubled ones are single, and a target knows no names. */
  private static String withoutNames(String text, Place place) {
    return Template.of(text, place).parts().stream()
        .map(
            part ->
                switch (part) {
                  case Template.Part.Literal(String literal) -> literal;
                  case Template.Part.Name name -> name.toString();
                })
        .collect(Collectors.joining());
  }

  /** A target, a task, or else an artefact by its path. */
  private static Optional<String> defaultTarget(
      ProjectReader.Named named,
      Map<String, List<Wanted>> byName,
      Set<String> taskNames,
      boolean complete,
      Problems problems) {
    String name = named.text();
    if (byName.containsKey(name) || taskNames.contains(name)) {
      return Optional.of(name);
    }
    var known = new LinkedHashSet<>(byName.keySet());
    known.addAll(taskNames);
    boolean looksLikePath = name.indexOf('.') >= 0 || name.indexOf('/') >= 0 || known.isEmpty();
    if (!looksLikePath) {
      if (complete) {
        problems.addLack(
            named.place(),
            "there is no target and no task '" + name + "'" + NearestName.hint(name, known));
      }
      return Optional.empty();
    }
    return ProjectReader.path(name, named.place(), problems)
        .map(
            path -> {
              byName.put(name, List.of(new Wanted.Path(path, named.place())));
              return name;
            });
  }

  /** Where the target names this artefact itself. */
  Optional<Place> place(String name, ArtefactPath artefact) {
    return byName.getOrDefault(name, List.of()).stream()
        .filter(wanted -> wanted instanceof Wanted.Path)
        .map(wanted -> (Wanted.Path) wanted)
        .filter(wanted -> wanted.path().equals(artefact))
        .map(Wanted.Path::place)
        .findFirst();
  }

  /**
   * The artefacts that each name stands for.
   *
   * @param outputsOf the outputs of each task and family
   */
  Map<String, List<ArtefactPath>> bind(
      Map<String, List<ArtefactPath>> outputsOf,
      Function<Wanted.Matches, List<ArtefactPath>> matches) {
    var bound = new LinkedHashMap<String, List<ArtefactPath>>();
    byName.forEach(
        (name, outputs) -> {
          var paths = new LinkedHashSet<ArtefactPath>();
          for (Wanted wanted : outputs) {
            switch (wanted) {
              case Wanted.Path(ArtefactPath path, _) -> paths.add(path);
              case Wanted.Matches pattern -> paths.addAll(matches.apply(pattern));
              case Wanted.OutputsOf(String task) ->
                  paths.addAll(outputsOf.getOrDefault(task, List.of()));
            }
          }
          bound.put(name, List.copyOf(paths));
        });
    outputsOf.forEach(bound::putIfAbsent);
    return bound;
  }
}
