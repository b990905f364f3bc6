package org.computepods.rules.project;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.computepods.rules.Glob;

/**
 * What ignore files are not heeded for: people have git ignore what is made, and just that must be
 * watched. Where a task names the folder that it writes in, that folder counts as well; a rule,
 * which writes anywhere, takes back no folder.
 */
final class TakenBack {
  private final Set<String> globs = new LinkedHashSet<>();

  private TakenBack() {}

  /** In the words of {@link org.computepods.rules.Ignores}. */
  static List<String> from(Collection<TaskDefinition> tasks, Collection<RuleSet> sets) {
    var taken = new TakenBack();
    sets.stream().flatMap(set -> set.rules().stream()).map(Rule::recipe).forEach(taken::take);
    for (TaskDefinition task : tasks) {
      task.rule().map(Rule::recipe).ifPresent(taken::take);
      taken.take(task.recipe());
    }
    return List.copyOf(taken.globs);
  }

  private void take(Recipe recipe) {
    Stream.concat(recipe.outputs().stream(), recipe.auxiliaries().stream())
        .flatMap(output -> Drafter.anyOf(output).stream())
        .forEach(this::take);
  }

  private void take(Glob glob) {
    String text = glob.toString();
    if (text.chars().noneMatch(Character::isLetterOrDigit)) {
      return; // whatever there is, as of a rule that copies
    }
    String folder = glob.folder();
    for (int slash = folder.indexOf('/'); slash > 0; slash = folder.indexOf('/', slash + 1)) {
      globs.add("!/" + folder.substring(0, slash + 1));
    }
    globs.add((text.startsWith("**/") || text.startsWith("/") ? "!" : "!/") + text);
  }
}
