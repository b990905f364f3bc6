package org.computepods.rules.project;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that was perhaps meant where one is unknown. */
final class NearestName {
  /** Beyond this many names the search would cost more than the hint is worth. */
  private static final int NAMES_MAX = 20_000;

  private NearestName() {}

  /** {@code " (did you mean 'x'?)"}, or nothing where no name is near. */
  static String hint(String wrong, Collection<String> names) {
    int far = Math.min(3, wrong.length() / 3);
    return names.stream()
        .limit(NAMES_MAX)
        .filter(name -> !name.equals(wrong) && Math.abs(name.length() - wrong.length()) <= far)
        .filter(name -> distance(wrong, name) <= far)
        .min(
            Comparator.<String>comparingInt(name -> distance(wrong, name))
                .thenComparing(Comparator.naturalOrder()))
        .map(name -> " (did you mean '" + name + "'?)")
        .orElse("");
  }

  /**
   * The number of edits from one word to another, an exchange of neighbours being one edit (optimal
   * string alignment).
   */
  static int distance(String from, String to) {
    int[] older = new int[to.length() + 1];
    int[] old = new int[to.length() + 1];
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] free = older;
      older = old;
      old = row;
      row = free;
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int change = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(old[j] + 1, row[j - 1] + 1), old[j - 1] + change);
        if (i > 1
            && j > 1
            && from.charAt(i - 1) == to.charAt(j - 2)
            && from.charAt(i - 2) == to.charAt(j - 1)) {
          row[j] = Math.min(row[j], older[j - 2] + 1);
        }
      }
    }
    return row[to.length()];
  }
}
