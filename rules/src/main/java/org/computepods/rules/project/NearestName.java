package org.computepods.rules.project;

import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Finds the names that were perhaps meant where one is unknown. */
public final class NearestName {
  /** Beyond this many names the search would cost more than the hint is worth. */
  private static final int NAMES_MAX = 20_000;

  private NearestName() {}

  /** Names shown of those that are equally near. */
  private static final int SHOWN_MAX = 3;

  /** {@code " (did you mean 'x' or 'y'?)"}, or nothing where no name is near. */
  public static String hint(String wrong, Collection<String> names) {
    List<String> near = near(wrong, names);
    return near.isEmpty()
        ? ""
        : near.stream()
            .map(name -> "'" + name + "'")
            .collect(Collectors.joining(" or ", " (did you mean ", "?)"));
  }

  /** The hint, or where no name is near all that there are. */
  static String hintOrAll(String wrong, Collection<String> names) {
    String hint = hint(wrong, names);
    return hint.isEmpty() && !names.isEmpty() ? "; there are " + String.join(", ", names) : hint;
  }

  private static List<String> near(String wrong, Collection<String> names) {
    int far = Math.min(3, wrong.length() / 3);
    var near = new TreeMap<Integer, TreeSet<String>>();
    names.stream()
        .limit(NAMES_MAX)
        .filter(name -> !name.equals(wrong) && Math.abs(name.length() - wrong.length()) <= far)
        .forEach(
            name -> near.computeIfAbsent(distance(wrong, name), _ -> new TreeSet<>()).add(name));
    return near.isEmpty() || near.firstKey() > far
        ? List.of()
        : near.firstEntry().getValue().stream().limit(SHOWN_MAX).toList();
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
