package org.computepods.chef.recipe;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Inputs that were touched while a task ran, and hold what they held before. Somebody may have
 * changed them and put them back, and the run may have read what stood there meanwhile; or the task
 * touches what it reads, each time that it runs. So what is touched in two runs of a task after
 * each other counts as its own doing.
 */
public final class Touched {
  private static final int TASKS_MAX = 1_000;

  private final Map<String, Set<String>> inLastRun =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Set<String>> eldest) {
          return size() > TASKS_MAX;
        }
      };

  /** Those of the inputs touched in this run that were not touched in the one before. */
  synchronized Set<String> byOthers(String task, Set<String> touched) {
    Set<String> before =
        touched.isEmpty() ? inLastRun.remove(task) : inLastRun.put(task, Set.copyOf(touched));
    var byOthers = new LinkedHashSet<>(touched);
    byOthers.removeAll(before == null ? Set.of() : before);
    return byOthers;
  }
}
