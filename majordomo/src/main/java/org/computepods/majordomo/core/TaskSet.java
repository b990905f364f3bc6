package org.computepods.majordomo.core;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.function.Function;

/** Tasks, each once, in the order in which they came: a goal may be a million of them. */
final class TaskSet extends AbstractSet<TaskNode> {
  private final Table<TaskNode, TaskNode> tasks = new Table<>(Function.identity());

  @Override
  public boolean add(TaskNode task) {
    return tasks.add(task);
  }

  @Override
  public boolean contains(Object task) {
    return task instanceof TaskNode node && tasks.get(node) != null;
  }

  @Override
  public int size() {
    return tasks.size();
  }

  @Override
  public Iterator<TaskNode> iterator() {
    return tasks.iterator();
  }
}
