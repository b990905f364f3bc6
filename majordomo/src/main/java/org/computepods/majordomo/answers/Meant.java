package org.computepods.majordomo.answers;

import java.util.ArrayList;
import java.util.List;
import org.computepods.majordomo.core.EngineView;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.project.NearestName;

/**
 * What a person means by a name that is asked about: an artefact, or those of a task, a family or a
 * target. A name that stands for nothing is a mistake, and said to be one.
 */
public final class Meant {
  private final EngineView view;

  public Meant(EngineView view) {
    this.view = view;
  }

  /**
   * The one artefact of this name; that of a task or target is its first.
   *
   * @throws IllegalArgumentException where nobody knows it, with the names that are nearest
   */
  public ArtefactPath artefact(String name) {
    return artefacts(name).getFirst();
  }

  /**
   * The artefacts that the name stands for, one at least.
   *
   * @throws IllegalArgumentException where nobody knows it, with the names that are nearest
   */
  public List<ArtefactPath> artefacts(String name) {
    List<ArtefactPath> artefacts = known(name);
    if (artefacts.isEmpty()) {
      throw unknown(name);
    }
    return artefacts;
  }

  /** The error of a name that nobody knows. */
  public IllegalArgumentException unknown(String name) {
    boolean folder = view.paths().anyMatch(path -> path.value().startsWith(name + "/"));
    return new IllegalArgumentException(
        folder
            ? "'" + name + "' is a folder; name a file in it"
            : "nobody knows '" + name + "': no file, task or target is called so" + nearest(name));
  }

  /** {@code " (did you mean ...?)"}, or nothing where no name is near. */
  public String nearest(String name) {
    var names = new ArrayList<String>(view.targets().keySet());
    view.tasks().forEach(task -> names.add(task.task().name()));
    var elsewhere = new ArrayList<String>();
    view.paths()
        .forEach(
            path -> {
              names.add(path.value());
              if (path.value().endsWith("/" + name)) {
                elsewhere.add(path.value());
              }
            });
    return elsewhere.size() == 1
        ? " (did you mean '" + elsewhere.getFirst() + "'?)"
        : NearestName.hint(name, names);
  }

  /** As {@link #artefacts}, but none where nobody knows the name. */
  List<ArtefactPath> known(String name) {
    var task = view.task(name);
    if (task.isPresent()) {
      return task.get().task().outputs();
    }
    var target = view.targets().get(name);
    if (target != null) {
      return target;
    }
    var path = ArtefactPath.of(name);
    boolean known =
        view.state(path).exists()
            || !view.readers(path).isEmpty()
            || view.saved().stream().anyMatch(saved -> saved.path().equals(path))
            || view.maker(path).isPresent();
    return known ? List.of(path) : List.of();
  }
}
