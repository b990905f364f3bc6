package org.computepods.rules;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A task with everything at hand. */
public record SpelledTask(
    String name,
    String rule,
    Optional<String> set,
    List<String> command,
    List<Dependency> dependencies,
    List<Dependency> secondary,
    List<ArtefactPath> outputs,
    List<ArtefactPath> auxiliaries,
    Map<String, String> env,
    Optional<Depfile> depfile,
    Duration timeout,
    int passesMax,
    Map<String, String> requires,
    List<Condition> when,
    Map<ArtefactPath, String> seeds,
    Optional<String> missing,
    Place origin,
    Source source)
    implements Task {

  public SpelledTask {
    command = List.copyOf(command);
    dependencies = List.copyOf(dependencies);
    secondary = List.copyOf(secondary);
    outputs = List.copyOf(outputs);
    auxiliaries = List.copyOf(auxiliaries);
    env = orNone(env);
    requires = orNone(requires);
    when = List.copyOf(when);
    seeds = orNone(seeds);
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("task " + name + " has no output");
    }
  }

  /** The empty map that all share; others keep their order. */
  private static <K, V> Map<K, V> orNone(Map<K, V> map) {
    return map.isEmpty() ? Map.of() : map;
  }

  @Override
  public Digest recipe() {
    return RecipeDigest.of(this);
  }

  @Override
  public SpelledTask spelled() {
    return this;
  }
}
