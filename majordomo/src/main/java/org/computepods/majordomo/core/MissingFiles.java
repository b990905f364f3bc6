package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.computepods.chef.wire.BuildResults;
import org.computepods.rules.ArtefactPath;

/** Finds what tools mean that miss files, or ask for them, and who makes it. */
final class MissingFiles {
  private final ArtefactManager artefacts;
  private final DependencyManager graph;

  MissingFiles(ArtefactManager artefacts, DependencyManager graph) {
    this.artefacts = artefacts;
    this.graph = graph;
  }

  /**
   * Finds the files that a failed run named as missing. One that some task makes joins as a
   * dependency. One that stands in the workspace can only be missing where the tool ran elsewhere:
   * it goes along next time, and its like with it.
   *
   * @param asks the tool can do without them
   * @param elsewhere the tool did not run in the workspace itself
   * @return one of those that joined
   */
  Optional<ArtefactPath> joined(
      TaskNode node, BuildResults results, boolean asks, boolean elsewhere) {
    Optional<ArtefactPath> joined = Optional.empty();
    for (String name : results.missing()) {
      boolean first = node.inTrouble().misses(name);
      boolean nobodyHas = true;
      for (Artefact artefact : candidates(node, name)) {
        Optional<TaskNode> producer = graph.producer(artefact).filter(p -> p != node);
        boolean joins =
            producer.isPresent()
                ? joins(node, artefact, asks, first)
                : first && artefact.state.exists() && elsewhere && alongside(node, artefact);
        if (joins) {
          joined = Optional.of(artefact.path);
          nobodyHas = false;
        }
      }
      if (asks && nobodyHas) {
        node.inTrouble().goesWithout(name);
      }
    }
    return joined;
  }

  /** A tool that asks for something, and then fails without it, cannot do without it after all. */
  private static boolean joins(TaskNode node, Artefact made, boolean asks, boolean first) {
    return asks
        ? first && node.inTrouble().joins(Map.of(made.path, made))
        : (first || !made.state.exists()) && node.inTrouble().failedWithout(made);
  }

  private boolean alongside(TaskNode node, Artefact missed) {
    String name = missed.path.fileName();
    String extension = name.substring(Math.max(0, name.lastIndexOf('.')));
    Map<ArtefactPath, Artefact> like = new HashMap<>();
    for (Artefact artefact : artefacts.all()) {
      if (artefact.state.exists()
          && !artefact.path.outside()
          && artefact.path.value().endsWith(extension)) {
        like.put(artefact.path, artefact);
      }
    }
    like.put(missed.path, missed);
    return node.inTrouble().joins(like);
  }

  /**
   * What the task asked for in vain in an earlier build, and some task could make now, is for it to
   * ask for once more.
   */
  void letAskAgain(TaskNode node) {
    node.ease(
        trouble ->
            trouble.asksAgain(
                name -> candidates(node, name).stream().anyMatch(file -> isMade(node, file))));
  }

  private boolean isMade(TaskNode reader, Artefact file) {
    return file.producer != null
        ? file.producer != reader
        : !file.state.exists() && graph.wouldMake(file.path).isPresent();
  }

  /** The files that a tool may have meant. */
  List<Artefact> candidates(TaskNode node, String name) {
    var candidates = new ArrayList<Artefact>();
    String dir = node.task.outputs().getFirst().dir();
    for (String guess : List.of(name, dir + name)) {
      inWorkspace(guess).map(artefacts::of).ifPresent(candidates::add);
    }
    for (Artefact artefact : List.copyOf(artefacts.all())) {
      if ((artefact.path.value().endsWith("/" + name) || addsExtension(artefact, name, dir))
          && (artefact.state.exists() || artefact.producer != null)) {
        candidates.add(artefact);
      }
    }
    return candidates;
  }

  /** Whether it is what was missed, but for an extension: TeX leaves that of a figure out. */
  private static boolean addsExtension(Artefact artefact, String name, String dir) {
    String path = artefact.path.value();
    int dot = path.lastIndexOf('.');
    return artefact.producer != null
        && dot > path.lastIndexOf('/') + 1
        && (path.substring(0, dot).equals(name) || path.substring(0, dot).equals(dir + name));
  }

  private static Optional<ArtefactPath> inWorkspace(String name) {
    try {
      return Optional.of(ArtefactPath.of(name)).filter(path -> !path.outside());
    } catch (IllegalArgumentException notAPathOfTheWorkspace) {
      return Optional.empty();
    }
  }
}
