package org.computepods.chef.api;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One task that a {@link Chef} is to do. Artefacts are named as in rules: by their path in the
 * workspace, with {@code /}.
 */
public interface Cooking {
  /** The rule, by its name within the chef's set. */
  String rule();

  /** The dependencies that the rule names, in its order. */
  List<String> dependencies();

  /** The outputs, in the rule's order: each must have been written when {@code cook} returns. */
  List<String> outputs();

  /** Values of the rule's variables; a list that is empty is not there. */
  Map<String, List<String>> variables();

  /** The one word of a variable; "" where it has none. */
  default String variable(String name) {
    return String.join(" ", variables().getOrDefault(name, List.of()));
  }

  /** The environment that the rule and the caller give. */
  Map<String, String> environment();

  /**
   * Where to read a file of the workspace. One that the rule does not name becomes a dependency of
   * this task from now on, as a depfile of a tool would tell.
   *
   * @throws CookFailure if it is not there; where a rule can make it, it is made and the task done
   *     again
   */
  Path read(String path) throws CookFailure;

  /** As {@link #read}, for a file that may be absent: then its coming makes the task run again. */
  Optional<Path> readIfThere(String path);

  /**
   * Where to write an output. It comes into the workspace when {@code cook} has returned, all of
   * them or, after a failure, none.
   *
   * @throws IllegalArgumentException if the rule names no such output or auxiliary
   */
  Path write(String path);

  /** A folder of this task alone, gone afterwards. */
  Path temporary();

  /** Adds a line to the task's log, which can be followed while it grows. */
  void log(String line);

  /**
   * Says how far it is; shown as a line of the log.
   *
   * @param fraction of the whole, 0 to 1
   */
  void progress(double fraction, String text);

  /**
   * Runs a tool in the workspace's folder, with {@link #environment} alone. What it prints goes to
   * the log; it dies with the task.
   *
   * @throws CookFailure if there is no such tool, or its exit code is not 0
   */
  void run(List<String> argv) throws CookFailure, IOException, InterruptedException;

  /** Whether nobody wants the result any more; the thread has been interrupted then. */
  boolean isCancelled();

  /** Has this run, on another thread, when the task is cancelled; at once if it was already. */
  void onCancel(Runnable action);
}
