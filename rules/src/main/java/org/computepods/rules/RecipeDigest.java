package org.computepods.rules;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;

/** The digest of what a task <em>is</em>: a task with another recipe has never run. */
final class RecipeDigest {
  private RecipeDigest() {}

  static Digest of(SpelledTask task) {
    MessageDigest sha256 = Digest.sha256();
    add(sha256, "command", task.command());
    add(sha256, "outputs", task.outputs().stream().map(Object::toString).toList());
    add(sha256, "auxiliaries", task.auxiliaries().stream().map(Object::toString).toList());
    add(sha256, "dependencies", task.dependencies().stream().map(RecipeDigest::text).toList());
    add(sha256, "secondary", task.secondary().stream().map(RecipeDigest::text).toList());
    add(sha256, "env", List.of(new TreeMap<>(task.env()).toString()));
    add(sha256, "requires", List.of(new TreeMap<>(task.requires()).toString()));
    add(sha256, "seeds", List.of(new TreeMap<>(task.seeds()).toString()));
    add(sha256, "when", task.when().stream().map(Object::toString).toList());
    add(sha256, "depfile", task.depfile().stream().map(Object::toString).toList());
    return Digest.ofBytes(sha256.digest());
  }

  private static String text(Dependency dependency) {
    return dependency.path() + " " + dependency.view().key();
  }

  private static void add(MessageDigest sha256, String field, List<String> values) {
    sha256.update((field + " " + values.size() + "\n").getBytes(StandardCharsets.UTF_8));
    for (String value : values) {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      sha256.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
      sha256.update(bytes);
    }
  }
}
