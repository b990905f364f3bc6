package org.computepods.rules.project;

import java.util.List;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;

/**
 * A task of which the outputs are known, and the dependencies not yet: these may be the outputs of
 * others.
 *
 * @param file the one of {@code foreach} that it is for
 */
record Draft(
    TaskDefinition definition,
    String name,
    Optional<ArtefactPath> file,
    String dir,
    String stem,
    List<ArtefactPath> outputs) {

  /** The scope in which its templates are expanded. */
  Scope scope(Problems problems) {
    return new Scope(problems)
        .bind("dir", dir)
        .bind("stem", stem)
        .bind(definition.variables())
        .bind("outputs", outputs.stream().map(ArtefactPath::value).toList());
  }
}
