package org.computepods.rules.project;

import java.util.List;
import java.util.Map;
import org.computepods.rules.Glob;
import org.computepods.rules.Place;

/**
 * How one kind of artefact is built from others, generic over names.
 *
 * @param set the name of its rule set
 * @param name within the set
 * @param variables what a task may set, with their defaults
 * @param takesOver where one of these files is there, what stands in place of an output is what
 *     another tool left, and made anew
 */
public record Rule(
    String set,
    String name,
    Recipe recipe,
    Map<String, Variable> variables,
    List<Glob> takesOver,
    Place place) {

  /** The rule's name with its set: {@code c.compile}. */
  public String fullName() {
    return set + "." + name;
  }

  /** What the rule is for, in a few words. */
  public String help() {
    return recipe.help();
  }
}
