package org.computepods.rules.project;

import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;

/** Which files a {@code foreach} is for: globs in order, of which some take away again. */
record Selection(List<Step> steps) {
  /** What is written before a pattern that takes away, as in gitignore. */
  static final String AWAY = "!";

  /** A pattern that takes away; for a folder, all that is in it, as gitignore has it. */
  static String away(String pattern) {
    if (!pattern.endsWith("/")) {
      return pattern;
    }
    boolean anchored = pattern.indexOf('/') < pattern.length() - 1;
    return (anchored ? "" : "**/") + pattern + "**";
  }

  /** One pattern; @param away whether it takes away from what those before it chose. */
  record Step(Glob glob, boolean away, String text, Place place) {}

  /** The patterns that choose, without those that take away. */
  Stream<Step> choosing() {
    return steps.stream().filter(step -> !step.away());
  }

  /** What is chosen, in the order of the names, each once. */
  List<ArtefactPath> of(Function<Glob, List<ArtefactPath>> matches) {
    if (steps.size() == 1) {
      return matches.apply(steps.getFirst().glob());
    }
    var chosen = new TreeSet<ArtefactPath>();
    for (Step step : steps) {
      if (step.away()) {
        chosen.removeIf(step.glob()::matches);
      } else {
        chosen.addAll(matches.apply(step.glob()));
      }
    }
    return List.copyOf(chosen);
  }

  /** Whether the file is chosen: the last pattern that matches it says so. */
  boolean matches(ArtefactPath path) {
    for (Step step : steps.reversed()) {
      if (step.glob().matches(path)) {
        return !step.away();
      }
    }
    return false;
  }
}
