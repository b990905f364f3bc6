package org.computepods.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** The digest of what a task <em>is</em>: a task with another recipe has never run. */
final class RecipeDigest {
  private final MessageDigest sha256 = Digest.sha256();

  private RecipeDigest() {}

  static Digest of(SpelledTask task) {
    var recipe = new RecipeDigest();
    recipe.add("command", task.command(), word -> word);
    recipe.add("outputs", task.outputs(), ArtefactPath::value);
    recipe.add("auxiliaries", task.auxiliaries(), ArtefactPath::value);
    recipe.add("dependencies", task.dependencies(), RecipeDigest::text);
    recipe.add("secondary", task.secondary(), RecipeDigest::text);
    recipe.add("env", task.env());
    recipe.add("requires", task.requires());
    recipe.add("seeds", task.seeds());
    recipe.add("when", task.when(), Condition::toString);
    recipe.add("depfile", task.depfile().stream().toList(), RecipeDigest::text);
    return Digest.ofBytes(recipe.sha256.digest());
  }

  private static String text(Dependency dependency) {
    return dependency.path() + " " + dependency.view().key();
  }

  private static String text(Depfile depfile) {
    String notes = "Depfile[path=" + depfile.path() + ", format=" + depfile.format() + "]";
    return notes + depfile.readBack().map(view -> " " + view.key()).orElse("");
  }

  private void add(String field, Map<?, String> values) {
    add(field, List.of(values.isEmpty() ? "{}" : new TreeMap<>(values).toString()), text -> text);
  }

  private <T> void add(String field, List<T> values, Function<T, String> text) {
    add(field + " " + values.size() + "\n");
    for (T value : values) {
      byte[] bytes = text.apply(value).getBytes(StandardCharsets.UTF_8);
      add(bytes.length + ":");
      sha256.update(bytes);
    }
  }

  private void add(String text) {
    sha256.update(text.getBytes(StandardCharsets.UTF_8));
  }
}
