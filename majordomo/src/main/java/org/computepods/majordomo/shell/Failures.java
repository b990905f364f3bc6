package org.computepods.majordomo.shell;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What tools wrote in runs that failed, which leave no trace behind; the latest of each task. Safe
 * for all threads.
 */
final class Failures {
  private static final int KEPT = 1_000;

  private record Key(String workspace, String task) {}

  /**
   * What a tool wrote.
   *
   * @param shown what was told of it
   * @param digest of the whole, in the store of this pod
   */
  record Log(String shown, String pod, Optional<String> digest) {}

  private final Map<Key, Log> logs =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Log> eldest) {
          return size() > KEPT;
        }
      };

  synchronized void add(String workspace, String task, Log log) {
    logs.put(new Key(workspace, task), log);
  }

  synchronized void forget(String workspace, String task) {
    logs.remove(new Key(workspace, task));
  }

  /** That of the last run of this task, if it failed. */
  synchronized Optional<Log> log(String workspace, String task) {
    return Optional.ofNullable(logs.get(new Key(workspace, task)));
  }
}
