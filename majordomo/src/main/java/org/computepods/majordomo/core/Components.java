package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Strongly connected components of a graph on {@code 0..n-1}, each after all that it points at.
 *
 * <p>Tarjan, "Depth-first search and linear graph algorithms" (1972), with a stack of its own
 * instead of recursion, so that a chain of any length fits. Linear in vertices and edges.
 */
final class Components {
  private final int[][] targets;
  private final int[] index;
  private final int[] low;
  private final int[] cursor;
  private final int[] path;
  private final int[] open;
  private final boolean[] isOpen;
  private final Consumer<int[]> found;
  private int next = 1;
  private int opened;

  private Components(int[][] targets, Consumer<int[]> found) {
    int n = targets.length;
    this.targets = targets;
    this.found = found;
    index = new int[n];
    low = new int[n];
    cursor = new int[n];
    path = new int[n];
    open = new int[n];
    isOpen = new boolean[n];
  }

  /**
   * @param targets for each vertex those it points at; the order decides nothing but the order of
   *     equals
   */
  static List<int[]> of(int[][] targets) {
    var components = new ArrayList<int[]>();
    each(targets, components::add);
    return components;
  }

  /**
   * The same, each handed on as it is found: there may be a million, which nobody needs at once.
   */
  static void each(int[][] targets, Consumer<int[]> found) {
    var components = new Components(targets, found);
    for (int v = 0; v < targets.length; v++) {
      if (components.index[v] == 0) {
        components.visit(v);
      }
    }
  }

  private void visit(int root) {
    int depth = 0;
    path[0] = root;
    enter(root);
    while (depth >= 0) {
      int v = path[depth];
      if (cursor[v] < targets[v].length) {
        int w = targets[v][cursor[v]++];
        if (index[w] == 0) {
          enter(w);
          path[++depth] = w;
        } else if (isOpen[w]) {
          low[v] = Math.min(low[v], index[w]);
        }
      } else {
        depth--;
        if (depth >= 0) {
          low[path[depth]] = Math.min(low[path[depth]], low[v]);
        }
        if (low[v] == index[v]) {
          close(v);
        }
      }
    }
  }

  private void enter(int v) {
    index[v] = low[v] = next++;
    open[opened++] = v;
    isOpen[v] = true;
  }

  private void close(int root) {
    int from = opened;
    do {
      isOpen[open[--from]] = false;
    } while (open[from] != root);
    found.accept(Arrays.copyOfRange(open, from, opened));
    opened = from;
  }
}
