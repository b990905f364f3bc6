package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.computepods.rules.Place;
import org.computepods.rules.Problem;

/** Collects what is wrong, so that all of it is told at once. */
final class Problems {
  /** More than this nobody reads, and a generated file may repeat one mistake for ever. */
  private static final int MAX = 1_000;

  private final Set<Problem> found = new LinkedHashSet<>();

  private int added;

  void add(Place place, String message) {
    add(new Problem(place, message));
  }

  /** A task is named that is not there. */
  void addLack(Place place, String message) {
    add(new Problem(place, message, true));
  }

  void addAll(List<Problem> more) {
    more.forEach(this::add);
  }

  private void add(Problem problem) {
    added++;
    if (found.size() < MAX) {
      found.add(problem);
    }
  }

  /**
   * How many were added by now, repeated ones too: whoever compares knows whether what it did was
   * all right.
   */
  int count() {
    return added;
  }

  /** All of them: file by file as they were met, and within each from top to bottom. */
  List<Problem> all() {
    var files = new ArrayList<String>();
    found.forEach(problem -> files.add(problem.place().file()));
    var order = new ArrayList<>(new LinkedHashSet<>(files));
    return found.stream()
        .sorted(
            Comparator.comparingInt((Problem problem) -> order.indexOf(problem.place().file()))
                .thenComparingInt(problem -> problem.place().line())
                .thenComparingInt(problem -> problem.place().column()))
        .toList();
  }
}
