package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The cycles that have settled, as they stood: to be put back whole. */
final class Generations {
  private final Map<String, List<Generation>> byMember = new HashMap<>();

  /** Remembers a generation from an earlier life; they come the newest first. */
  void remember(Generation generation) {
    for (Trace trace : generation.traces()) {
      byMember.computeIfAbsent(trace.key(), _ -> new ArrayList<>(1)).add(generation);
    }
  }

  /**
   * Keeps a generation as the newest.
   *
   * @return whether it is another one than the newest was
   */
  boolean keep(Generation generation) {
    List<Generation> known = byMember.getOrDefault(generation.key(), List.of());
    if (!known.isEmpty() && known.getFirst().id().equals(generation.id())) {
      return false;
    }
    for (Trace trace : generation.traces()) {
      List<Generation> kept = byMember.computeIfAbsent(trace.key(), _ -> new ArrayList<>(1));
      kept.removeIf(other -> other.id().equals(generation.id()));
      kept.addFirst(generation);
      while (kept.size() > Generation.KEPT) {
        kept.removeLast();
      }
    }
    return true;
  }

  void drop(Generation generation) {
    for (Trace trace : generation.traces()) {
      byMember
          .getOrDefault(trace.key(), new ArrayList<>())
          .removeIf(other -> other.id().equals(generation.id()));
    }
  }

  /** Generations that any of these tasks was a member of, the newest of each first. */
  Collection<Generation> of(Collection<TaskNode> members) {
    Set<Generation> found = new LinkedHashSet<>();
    members.forEach(member -> found.addAll(byMember.getOrDefault(member.key(), List.of())));
    return found;
  }

  /** What these tasks made when their cycle last settled, if they all still make just that. */
  Optional<Map<TaskNode, Trace>> last(List<TaskNode> members) {
    Optional<Generation> last = of(members).stream().findFirst();
    var bound = new LinkedHashMap<TaskNode, Trace>();
    for (Trace trace : last.map(Generation::traces).orElse(List.of())) {
      for (TaskNode member : members) {
        if (member.key().equals(trace.key())) {
          Set<?> writes = member.writes.stream().map(a -> a.path).collect(Collectors.toSet());
          if (!trace.outputs().stream().allMatch(o -> !o.declared() || writes.contains(o.path()))) {
            return Optional.empty();
          }
          bound.put(member, trace);
        }
      }
    }
    return bound.isEmpty() ? Optional.empty() : Optional.of(bound);
  }
}
