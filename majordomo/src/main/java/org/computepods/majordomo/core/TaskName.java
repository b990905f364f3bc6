package org.computepods.majordomo.core;

import java.util.Optional;
import org.computepods.rules.Task;

/**
 * The name of a task as it is held beside the task: the text, or the task itself where that is
 * known, for a task of a family spells its name when it is asked.
 */
final class TaskName {
  private TaskName() {}

  static String of(Object held) {
    return held instanceof Task task ? task.name() : (String) held;
  }

  /** The set of the rule that makes the task; empty for one that a project names. */
  static Optional<String> setOf(String name) {
    int dot = name.lastIndexOf('.', Math.max(0, name.indexOf('[')));
    return dot > 0 ? Optional.of(name.substring(0, dot)) : Optional.empty();
  }

  /** What is to be held of now on: the task, if it is the one of this name. */
  static Object held(Object before, Task task) {
    return of(before).equals(task.name()) ? task : before;
  }
}
