package org.computepods.majordomo.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a tool's output says to us, in lines of their own: {@code computepods: warning: TEXT} is to
 * be told at the end of the build, {@code computepods: failed: TEXT} is why it failed. A shell's
 * text says so of the tools that it runs.
 *
 * @param log the output without these lines
 */
record Remarks(String log, List<String> warnings, Optional<String> failure) {
  private static final String WARNING = "computepods: warning: ";
  private static final String FAILED = "computepods: failed: ";

  /** More would hide what else is told. */
  private static final int WARNINGS_MAX = 20;

  static Remarks of(String log) {
    if (!log.contains(WARNING) && !log.contains(FAILED)) {
      return new Remarks(log, List.of(), Optional.empty());
    }
    var rest = new StringBuilder();
    var warnings = new ArrayList<String>();
    Optional<String> failure = Optional.empty();
    for (String line : log.lines().toList()) {
      if (line.startsWith(WARNING)) {
        warnings.add(line.substring(WARNING.length()).strip());
      } else if (line.startsWith(FAILED)) {
        failure = Optional.of(line.substring(FAILED.length()).strip());
      } else {
        rest.append(line).append('\n');
      }
    }
    List<String> told = warnings.subList(0, Math.min(WARNINGS_MAX, warnings.size()));
    return new Remarks(rest.toString(), List.copyOf(told), failure);
  }
}
