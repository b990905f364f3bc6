package org.computepods.majordomo.shell;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What tools wrote in runs that failed, which leave no trace behind; the latest of each task. Safe
 * for all threads.
 */
final class Failures {
  private static final int KEPT = 1_000;

  private record Key(String workspace, String task) {}

  private final Map<Key, String> logs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, String> eldest) {
          return size() > KEPT;
        }
      };

  synchronized void add(String workspace, String task, String log) {
    logs.put(new Key(workspace, task), log);
  }

  synchronized void forget(String workspace, String task) {
    logs.remove(new Key(workspace, task));
  }

  /** Whether the last run of this task failed. */
  synchronized boolean has(String workspace, String task) {
    return logs.containsKey(new Key(workspace, task));
  }

  synchronized String log(String workspace, String task) {
    return logs.getOrDefault(new Key(workspace, task), "");
  }
}
