package org.computepods.majordomo.core;

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

  /** What is to be held of now on: the task, if it is the one of this name. */
  static Object held(Object before, Task task) {
    return of(before).equals(task.name()) ? task : before;
  }
}
