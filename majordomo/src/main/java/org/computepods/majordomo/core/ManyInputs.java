package org.computepods.majordomo.core;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;

/**
 * The inputs of a job that has very many, as they stood when it was made. A reference is written
 * out when it is asked for, and most often none is: at home the watcher vouches for them.
 */
final class ManyInputs extends AbstractList<FileRef> {
  private final ArtefactPath[] paths;
  private final ArtefactState[] states;

  private ManyInputs(ArtefactPath[] paths, ArtefactState[] states) {
    this.paths = paths;
    this.states = states;
  }

  static List<FileRef> of(List<Edge> edges) {
    var inputs = new ArrayList<Artefact>(edges.size());
    for (Edge edge : edges) {
      Artefact from = edge.from();
      if (edge.kind() != Edge.Kind.CONDITION && from.state.exists() && !from.path.outside()) {
        inputs.add(from);
      }
    }
    var paths = new ArtefactPath[inputs.size()];
    var states = new ArtefactState[inputs.size()];
    for (int i = 0; i < paths.length; i++) {
      paths[i] = inputs.get(i).path;
      states[i] = inputs.get(i).state;
    }
    return new ManyInputs(paths, states);
  }

  @Override
  public FileRef get(int i) {
    return FileRefs.ref(paths[i], states[i]);
  }

  @Override
  public int size() {
    return paths.length;
  }
}
