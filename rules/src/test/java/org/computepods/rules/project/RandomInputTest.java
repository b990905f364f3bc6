package org.computepods.rules.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.computepods.rules.ArtefactPath;
import org.computepods.rules.Problem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is written in a file, it is read or told to be wrong; nothing is ever thrown. */
class RandomInputTest {
  /** For each of two seeds: five hundred in all. */
  private static final int TRIALS = 250;

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ":",
          "- ",
          "\n",
          "  ",
          "'",
          "\"",
          "&a ",
          "*a",
          "!!binary ",
          "|\n",
          ">",
          "#",
          "@",
          "{{",
          "{stem}",
          "{dependencies[9]}",
          "{dir}",
          "../",
          "/",
          "*",
          "**/",
          "[a",
          "\\",
          "\u0000",
          "\uFFFF",
          "\uD800",
          "\t",
          "%",
          "~",
          "null",
          "true",
          "-1",
          "99999999999",
          "é",
          "foreach: \"*\"\n",
          "rule: c.compile\n",
          "outputs: [x]\n",
          "<<: *a\n",
          "? ",
          "---\n",
          "...\n",
          "(((",
          "x{0,99999999}",
          "@objects",
          "{cflags}");

  @ParameterizedTest
  @ValueSource(longs = {1, 20261122})
  void mutatedProject_loadedAndBound_neverThrows(long seed) {
    var random = new Random(seed);
    var files =
        List.of(ArtefactPath.of("src/x.c"), ArtefactPath.of("a.txt"), ArtefactPath.of("plot.py"));
    for (int trial = 0; trial < TRIALS; trial++) {
      String text = mutated(SchemasTest.CONTRACT_PROJECT, random);
      var loaded =
          ProjectLoader.load(
              path ->
                  path.equals(ProjectLoader.PROJECT_FILE)
                      ? Optional.of(text)
                      : path.value().endsWith(".tasks.yaml")
                          ? Optional.of("tasks: {}")
                          : Optional.of(ProjectLoaderTest.PLOT),
              List.of());
      havePlaces(loaded.problems(), seed, trial, text);
      havePlaces(loaded.rules().bind(files).problems(), seed, trial, text);
      var _ = loaded.rules().howToMake(ArtefactPath.of("src/x.o"), files::contains);
      assertThat(loaded.read()).contains(ProjectLoader.PROJECT_FILE);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 20261123})
  void mutatedRuleSet_parsedAndAsked_neverThrows(long seed) {
    var random = new Random(seed);
    for (int trial = 0; trial < TRIALS; trial++) {
      String latex = RuleSet.bundled().get(1).text();
      String text = mutated(trial % 2 == 0 ? SchemasTest.CONTRACT_RULES : latex, random);
      var parsed = RuleSet.parse(text, "x.rules.yaml");
      havePlaces(parsed.problems(), seed, trial, text);
      assertThat(parsed.set().isPresent()).isEqualTo(parsed.problems().isEmpty());
      parsed
          .set()
          .ifPresent(
              set -> {
                var rules = ProjectLoader.load(path -> Optional.empty(), List.of(set)).rules();
                for (String goal : List.of("x.pdf", "a/b.o", "x", "x.bbl", "{stem}")) {
                  var _ = rules.howToMake(ArtefactPath.of(goal), path -> random.nextInt(3) == 0);
                }
              });
    }
  }

  private static void havePlaces(List<Problem> problems, long seed, int trial, String text) {
    for (Problem problem : problems) {
      boolean told =
          !problem.place().file().isEmpty()
              && !problem.message().isBlank()
              && !problem.message().contains("Exception");
      assertThat(told)
          .as(() -> "seed %d trial %d: %s%n%s".formatted(seed, trial, problem, text))
          .isTrue();
    }
  }

  private static String mutated(String valid, Random random) {
    var text = new StringBuilder(valid);
    for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(20)));
        case 2 -> {
          int from = random.nextInt(text.length());
          text.insert(at, text.substring(from, Math.min(text.length(), from + random.nextInt(60))));
        }
        default ->
            text.setCharAt(
                at,
                (char) (random.nextInt(8) == 0 ? random.nextInt(65_536) : 32 + random.nextInt(95)));
      }
      if (text.isEmpty()) {
        text.append(' ');
      }
    }
    return text.toString();
  }
}
