package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random project with cycles, secondary edges, early cutoffs and includes, whose every cycle has
 * a fixpoint: all its tools are monotone and bounded.
 */
final class RandomProject {
  final String yaml;
  final List<String> sources = new ArrayList<>();
  private final Random random;

  RandomProject(Random random) {
    this.random = random;
    int sourceCount = 1 + random.nextInt(4);
    for (int i = 0; i < sourceCount; i++) {
      sources.add("s" + i);
    }
    int taskCount = 2 + random.nextInt(9);
    var text = new StringBuilder("project: random\ntasks:\n");
    for (int i = 0; i < taskCount; i++) {
      text.append(task(i, taskCount));
    }
    yaml = text.toString();
  }

  /** New content for a source: a number, or a line that includes another file. */
  String content(int source) {
    if (source > 0 && random.nextInt(4) == 0) {
      return "#include s" + random.nextInt(source) + "\n" + random.nextInt(4);
    }
    return "" + random.nextInt(4);
  }

  private String task(int i, int count) {
    var required = new ArrayList<String>();
    for (int k = random.nextInt(3); k >= 0; k--) {
      boolean fromTask = i > 0 && random.nextBoolean();
      required.add(
          fromTask ? "t" + random.nextInt(i) : sources.get(random.nextInt(sources.size())));
    }
    var secondary = new ArrayList<String>();
    for (int k = random.nextInt(3); k > 0; k--) {
      secondary.add("t" + random.nextInt(count));
    }
    secondary.removeAll(required);
    String tool =
        !secondary.isEmpty() || random.nextInt(3) > 0
            ? (random.nextInt(6) == 0 ? "const" : "max, \"" + (2 + random.nextInt(5)) + "\"")
            : random.nextBoolean() ? "include" : "cat";
    return "  t%d: {dependencies: [%s], secondaryDependencies: [%s], outputs: [t%d], command: [%s], passes_max: 40}\n"
        .formatted(i, list(required), list(secondary), i, tool);
  }

  private static String list(List<String> names) {
    return String.join(", ", names.stream().distinct().toList());
  }
}
