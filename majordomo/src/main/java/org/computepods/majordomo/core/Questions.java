package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What tasks wait to learn before they can be judged: how contents look through views, and what has
 * changed until now.
 */
final class Questions {
  private final Map<Command.Look, Set<TaskNode>> looks = new HashMap<>();
  private final Set<TaskNode> waitForWords = new LinkedHashSet<>();
  private final Consumer<Command> out;

  Questions(Consumer<Command> out) {
    this.out = out;
  }

  /** The task waits until these contents have been looked at; each is looked at once for all. */
  void lookAt(Collection<Command.Look> unseen, TaskNode node) {
    for (Command.Look look : unseen) {
      Set<TaskNode> waiting = looks.get(look);
      if (waiting == null) {
        waiting = new LinkedHashSet<>();
        looks.put(look, waiting);
        out.accept(look);
      }
      waiting.add(node);
    }
  }

  /** The look has been taken, or cannot be; the tasks that waited for it. */
  Set<TaskNode> looked(Command.Look look) {
    return Optional.ofNullable(looks.remove(look)).orElse(Set.of());
  }

  /** The task waits until all that has changed was said. */
  void waitForWords(TaskNode node) {
    waitForWords.add(node);
  }

  /** All that has changed was said; the tasks that waited for that, and wait for nothing else. */
  List<TaskNode> heard() {
    List<TaskNode> free =
        waitForWords.stream()
            .filter(node -> looks.values().stream().noneMatch(tasks -> tasks.contains(node)))
            .toList();
    waitForWords.clear();
    return free;
  }
}
