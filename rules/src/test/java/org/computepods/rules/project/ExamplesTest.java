package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Problem;
import org.computepods.rules.Task;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The projects in {@code examples/} say what their authors meant. */
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "examples");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "book",
        "engine",
        "paper",
        "broken/circle",
        "broken/compile-error",
        "broken/counter",
        "broken/missing-input",
        "broken/unbuildable"
      })
  void example_asItStands_loadsAndBindsWithoutProblems(String name) throws IOException {
    var loaded = load(name);
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.rules().bind(files(name)).problems()).isEmpty();
  }

  @Test
  void engine_bound_compilesEachFileAndLinksWhatWasCompiled() throws IOException {
    var binding = load("engine").rules().bind(files("engine"));
    Task compile = task(binding, "objects[src/language/lexer.c]");
    assertThat(compile.command())
        .containsExactly(
            "gcc",
            "-MMD",
            "-MF",
            "src/language/lexer.o.d",
            "-O2",
            "-Wall",
            "-Wextra",
            "-Iinclude",
            "-c",
            "src/language/lexer.c",
            "-o",
            "src/language/lexer.o");
    assertThat(task(binding, "engine").command())
        .startsWith("gcc", "src/language/lexer.o")
        .containsSubsequence("lib/libbase.a", "-o", "bin/engine", "-lm");
    assertThat(task(binding, "library").command())
        .containsExactly(
            "ar", "rcs", "lib/libbase.a", "lib/arena.o", "lib/names.o", "lib/report.o");
    assertThat(binding.targets().get("check"))
        .extracting(ArtefactPath::value)
        .containsExactly("checked/collatz.txt", "checked/primes.txt", "checked/root.txt");
    assertThat(binding.defaultTarget()).hasValue("engine");
  }

  @Test
  void mistakes_loaded_areAllToldAtOnceWithPlacesAndNearMisses() throws IOException {
    assertThat(load("broken/mistakes").problems())
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "computepods.yaml:8:11: unknown rule 'c.compil' (did you mean 'c.compile'?)",
            "computepods.yaml:11:5: unknown key 'dependancies' (did you mean 'dependencies'?)",
            "computepods.yaml:16:9: unknown name {output} (did you mean 'outputs'?); a brace that is"
                + " no name is written twice",
            "computepods.yaml:17:16: 'timeout_s' must be a whole number of seconds from 1 to 604800,"
                + " not 'soon'");
  }

  @Test
  void twoMakers_bound_areBothNamedWithTheirPlaces() throws IOException {
    var loaded = load("broken/two-makers");
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.rules().bind(files("broken/two-makers")).problems())
        .extracting(Problem::toString)
        .containsExactly(
            "computepods.yaml:9:3: the tasks 'polite' (computepods.yaml:6:3) and 'short'"
                + " (computepods.yaml:9:3) both make greeting.txt");
  }

  private static Task task(RulesManager.Binding binding, String name) {
    return binding.tasks().stream()
        .filter(task -> task.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static ProjectLoader.Loaded load(String name) {
    return ProjectLoader.load(
        path -> {
          Path file = EXAMPLES.resolve(name).resolve(path.value());
          try {
            return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
          } catch (IOException unreadable) {
            return Optional.empty();
          }
        },
        List.of());
  }

  private static List<ArtefactPath> files(String name) throws IOException {
    Path root = EXAMPLES.resolve(name);
    try (var files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> ArtefactPath.of(root.relativize(file).toString()))
          .toList();
    }
  }
}
