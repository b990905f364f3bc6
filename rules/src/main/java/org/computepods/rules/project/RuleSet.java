package org.computepods.rules.project;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.computepods.rules.Digest;
import org.computepods.rules.Problem;

/**
 * A file of rules, and the types of artefact that they speak of.
 *
 * @param text as it was read, so that it can be published
 * @param digest of the text
 * @param required tools that a chef must have to publish the set
 */
public record RuleSet(
    String name,
    String text,
    Digest digest,
    List<String> required,
    List<ArtefactType> types,
    List<Rule> rules) {
  public RuleSet {
    required = List.copyOf(required);
    types = List.copyOf(types);
    rules = List.copyOf(rules);
  }

  /** What reading a rule file gave: the set, unless something is wrong with it. */
  public record Parsed(Optional<RuleSet> set, List<Problem> problems) {}

  /**
   * Reads a rule file.
   *
   * @param fileName for the places of its problems
   */
  public static Parsed parse(String text, String fileName) {
    return RuleSetReader.read(text, fileName);
  }

  /** The bundled sets, in the order in which they are asked. */
  public static List<RuleSet> bundled() {
    return BundledSets.ALL;
  }

  /** The rule of this name within the set. */
  public Optional<Rule> rule(String ruleName) {
    return rules.stream().filter(rule -> rule.name().equals(ruleName)).findFirst();
  }

  /** Read when they are first asked for, and once. */
  private static final class BundledSets {
    static final List<RuleSet> ALL =
        Stream.of("c", "cxx", "latex", "markdown", "graphviz", "svg", "copy")
            .map(BundledSets::read)
            .toList();

    private static RuleSet read(String name) {
      Parsed parsed = parse(Schemas.resource("bundled/" + name + ".rules.yaml"), "bundled:" + name);
      return parsed
          .set()
          .orElseThrow(() -> new IllegalStateException("bundled set: " + parsed.problems()));
    }
  }
}
