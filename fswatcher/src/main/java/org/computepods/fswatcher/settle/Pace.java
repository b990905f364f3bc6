package org.computepods.fswatcher.settle;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * How often logs are spoken of: each at once when it was quiet for an interval, and then once per
 * interval while it grows. The last change is never left unsaid.
 */
public final class Pace {
  private final long intervalNs;
  private final Map<String, Long> said = new HashMap<>();
  private final TreeMap<Long, List<String>> due = new TreeMap<>();
  private final Set<String> waiting = new HashSet<>();

  /** At most one word per path in so many nanoseconds. */
  public Pace(long intervalNs) {
    this.intervalNs = intervalNs;
  }

  /** A path changed: whether to speak of it now; if not, it will be {@link #due}. */
  public boolean heard(String path, long now) {
    if (waiting.contains(path)) {
      return false;
    }
    Long last = said.get(path);
    if (last != null && now - last < intervalNs) {
      waiting.add(path);
      due.computeIfAbsent(last + intervalNs, _ -> new ArrayList<>()).add(path);
      return false;
    }
    said.put(path, now);
    return true;
  }

  /** The paths to speak of now. */
  public List<String> due(long now) {
    var ready = new ArrayList<String>();
    while (!due.isEmpty() && due.firstKey() <= now) {
      ready.addAll(due.pollFirstEntry().getValue());
    }
    for (String path : ready) {
      waiting.remove(path);
      said.put(path, now);
    }
    return ready;
  }

  /** All that is still unsaid, for somebody who cannot wait. */
  public List<String> unsaid(long now) {
    due.clear();
    var unsaid = List.copyOf(waiting);
    waiting.clear();
    unsaid.forEach(path -> said.put(path, now));
    return unsaid;
  }

  /** When {@link #due} is to be asked next. */
  public OptionalLong next() {
    return due.isEmpty() ? OptionalLong.empty() : OptionalLong.of(due.firstKey());
  }

  /** A path is gone. */
  public void forget(String path) {
    said.remove(path);
  }
}
