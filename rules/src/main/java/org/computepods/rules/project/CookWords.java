package org.computepods.rules.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a chef's own code is told of a task, in the words of a command: who cooks, which rule, the
 * rule's variables as {@code name=value}, {@code --}, and the dependencies.
 *
 * @param who {@code chef:NAME@CODE}; another code is another command, so what it made is stale
 * @param variables the words of each; none for an empty list
 */
public record CookWords(
    String who, String rule, Map<String, List<String>> variables, List<String> dependencies) {
  private static final String CHEF = "chef:";
  private static final String END = "--";

  /** As much of a digest as tells codes apart. */
  private static final int CODE_DIGITS = 16;

  public CookWords {
    var copy = new LinkedHashMap<String, List<String>>();
    variables.forEach((name, words) -> copy.put(name, List.copyOf(words)));
    variables = copy;
    dependencies = List.copyOf(dependencies);
  }

  /** The first word. */
  public static String who(String chef, String code) {
    return CHEF + chef + "@" + code.substring(0, Math.min(CODE_DIGITS, code.length()));
  }

  /** Whether a command calls for a chef's own code. */
  public static boolean isCook(List<String> command) {
    return command.size() > 1 && command.getFirst().startsWith(CHEF);
  }

  /** The name of the chef. */
  public String chef() {
    return who.substring(CHEF.length(), who.lastIndexOf('@'));
  }

  /** As a command. */
  public List<String> words() {
    var words = new ArrayList<>(List.of(who, rule));
    variables.forEach((name, values) -> values.forEach(value -> words.add(name + "=" + value)));
    words.add(END);
    words.addAll(dependencies);
    return List.copyOf(words);
  }

  /** Reads a command back; empty where it is a tool's. */
  public static Optional<CookWords> of(List<String> command) {
    int end = command.indexOf(END);
    if (!isCook(command) || end < 2 || !command.getFirst().contains("@")) {
      return Optional.empty();
    }
    var variables = new LinkedHashMap<String, List<String>>();
    for (String word : command.subList(2, end)) {
      int equals = Math.max(0, word.indexOf('='));
      variables
          .computeIfAbsent(word.substring(0, equals), name -> new ArrayList<>())
          .add(word.substring(equals + 1));
    }
    return Optional.of(
        new CookWords(
            command.getFirst(),
            command.get(1),
            variables,
            command.subList(end + 1, command.size())));
  }
}
