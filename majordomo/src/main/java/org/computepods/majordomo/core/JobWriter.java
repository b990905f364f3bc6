package org.computepods.majordomo.core;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.computepods.chef.wire.BuildFrom;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Digest;
import org.computepods.rules.SpelledTask;
import org.computepods.rules.Task;
import org.computepods.rules.View;
import org.computepods.rules.project.RuleSet;
import org.computepods.rules.project.RulesManager;

/** Writes jobs out: what a chef needs to know to do a task as things stand. */
final class JobWriter {
  private static final int KIND_DIGITS = 16;

  /** In the environment of a task: what it need not ask for, a name a line. */
  private static final String MISSED = "COMPUTEPODS_MISSED";

  private JobWriter() {}

  /** A job of that name, which goes to whoever can do it. */
  static BuildFrom write(
      String id,
      TaskNode node,
      BuildRun owner,
      Digest request,
      RulesManager rules,
      ArtefactManager artefacts) {
    SpelledTask task = node.task.spelled();
    var env = new TreeMap<>(owner.request.env());
    env.putAll(task.env());
    if (!node.trouble().known().isEmpty()) {
      env.put(MISSED, String.join("\n", node.trouble().known()));
    }
    List<String> readBack = readBack(node, artefacts);
    return new BuildFrom(
        1,
        id,
        1,
        "",
        owner.id,
        request.hex(),
        task.name(),
        task.set().orElse(null),
        kind(task, rules),
        task.requires(),
        "",
        "",
        0,
        task.command(),
        env,
        inputs(node),
        absent(node),
        paths(task.outputs()),
        paths(task.auxiliaries()),
        readBack,
        ours(node, readBack, artefacts),
        seeds(node),
        task.depfile()
            .map(
                d ->
                    new BuildFrom.DepfileRef(
                        d.path().value(), d.format().name().toLowerCase(Locale.ROOT)))
            .orElse(null),
        task.missing().orElse(null),
        task.timeout().toSeconds(),
        false);
  }

  /** Digest of rule set and requirements: jobs of one kind can be done by the same chefs. */
  private static String kind(Task task, RulesManager rules) {
    String set =
        task.set()
            .flatMap(name -> rules.sets().stream().filter(s -> s.name().equals(name)).findFirst())
            .map(RuleSet::digest)
            .map(Digest::hex)
            .orElse("command");
    return Digest.of(set + new TreeMap<>(task.requires())).hex().substring(0, KIND_DIGITS);
  }

  private static List<FileRef> inputs(TaskNode node) {
    if (node.edges.size() > BuildFrom.MANY_INPUTS) {
      return ManyInputs.of(node.edges);
    }
    var inputs = new LinkedHashMap<ArtefactPath, FileRef>();
    for (Edge edge : node.edges) {
      Artefact from = edge.from();
      if (edge.read() && from.state.exists() && !from.path.outside()) {
        inputs.put(from.path, FileRefs.ref(from.path, from.state));
      }
    }
    return List.copyOf(inputs.values());
  }

  private static List<String> absent(TaskNode node) {
    return node.edges.stream()
        .filter(e -> e.read() && !e.from().state.exists())
        .filter(e -> !(e.view() instanceof View.Presence)) // The run says itself what it finds.
        .map(e -> e.from().path)
        .filter(path -> !path.outside())
        .map(ArtefactPath::value)
        .distinct()
        .toList();
  }

  /**
   * All auxiliaries, the outputs that it is known to read, and what its last run wrote without
   * declaring it: a run that fails leaves it half written, and one that succeeds replaces it.
   */
  private static List<String> readBack(TaskNode node, ArtefactManager artefacts) {
    var readBack = new LinkedHashSet<>(paths(node.task.auxiliaries()));
    List<ArtefactPath> outputs = node.task.outputs();
    for (Edge edge : node.edges) {
      if (outputs.contains(edge.from().path) || edge.from().isUndeclaredOf(node.name())) {
        readBack.add(edge.from().path.value());
      }
    }
    if (!node.traces().isEmpty()) {
      Trace last = node.traces().getFirst();
      for (int i = last.declaredMade(); i < last.made(); i++) {
        Artefact file = artefacts.of(last.madePath(i));
        if (file.isUndeclaredOf(node.name())) {
          readBack.add(file.path.value());
        }
      }
    }
    return List.copyOf(readBack);
  }

  private static Map<String, String> ours(
      TaskNode node, List<String> readBack, ArtefactManager artefacts) {
    var files = new LinkedHashSet<>(node.writes);
    readBack.forEach(path -> files.add(artefacts.of(ArtefactPath.of(path))));
    var ours = new TreeMap<String, String>();
    for (Artefact artefact : files) {
      String digest = FileRefs.ours(artefact);
      if (!digest.isEmpty()) {
        ours.put(artefact.path.value(), digest);
      }
    }
    return ours;
  }

  private static Map<String, String> seeds(TaskNode node) {
    var seeds = new TreeMap<String, String>();
    node.task.seeds().forEach((path, text) -> seeds.put(path.value(), text));
    return seeds;
  }

  private static List<String> paths(List<ArtefactPath> paths) {
    return paths.stream().map(ArtefactPath::value).toList();
  }
}
