package org.computepods.rules.project;

import java.util.Map;
import java.util.Optional;
import org.computepods.rules.Place;
import org.computepods.rules.Task;

/**
 * A task as a project names it: one task, or one for each file that its globs choose.
 *
 * @param variables those of its rule, as the task sets them
 * @param recipe what the task says itself, and what it takes from its rule; its dependencies and
 *     outputs are its own only
 * @param place where its name is
 */
record TaskDefinition(
    String name,
    Optional<Selection> foreach,
    Optional<Rule> rule,
    Map<String, Variable> variables,
    Recipe recipe,
    Task.Source source,
    Place place) {

  /** The rule as tasks name it, {@code command} for a task of its own command. */
  String ruleName() {
    return rule.map(Rule::fullName).orElse("command");
  }
}
