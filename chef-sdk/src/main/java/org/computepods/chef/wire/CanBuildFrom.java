package org.computepods.chef.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chef's answer to {@link HowToBuild}.
 *
 * @param kind the kind that was asked for, else null
 * @param set name of the rule set it serves; null for commands of a project's own
 * @param setText the set's YAML, so that rules travel with chefs; null where a kind was asked for
 * @param rules one line for each rule: what it makes out of what (for people and {@code why-not})
 * @param tools digest of each tool it found for the set, by name
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanBuildFrom(
    int v,
    String pod,
    String chef,
    @Nullable String kind,
    @Nullable String set,
    @Nullable String setText,
    List<Rule> rules,
    Map<String, String> tools) {
  /** One rule: outputs, and what they are built from. */
  public record Rule(
      String rule,
      List<String> outputs,
      List<String> dependencies,
      List<String> secondary,
      List<String> auxiliaries) {}
}
