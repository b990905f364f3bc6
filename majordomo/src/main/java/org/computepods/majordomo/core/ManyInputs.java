package org.computepods.majordomo.core;

import java.util.AbstractList;
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
  private int size;

  private ManyInputs(int room) {
    paths = new ArtefactPath[room];
    states = new ArtefactState[room];
  }

  static List<FileRef> of(List<Edge> edges) {
    var inputs = new ManyInputs(edges.size());
    for (Edge edge : edges) {
      Artefact from = edge.from();
      if (edge.read() && from.state.exists() && !from.path.outside()) {
        inputs.add(from.path, from.state);
      }
    }
    return inputs;
  }

  private void add(ArtefactPath path, ArtefactState state) {
    paths[size] = path;
    states[size++] = state;
  }

  @Override
  public FileRef get(int i) {
    return FileRefs.ref(paths[i], states[i]);
  }

  @Override
  public int size() {
    return size;
  }
}
