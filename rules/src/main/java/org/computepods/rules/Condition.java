package org.computepods.rules;

/**
 * When a rule applies: only if the artefact exists and the pattern is found in it.
 *
 * @param regex looked for in each line
 */
public record Condition(ArtefactPath artefact, String regex) {
  /**
   * The view through which the condition is judged: it holds where this sees {@link View#FOUND}.
   */
  public View view() {
    return new View.Contains(regex);
  }
}
