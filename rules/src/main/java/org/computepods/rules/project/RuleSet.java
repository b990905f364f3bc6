package org.computepods.rules.project;

import java.util.List;
import java.util.Optional;
import org.computepods.rules.Digest;
import org.computepods.rules.Place;
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
    return new Parsed(
        Optional.empty(), List.of(new Problem(Place.of(fileName), "holds no rule set: " + text)));
  }

  /** The bundled sets, in the order in which they are asked: c, latex, markdown, copy. */
  public static List<RuleSet> bundled() {
    return List.of();
  }
}
