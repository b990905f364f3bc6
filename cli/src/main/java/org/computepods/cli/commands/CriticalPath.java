package org.computepods.cli.commands;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The longest chain of runs of a build in which each waited for the one before: no number of chefs
 * makes the build shorter than it.
 */
final class CriticalPath {
  /**
   * One run, in microseconds of the build as its follower saw them.
   *
   * @param ms how long the tool took
   * @param began when the build said that it began, counted in what it said; for times may lag
   * @param ended when the build said that it ended, in the same count
   */
  record Span(String task, int pass, long startUs, long endUs, long ms, int began, int ended) {}

  /** A run, how long the longest chain up to its end is, and the run before it in that chain. */
  private record Reached(Span span, long ms, List<Reached> before) {}

  private CriticalPath() {}

  /**
   * The chain, first run first.
   *
   * @param runs of one build
   * @param needs of each task, those that make what it reads; a task also follows its own runs of
   *     the passes before
   */
  static List<Span> of(List<Span> runs, Map<String, Set<String>> needs) {
    Map<String, List<Reached>> reached = new HashMap<>();
    Reached longest = new Reached(new Span("", 0, 0, 0, 0, 0, 0), 0, List.of());
    for (Span run : runs.stream().sorted(Comparator.comparingInt(Span::ended)).toList()) {
      Reached best = new Reached(run, run.ms(), List.of());
      best = through(reached.getOrDefault(run.task(), List.of()), run, best);
      for (String need : needs.getOrDefault(run.task(), Set.of())) {
        best = through(reached.getOrDefault(need, List.of()), run, best);
      }
      reached.computeIfAbsent(run.task(), _ -> new ArrayList<>()).add(best);
      longest = best.ms() > longest.ms() || longest.span().task().isEmpty() ? best : longest;
    }
    return chain(longest);
  }

  private static Reached through(List<Reached> earlier, Span run, Reached best) {
    Reached found = best;
    for (Reached candidate : earlier) {
      if (candidate.span().ended() < run.began() && candidate.ms() + run.ms() > found.ms()) {
        found = new Reached(run, candidate.ms() + run.ms(), List.of(candidate));
      }
    }
    return found;
  }

  private static List<Span> chain(Reached last) {
    var chain = new ArrayList<Span>();
    for (var at = List.of(last); !at.isEmpty(); at = at.getFirst().before()) {
      if (!at.getFirst().span().task().isEmpty()) {
        chain.add(at.getFirst().span());
      }
    }
    return chain.reversed();
  }
}
