package org.computepods.majordomo.core;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.project.RulesManager.NearMiss;

/** What rules were asked for in vain, so that they are not asked again before anything changes. */
final class Unmakable {
  /** With the rules that nearly make it. */
  private final Map<ArtefactPath, List<NearMiss>> nearest = new HashMap<>();

  /** The same, by folder and name without the ending. */
  private final Map<String, Set<ArtefactPath>> byStem = new HashMap<>();

  boolean has(ArtefactPath path) {
    return nearest.containsKey(path);
  }

  /** The rules that nearly make it, from the last search. */
  List<NearMiss> nearest(ArtefactPath path) {
    return nearest.getOrDefault(path, List.of());
  }

  /** Those whose names differ from this one in their ending alone, if at all. */
  Set<ArtefactPath> alike(ArtefactPath path) {
    return byStem.getOrDefault(stem(path), Set.of());
  }

  void add(ArtefactPath path, List<NearMiss> nearly) {
    nearest.put(path, nearly);
    byStem.computeIfAbsent(stem(path), _ -> new HashSet<>()).add(path);
  }

  void removeAll(Collection<ArtefactPath> paths) {
    for (ArtefactPath path : paths) {
      nearest.remove(path);
      Objects.requireNonNull(byStem.get(stem(path))).remove(path);
    }
  }

  /** Says whether there were any. */
  boolean clear() {
    boolean any = !nearest.isEmpty();
    nearest.clear();
    byStem.clear();
    return any;
  }

  private static String stem(ArtefactPath path) {
    String value = path.value();
    int dot = value.lastIndexOf('.');
    return dot > value.lastIndexOf('/') + 1 ? value.substring(0, dot) : value;
  }
}
