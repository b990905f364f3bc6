package org.computepods.rules.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.computepods.rules.Depfile;
import org.computepods.rules.Place;
import org.computepods.rules.View;

/**
 * What a rule or a task says of its run, with the names still in it.
 *
 * @param help what it is for, in a few words
 * @param auxiliaries what a run may write beside its outputs
 * @param seeds what stands in for a secondary dependency that does not exist
 * @param missing how the tool names a missing file: a pattern whose first group is the file
 */
public record Recipe(
    String help,
    List<Input> dependencies,
    List<Input> secondary,
    List<Template> outputs,
    List<Template> auxiliaries,
    Optional<Command> command,
    Map<String, Template> env,
    Optional<Notes> depfile,
    OptionalInt timeout_s,
    OptionalInt passesMax,
    Map<String, String> requires,
    List<When> when,
    List<Seed> seeds,
    Optional<String> missing) {

  /**
   * A dependency, with the view it takes if it names one.
   *
   * @param away whether it takes out of what those before it named
   */
  public record Input(Template path, Optional<View> view, boolean away) {
    /** The task whose outputs are meant by {@code @task}. */
    Optional<String> task() {
      return path.text().startsWith("@") ? Optional.of(path.text().substring(1)) : Optional.empty();
    }

    Place place() {
      return path.place();
    }
  }

  /** What to run. */
  public sealed interface Command {
    /** A program with its arguments; no shell sees them. */
    record Words(List<Template> words) implements Command {}

    /** A text for the shell. */
    record Shell(Template text) implements Command {}

    /**
     * Code of the chef that publishes the set.
     *
     * @param word who it is: {@code chef:NAME@CODE}
     * @param rule by its name within the set
     * @param variables the names of those that it is given
     */
    record Cook(String word, String rule, List<String> variables) implements Command {}
  }

  /** The file in which the tool notes what it read. */
  public record Notes(Template path, Depfile.Format format, Optional<View> readBack) {}

  /** A condition. */
  public record When(Template artefact, String regex) {}

  /** Content for an artefact that does not exist yet. */
  public record Seed(Template artefact, String content) {}

  public Recipe {
    dependencies = List.copyOf(dependencies);
    secondary = List.copyOf(secondary);
    outputs = List.copyOf(outputs);
    auxiliaries = List.copyOf(auxiliaries);
    when = List.copyOf(when);
    seeds = List.copyOf(seeds);
  }

  /**
   * This recipe of a task, with what it leaves out taken from its rule. Dependencies and outputs
   * stay the task's: which of them the rule adds depends on the files.
   */
  Recipe over(Recipe rule) {
    var allEnv = new LinkedHashMap<>(rule.env);
    allEnv.putAll(env);
    var allRequires = new LinkedHashMap<>(rule.requires);
    allRequires.putAll(requires);
    return new Recipe(
        help.isEmpty() ? rule.help : help,
        dependencies,
        secondary,
        outputs,
        join(rule.auxiliaries, auxiliaries),
        rule.command,
        allEnv,
        depfile.or(() -> rule.depfile),
        timeout_s.isPresent() ? timeout_s : rule.timeout_s,
        passesMax.isPresent() ? passesMax : rule.passesMax,
        allRequires,
        join(rule.when, when),
        join(rule.seeds, seeds),
        missing.or(() -> rule.missing));
  }

  /** The same, made by the code of a chef. */
  Recipe cookedBy(String word, String rule, List<String> names) {
    return new Recipe(
        help,
        dependencies,
        secondary,
        outputs,
        auxiliaries,
        Optional.of(new Command.Cook(word, rule, names)),
        env,
        depfile,
        timeout_s,
        passesMax,
        requires,
        when,
        seeds,
        missing);
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }
}
