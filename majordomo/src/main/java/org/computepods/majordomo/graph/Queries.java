package org.computepods.majordomo.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.computepods.chef.wire.rest.QueryAnswer;
import org.computepods.majordomo.answers.Meant;
import org.computepods.majordomo.core.EngineView;
import org.computepods.majordomo.core.EngineView.TaskView;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Dependency;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;

/**
 * Answers {@code deps(x)}, {@code rdeps(x)}, {@code somepath(x,y)}, {@code cycles()} and {@code
 * outputs(t)}, where x, y and t are paths, tasks or targets.
 */
public final class Queries {
  private static final Pattern CALL = Pattern.compile("\\s*([a-z]+)\\s*\\((.*)\\)\\s*");

  private final EngineView view;

  public Queries(EngineView view) {
    this.view = view;
  }

  /** Answers; @throws IllegalArgumentException where the question makes no sense, saying why. */
  public QueryAnswer answer(String query) {
    Matcher call = CALL.matcher(query);
    if (!call.matches()) {
      throw new IllegalArgumentException(
          "a query is deps(x), rdeps(x), somepath(x,y), cycles() or outputs(t), not '"
              + query
              + "'");
    }
    List<String> arguments = arguments(call.group(2));
    return switch (call.group(1)) {
      case "deps" -> {
        require("deps", arguments, 1);
        yield names(query, reached(arguments.getFirst(), true));
      }
      case "rdeps" -> {
        require("rdeps", arguments, 1);
        yield names(query, reached(arguments.getFirst(), false));
      }
      case "somepath" -> {
        require("somepath", arguments, 2);
        yield new QueryAnswer(query, somePath(arguments.get(0), arguments.get(1)), List.of());
      }
      case "cycles" -> {
        require("cycles", arguments, 0);
        yield new QueryAnswer(query, List.of(), cycles());
      }
      case "outputs" -> {
        require("outputs", arguments, 1);
        yield names(query, new TreeSet<>(meant(arguments.getFirst())));
      }
      default ->
          throw new IllegalArgumentException(
              "no query is called '"
                  + call.group(1)
                  + "': there are deps, rdeps, somepath, cycles and outputs");
    };
  }

  private static List<String> arguments(String inside) {
    if (inside.isBlank()) {
      return List.of();
    }
    return Stream.of(inside.split(",", -1)).map(Queries::unquoted).toList();
  }

  private static String unquoted(String argument) {
    String text = argument.strip();
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    return quoted ? text.substring(1, text.length() - 1) : text;
  }

  private static void require(String query, List<String> arguments, int count) {
    if (arguments.size() != count || arguments.stream().anyMatch(String::isEmpty)) {
      throw new IllegalArgumentException(
          query + " takes " + count + (count == 1 ? " name" : " names"));
    }
  }

  private static QueryAnswer names(String query, Set<String> names) {
    return new QueryAnswer(query, List.copyOf(names), List.of());
  }

  /**
   * Everything that the artefact is built from, or that is built from it; sorted, without itself.
   */
  private Set<String> reached(String name, boolean towardsDependencies) {
    var starts = meant(name);
    var graph = Reach.from(starts, towardsDependencies ? this::dependencies : this::dependants);
    var names = new TreeSet<>(graph.vertexSet());
    for (String start : starts) {
      boolean onCircle = graph.inDegreeOf(start) > 0;
      if (!onCircle) {
        names.remove(start);
      }
    }
    return names;
  }

  /** How x is built from y, or y from x, in the fewest steps; empty if neither is. */
  private List<String> somePath(String x, String y) {
    var forth = shortest(meant(x), meant(y));
    return forth.isEmpty() ? shortest(meant(y), meant(x)) : forth;
  }

  private List<String> shortest(List<String> from, List<String> to) {
    var graph = Reach.from(from, this::dependencies);
    Optional<List<String>> best = Optional.empty();
    for (String start : from) {
      var paths = new BFSShortestPath<>(graph).getPaths(start);
      for (String end : to) {
        if (graph.containsVertex(end) && paths.getPath(end) != null) {
          var path = paths.getPath(end).getVertexList();
          if (best.isEmpty() || path.size() < best.get().size()) {
            best = Optional.of(path);
          }
        }
      }
    }
    return best.orElse(List.of());
  }

  /**
   * The tasks of each circle; those of the core, put in the core's own order, where it knows it.
   */
  private List<List<String>> cycles() {
    var names = view.tasks().stream().map(task -> task.task().name()).toList();
    var graph = Reach.from(names, this::readersOf);
    var cycles = new ArrayList<List<String>>();
    for (var component : new KosarajuStrongConnectivityInspector<>(graph).stronglyConnectedSets()) {
      String any = component.iterator().next();
      if (component.size() > 1 || graph.containsEdge(any, any)) {
        cycles.add(ordered(component));
      }
    }
    cycles.sort((a, b) -> a.getFirst().compareTo(b.getFirst()));
    return cycles;
  }

  private List<String> ordered(Set<String> component) {
    return view.cycles().stream()
        .map(EngineView.CycleView::members)
        .filter(members -> Set.copyOf(members).equals(component))
        .findFirst()
        .orElseGet(() -> component.stream().sorted().toList());
  }

  /** The artefacts that a path, a task or a target stands for. */
  private List<String> meant(String name) {
    return new Meant(view).artefacts(name).stream().map(ArtefactPath::value).toList();
  }

  private List<String> dependencies(String artefact) {
    return view.maker(ArtefactPath.of(artefact)).map(Queries::reads).orElse(List.of());
  }

  private static List<String> reads(TaskView task) {
    return Stream.concat(
            Stream.concat(task.task().dependencies().stream(), task.task().secondary().stream())
                .map(Dependency::path),
            task.discovered().stream().filter(path -> !path.outside()))
        .map(ArtefactPath::value)
        .distinct()
        .toList();
  }

  private List<String> dependants(String artefact) {
    return view.readers(ArtefactPath.of(artefact)).stream()
        .flatMap(reader -> view.task(reader).stream())
        .flatMap(task -> task.task().writes())
        .filter(path -> view.state(path).exists() || isOutput(path))
        .map(ArtefactPath::value)
        .distinct()
        .toList();
  }

  private boolean isOutput(ArtefactPath path) {
    return view.maker(path).map(task -> task.task().outputs().contains(path)).orElse(false);
  }

  private List<String> readersOf(String taskName) {
    return view.task(taskName).stream()
        .flatMap(task -> task.task().writes())
        .flatMap(path -> view.readers(path).stream())
        .distinct()
        .toList();
  }
}
