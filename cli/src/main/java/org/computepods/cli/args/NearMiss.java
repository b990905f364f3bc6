package org.computepods.cli.args;

import java.util.Comparator;
import java.util.List;

/** What was perhaps meant: the known word at the smallest edit distance. */
final class NearMiss {
  private NearMiss() {}

  /** The nearest, empty if none is near. */
  static String of(String typed, List<String> known) {
    int limit = Math.max(1, typed.length() / 3);
    return known.stream()
        .filter(word -> word.length() > 2 && distance(typed, word) <= limit)
        .min(
            Comparator.comparingInt((String word) -> distance(typed, word))
                .thenComparing(Comparator.naturalOrder()))
        .orElse("");
  }

  /** Edits, a swap of neighbours among them, from one to the other (Damerau's, restricted). */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, Math.min(d[i - 1][j], d[i][j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
