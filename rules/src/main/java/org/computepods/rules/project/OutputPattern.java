package org.computepods.rules.project;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.computepods.rules.ArtefactPath;

/**
 * A template of a path, read backwards: what {@code {dir}} and {@code {stem}} must be for it to be
 * a given path. {@code {dir}} is empty or ends in {@code /}, {@code {stem}} is not empty and has no
 * {@code /}; other names are their defaults.
 */
final class OutputPattern {
  private final Pattern pattern;
  private final String ending;
  private final int literals;

  /** What makes a template a path. */
  record Fit(String dir, String stem) {}

  private OutputPattern(Pattern pattern, String ending, int literals) {
    this.pattern = pattern;
    this.ending = ending;
    this.literals = literals;
  }

  static OutputPattern of(Template template, Map<String, Variable> variables) {
    var regex = new StringBuilder();
    boolean dir = false;
    boolean stem = false;
    String ending = "";
    int literals = 0;
    for (Template.Part part : template.parts()) {
      ending = "";
      switch (part) {
        case Template.Part.Literal(String text) -> {
          ending = text;
          literals += text.length();
          regex.append(Pattern.quote(text));
        }
        case Template.Part.Name(String name, OptionalInt index) -> {
          switch (name) {
            case "dir" -> {
              regex.append(dir ? "\\k<dir>" : "(?<dir>(?:.*/)?)");
              dir = true;
            }
            case "stem" -> {
              regex.append(stem ? "\\k<stem>" : "(?<stem>[^/]+)");
              stem = true;
            }
            default -> regex.append(variable(variables.get(name), index.orElse(0)));
          }
        }
      }
    }
    regex.append(dir ? "" : "(?<dir>)").append(stem ? "" : "(?<stem>)");
    return new OutputPattern(Pattern.compile(regex.toString(), Pattern.DOTALL), ending, literals);
  }

  private static String variable(@org.jspecify.annotations.Nullable Variable variable, int index) {
    if (variable == null || index >= variable.words().size()) {
      return ".*";
    }
    Template word = variable.words().get(index);
    return word.names().findAny().isPresent() ? ".*" : Pattern.quote(word.literals());
  }

  /** What makes the template this path. */
  Optional<Fit> fit(String path) {
    if (!path.endsWith(ending)) {
      return Optional.empty();
    }
    Matcher matcher = pattern.matcher(path);
    return matcher.matches()
        ? Optional.of(new Fit(matcher.group("dir"), matcher.group("stem")))
        : Optional.empty();
  }

  /** How many characters are fixed: the more, the closer is a rule to what it makes. */
  int literals() {
    return literals;
  }

  /** Whether a task may make the artefact, as far as can be told without the files. */
  static boolean mayMake(TaskDefinition task, ArtefactPath path) {
    List<Template> outputs = task.recipe().outputs();
    if (outputs.isEmpty()) {
      outputs = task.rule().map(rule -> rule.recipe().outputs()).orElse(List.of());
    }
    return outputs.stream()
        .anyMatch(output -> of(output, task.variables()).fit(path.value()).isPresent());
  }
}
