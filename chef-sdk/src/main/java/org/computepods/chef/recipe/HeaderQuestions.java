package org.computepods.chef.recipe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.computepods.rules.Digest;

/**
 * The headers that a source asks for by {@code __has_include}: what a compiler was told then is not
 * among what it notes, least of all that there was none.
 */
final class HeaderQuestions {
  private static final int REMEMBERED_MAX = 10_000;

  private static final Pattern QUESTION =
      Pattern.compile("__has_include(?:_next)?\\s*\\(\\s*(?:<([^>\\n]+)>|\"([^\"\\n]+)\")");

  private static final Map<Digest, List<Question>> KNOWN =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Digest, List<Question>> eldest) {
              return size() > REMEMBERED_MAX;
            }
          });

  private HeaderQuestions() {}

  /**
   * One of them.
   *
   * @param quoted whether the header is looked for beside the source first
   */
  record Question(String name, boolean quoted) {}

  /** Gives the text of a source. */
  @FunctionalInterface
  interface Text {
    String read() throws java.io.IOException;
  }

  /** What the source of that content asks; a content is read only once. */
  static List<Question> of(Digest content, Text text) throws java.io.IOException {
    List<Question> known = KNOWN.get(content);
    if (known == null) {
      known = in(text.read());
      KNOWN.put(content, known);
    }
    return known;
  }

  static List<Question> in(String text) {
    if (!text.contains("__has_include")) {
      return List.of();
    }
    var questions = new ArrayList<Question>();
    var matcher = QUESTION.matcher(text);
    while (matcher.find()) {
      boolean quoted = matcher.group(1) == null;
      questions.add(new Question(quoted ? matcher.group(2) : matcher.group(1), quoted));
    }
    return List.copyOf(questions);
  }
}
