package org.computepods.majordomo.core;

import java.util.List;
import org.computepods.chef.wire.BuildResults;
import org.computepods.chef.wire.FileRef;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.ArtefactState;
import org.computepods.rules.Digest;
import org.computepods.rules.project.RulesManager;

/** Files as messages name them, and what they say of a state. */
final class FileRefs {
  private FileRefs() {}

  /** What the run wrote, logs left out. */
  static List<Trace.Output> outputs(BuildResults results, RulesManager rules) {
    return results.outputs().stream()
        .filter(output -> !rules.isLog(ArtefactPath.of(output.path())))
        .map(output -> new Trace.Output(ArtefactPath.of(output.path()), state(output)))
        .toList();
  }

  static ArtefactState state(FileRef file) {
    if (file.link() != null) {
      return new ArtefactState.Link(file.link());
    }
    return file.sha256() == null
        ? ArtefactState.absent()
        : new ArtefactState.Present(Digest.parse(file.sha256()), file.executable());
  }

  static FileRef ref(ArtefactPath path, ArtefactState state) {
    return switch (state) {
      case ArtefactState.Absent() ->
          new FileRef(path.value(), null, false, null, 0, 0, 0, List.of());
      case ArtefactState.Present(Digest digest, boolean executable) ->
          new FileRef(path.value(), digest.hex(), executable, null, 0, 0, 0, List.of());
      case ArtefactState.Link(String target) ->
          new FileRef(path.value(), null, false, target, 0, 0, 0, List.of());
    };
  }

  /** The digest that we last wrote there, or nothing: whatever else stands there is a person's. */
  static String ours(Artefact artefact) {
    ArtefactState ours = artefact.isUndeclared() ? artefact.state : artefact.ours;
    return ours instanceof ArtefactState.Present(Digest digest, _) ? digest.hex() : "";
  }
}
