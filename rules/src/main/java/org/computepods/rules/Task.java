package org.computepods.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** One rule bound to real artefacts: what to run, what it reads, what it writes. */
public sealed interface Task permits SpelledTask, FamilyTask {

  /** Passes after which a cycle is given up, where nobody says another number. */
  int PASSES_MAX_DEFAULT = 10;

  /** What names a task. */
  enum Source {
    /** The project file. */
    PROJECT,
    /** A file of tasks that the project includes. */
    INCLUDED,
    /** A rule, because something asked for its output. */
    RULE
  }

  /**
   * {@code figure}, {@code objects[src/a/x.c]}, or {@code rule[output]} where no project names it.
   */
  String name();

  /** {@code latex.pdflatex}, or {@code command} for a task of its own command. */
  String rule();

  /**
   * The rule set that a chef must serve to run it; empty for a task of its own command, which any
   * pod can run that has the tools.
   */
  Optional<String> set();

  /** Argv, expanded. */
  List<String> command();

  /** What is demanded. */
  List<Dependency> dependencies();

  /** Used if they exist or can be built; the edges along which a cycle may be cut. */
  List<Dependency> secondary();

  /** Each must exist after a run. */
  List<ArtefactPath> outputs();

  /** May be written too, and may be read back by the next run ({@code .aux}, {@code .toc}). */
  List<ArtefactPath> auxiliaries();

  /** The declared environment, beside PATH, HOME, LANG and TMPDIR. */
  Map<String, String> env();

  Optional<Depfile> depfile();

  /** After which the tool is killed. */
  Duration timeout();

  /** Times that the task may run in one build. */
  int passesMax();

  /** Properties that a chef must have, such as {@code tool: python3}. */
  Map<String, String> requires();

  /** Conditions; where one fails there is nothing to do. */
  List<Condition> when();

  /** Content for a secondary dependency that does not exist when the task runs. */
  Map<ArtefactPath, String> seeds();

  /** How the tool names a missing file: a pattern whose first group is the file. */
  Optional<String> missing();

  /** Where the task, or its rule, is written. */
  Place origin();

  /** What kind of file names the task. */
  Source source();

  /** The digest of what it <em>is</em>: a task with another recipe has never run. */
  Digest recipe();

  /** The same with everything at hand: for whoever asks for more than one thing. */
  SpelledTask spelled();

  /** All that a run may write: outputs first. */
  default Stream<ArtefactPath> writes() {
    Task all = spelled();
    return Stream.concat(all.outputs().stream(), all.auxiliaries().stream());
  }
}
