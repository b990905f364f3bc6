package org.computepods.majordomo.simulation;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a reader sees of a text. */
final class Views {
  private Views() {}

  /**
   * The lines that this input shows; "~" where there is no such file.
   *
   * @param input {@code path} or {@code path|regex}
   */
  static String text(@Nullable String content, String input) {
    if (content == null) {
      return "~";
    }
    Optional<String> regex = ToyTask.regex(input);
    if (regex.isEmpty()) {
      return content;
    }
    var view = Pattern.compile(regex.get());
    return content
        .lines()
        .filter(line -> view.matcher(line).find())
        .collect(Collectors.joining("\n"));
  }
}
