package org.computepods.rules.project;

import java.util.List;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;

/**
 * A task of which the outputs are known, and the dependencies not yet: these may be the outputs of
 * others.
 *
 * @param file the one of {@code foreach} that it is for
 * @param names what {dir} and {stem} are, where there is no such file
 */
record Draft(
    TaskDefinition definition,
    Optional<ArtefactPath> file,
    Optional<OutputPattern.Fit> names,
    List<ArtefactPath> outputs) {

  /** The name of the task of a family that is for this file. */
  static String name(TaskDefinition definition, ArtefactPath file) {
    return definition.name() + "[" + file + "]";
  }

  String name() {
    return file.map(path -> name(definition, path)).orElseGet(definition::name);
  }

  /** The same, with these outputs. */
  Draft with(List<ArtefactPath> made) {
    return new Draft(definition, file, names, made);
  }

  /** The scope in which the templates of its outputs are expanded. */
  Scope scope(Problems problems) {
    OutputPattern.Fit fit =
        names
            .or(() -> file.map(path -> new OutputPattern.Fit(path.dir(), path.stem())))
            .orElseThrow();
    return new Scope(problems).bind("dir", fit.dir()).bind("stem", fit.stem());
  }

  /** The scope in which all its other templates are expanded. */
  Scope wholeScope(Problems problems) {
    return scope(problems)
        .bind(definition.variables())
        .bind("outputs", outputs.stream().map(ArtefactPath::value).toList());
  }
}
